internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem
internal import SystemPackage

/// One request to a container's supervisor, and its answers.
struct SupervisorConnection {
    let socket: FrameSocket

    /// Nil when nobody listens.
    init?(_ folder: ContainerFolder) throws(SyscallError) {
        do {
            socket = FrameSocket(
                try UnixSocket.connect(ContainerFolder.supervisorSocket, in: folder.descriptor))
        } catch let error where error.errno == .noSuchFileOrDirectory || error.errno == .connectionRefused {
            return nil
        }
    }

    func send(_ request: SupervisorRequest, _ descriptors: [Descriptor], timeout: Duration?) throws {
        try socket.send(
            Frame(
                type: SupervisorRequest.requestType, payload: try DocumentEncoder().encode(request),
                descriptors: descriptors), timeout: timeout)
    }

    /// Nil when the supervisor is gone.
    func receive(timeout: Duration?) throws -> (reply: SupervisorReply, descriptors: [Descriptor])? {
        let frame: Frame?
        do throws(SyscallError) {
            frame = try socket.receive(timeout: timeout)
        } catch {
            // A supervisor that was killed resets the connection.
            guard error.errno == .connectionReset else { throw error }
            return nil
        }
        guard let frame else { return nil }
        return (
            try DocumentDecoder(mode: .lenient).decode(SupervisorReply.self, from: frame.payload),
            frame.descriptors
        )
    }
}

/// How a library call reaches a container: through its supervisor, a new one if need be, or through its record once it
/// is stopped.
struct Caller: Sendable {
    let store: ContainerStore
    let id: String
    let handle: HandleState

    enum Answer {
        case reply(SupervisorReply, [Descriptor], SupervisorConnection)
        /// Nobody is there to ask; the record has what is to be known.
        case stopped(ContainerRecord)
        /// The supervisor died before it answered.
        case lost
    }

    /// Asks once.
    ///
    /// - Throws: the supervisor's failure, `timedOut`, `notFound`, `alreadyClosed`, `handleClosed`.
    func ask(
        _ request: SupervisorRequest, _ descriptors: [Descriptor] = [], operation: String, deadline: Instant?,
        signals: CallerSignals? = nil
    ) throws(ContainerError) -> Answer {
        try handle.check(operation, id)
        let connection: SupervisorConnection
        switch try connect(operation, deadline ?? Instant.now + store.options.timeout) {
        case .supervisor(let found): connection = found
        case .stopped(let record): return .stopped(record)
        }
        handle.add(connection.socket)
        defer { handle.remove(connection.socket) }
        do {
            try connection.send(request, descriptors, timeout: store.options.timeout)
            if let signals { try waitInterruptibly(connection, signals, operation, deadline) }
            guard let (reply, received) = try connection.receive(timeout: deadline.map { $0 - Instant.now })
            else {
                try handle.checkDuring(operation, id)
                return .lost
            }
            guard let failure = reply.failure else { return .reply(reply, received, connection) }
            // Asked in the moment of its end: the record has the answer by now.
            if failure.code == .alreadyStopped { return .stopped(try record(operation)) }
            throw ContainerError(failure, operation: operation, containerID: id)
        } catch let error as SyscallError where error.errno == .brokenPipe || error.errno == .connectionReset
        {
            return .lost
        } catch let error as SyscallError where error.kind == .timedOut {
            throw ContainerError(
                .timedOut, operation: operation, containerID: id,
                reason: "timed out waiting for the supervisor's answer",
                cause: .systemCall(name: error.call, subject: error.subject, errno: error.errno.rawValue))
        } catch {
            throw ContainerError(
                wrapping: error, doing: "cannot reach the supervisor", operation: operation, containerID: id)
        }
    }

    /// A start may hang, on a file system that does not answer; a signal is kept for the process only if it comes soon.
    private static var grace: Duration { .seconds(1) }

    private func waitInterruptibly(
        _ connection: SupervisorConnection, _ signals: CallerSignals, _ operation: String,
        _ deadline: Instant?
    ) throws(ContainerError) {
        let answer = connection.socket.descriptor
        while !ProcessSetup.waitReadable(answer, .zero) {
            let left = deadline.map { $0 - Instant.now }
            if let left, left <= .zero { return }  // the receive tells that the time is over
            guard ProcessSetup.waitReadable([answer, signals.descriptor], left),
                ProcessSetup.waitReadable(signals.descriptor, .zero)
            else { continue }
            // Not taken yet: when the process is there after all, it gets the signal.
            if ProcessSetup.waitReadable(answer, Self.grace) { return }
            while let number = signals.next() {
                guard CallerSignals.ending.contains(number) else { continue }
                throw ContainerError(
                    .interrupted, operation: operation, containerID: id,
                    reason: "interrupted before the process was started",
                    cause: .signal(number))
            }
        }
    }

    /// Asks, and leaves the answer to the caller; nothing is waited for but the connection.
    func begin(_ request: SupervisorRequest, operation: String) throws(ContainerError) -> Reached {
        while true {
            let reached = try connect(operation, Instant.now + store.options.timeout)
            guard case .supervisor(let connection) = reached else { return reached }
            do {
                try connection.send(request, [], timeout: store.options.timeout)
                return reached
            } catch let error as SyscallError
                where error.errno == .brokenPipe || error.errno == .connectionReset
            {
                continue  // it died, or the container has just ended
            } catch {
                throw ContainerError(
                    wrapping: error, doing: "cannot reach the supervisor", operation: operation,
                    containerID: id)
            }
        }
    }

    /// Asks for something that must be done exactly once and by a living supervisor.
    func command(
        _ request: SupervisorRequest, _ descriptors: [Descriptor] = [], operation: String
    ) throws(ContainerError) -> (SupervisorReply, [Descriptor], SupervisorConnection) {
        switch try ask(
            request, descriptors, operation: operation, deadline: Instant.now + store.options.timeout)
        {
        case .reply(let reply, let received, let connection): return (reply, received, connection)
        case .stopped: throw stopped(operation)
        case .lost:
            if try record(operation).state == .stopped { throw stopped(operation) }
            throw ContainerError(
                .supervisorLost, operation: operation, containerID: id,
                reason: "the supervisor ended before it answered",
                hint: "hcsctl inspect \(id)")
        }
    }

    /// Holds a container that ends with its last handle; does nothing for others, and nothing twice.
    ///
    /// Where nobody answers there is nothing to hold: the next call finds out why.
    func keepIfNeeded(_ folder: ContainerFolder) {
        guard (try? Files.status(ContainerFolder.heldMark, at: folder.descriptor)) != nil, !handle.isKeeping,
            let connection = try? SupervisorConnection(folder)
        else { return }
        let limit = Duration.seconds(5)
        do {
            try connection.send(SupervisorRequest(.hold), [], timeout: limit)
            guard let (reply, _) = try connection.receive(timeout: limit), reply.failure == nil else {
                return
            }
            handle.keep(connection.socket)
        } catch {
            return
        }
    }

    func stopped(_ operation: String) -> ContainerError {
        ContainerError(
            .alreadyStopped, operation: operation, containerID: id,
            reason: "container is stopped (state Stopped)")
    }

    func folder(_ operation: String) throws(ContainerError) -> ContainerFolder {
        do {
            return try ContainerFolder(root: store.root, id: id)
        } catch {
            guard error.kind == .missing else {
                throw ContainerError(
                    error, doing: "cannot open its folder", operation: operation, containerID: id)
            }
            throw ContainerError(
                .notFound, operation: operation, containerID: id, reason: "no such container")
        }
    }

    func record(_ operation: String) throws(ContainerError) -> ContainerRecord {
        try record(in: folder(operation), operation)
    }

    private func record(in folder: ContainerFolder, _ operation: String) throws(ContainerError)
        -> ContainerRecord
    {
        do {
            return try folder.readRecord()
        } catch {
            // Deleted since its folder was opened.
            if (try? Files.status(folder.path)) == nil {
                throw ContainerError(
                    .notFound, operation: operation, containerID: id, reason: "no such container")
            }
            throw ContainerError(
                .systemFailed, operation: operation, containerID: id,
                reason: "its state \(folder.path)/\(ContainerFolder.record) cannot be read: \(error)",
                hint: "hcsctl delete -f \(id)")
        }
    }

    enum Reached {
        case supervisor(SupervisorConnection)
        case stopped(ContainerRecord)
    }

    /// Connects to the supervisor; starts one when there is none and the container is not known to be stopped.
    private func connect(_ operation: String, _ deadline: Instant) throws(ContainerError) -> Reached {
        let folder = try folder(operation)
        while true {
            do throws(SyscallError) {
                if let connection = try SupervisorConnection(folder) {
                    keepIfNeeded(folder)
                    return .supervisor(connection)
                }
            } catch {
                throw ContainerError(
                    error, doing: "cannot reach the supervisor", operation: operation, containerID: id)
            }
            // Written before the socket goes: no socket and not stopped means that the supervisor died.
            let record = try record(in: folder, operation)
            if record.state == .stopped { return .stopped(record) }
            do throws(ContainerError) {
                try SupervisorLauncher(store: store, id: id, operation: operation).launch(nil)
            } catch {
                // Another command was faster, or one is being created right now.
                guard error.code == .supervisorLost, Instant.now < deadline else { throw error }
                ProcessSetup.pause(.milliseconds(1))
            }
        }
    }
}
