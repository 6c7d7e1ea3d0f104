internal import HCSProtocol
internal import HCSSystem
internal import Synchronization

/// A process in a container of this host.
final class HostProcess: ContainerProcess {
    let processID: UInt32
    let standardStreams: StandardStreams
    private let caller: Caller
    private let serial: UInt64
    private let hasConsole: Bool
    private let exit: Mutex<ProcessExit?>
    /// The connection that started it, on which the supervisor tells its exit: saves the first waiter one of its own.
    private let following: Mutex<SupervisorConnection?>

    init(
        _ caller: Caller, processID: UInt32, serial: UInt64, hasConsole: Bool, exit: ProcessExit?,
        streams: StandardStreams = StandardStreams(), following: SupervisorConnection? = nil
    ) {
        self.caller = Caller(store: caller.store, id: caller.id, handle: HandleState())
        self.processID = processID
        self.serial = serial
        self.hasConsole = hasConsole
        self.exit = Mutex(exit)
        self.following = Mutex(following)
        standardStreams = streams
    }

    /// Readable when the exit is there to be had by `wait`; nil when it must be asked for.
    var exitDescriptor: Descriptor? {
        following.withLock { $0?.socket.descriptor }
    }

    func kill() throws(ContainerError) {
        try signal(9, scope: .process)
    }

    func signal(_ number: Int32, scope: SignalScope) throws(ContainerError) {
        guard (1...64).contains(number) else {
            throw error(.invalidArgument, "kill", "no signal \(number); there are 1 to 64")
        }
        var request = ask(.signal)
        request.signal = number
        request.scope =
            switch scope {
            case .process: .process
            case .group: .group
            case .tree: .tree
            }
        do throws(ContainerError) {
            _ = try command(request, "kill")
        } catch {
            guard error.code == .alreadyStopped else { throw error }
            throw self.error(.processAlreadyStopped, "kill", "process has already exited")
        }
    }

    func wait() throws(ContainerError) -> ProcessExit {
        try wait(until: nil)
    }

    func wait(timeout: Duration) throws(ContainerError) -> ProcessExit {
        try wait(until: Instant.now + timeout)
    }

    private func wait(until deadline: Instant?) throws(ContainerError) -> ProcessExit {
        if let known = exit.withLock({ $0 }) { return known }
        try caller.handle.check("wait", caller.id)
        if let found = try waitFollowing(deadline) { return found }
        while true {
            switch try askForExit(deadline) {
            case .lost: continue
            case .reply(let reply, _, _):
                guard let record = reply.exit else {
                    throw error(.unexpectedValue, "wait", "an answer without an exit")
                }
                return remember(ProcessExit(record))
            case .stopped:
                let records = try HostContainer(store: caller.store, id: caller.id).recordedExits("wait")
                guard let record = records.last(where: { $0.serial == serial }) else {
                    throw error(.processNotFound, "wait", "the container ended and the exit is not on record")
                }
                return remember(ProcessExit(record))
            }
        }
    }

    private func askForExit(_ deadline: Instant?) throws(ContainerError) -> Caller.Answer {
        do throws(ContainerError) {
            return try caller.ask(ask(.waitProcess), operation: "wait", deadline: deadline)
        } catch {
            throw error.code == .timedOut ? timedOut() : error
        }
    }

    /// Waits on the connection that started the process; nil when it is taken or lost.
    private func waitFollowing(_ deadline: Instant?) throws(ContainerError) -> ProcessExit? {
        guard let connection = following.withLock({ $0.take() }) else { return nil }
        caller.handle.add(connection.socket)
        defer { caller.handle.remove(connection.socket) }
        if let deadline {
            guard ProcessSetup.waitReadable(connection.socket.descriptor, deadline - Instant.now) else {
                following.withLock { $0 = connection }
                throw timedOut()
            }
        }
        // A broken answer is as good as none: the question is asked again.
        while let (reply, _) = try? connection.receive(timeout: nil) {
            if let record = reply.exit { return remember(ProcessExit(record)) }
            guard reply.isShared == true else { break }
        }
        try caller.handle.checkDuring("wait", caller.id)
        return nil
    }

    /// What has come on the connection that started the process.
    enum News {
        case exit(ProcessExit)
        /// Others are attached: this descriptor stands for the console from now on.
        case shared(Descriptor)
        case lost
    }

    func news() -> News {
        guard let connection = following.withLock({ $0 }) else { return .lost }
        // A broken answer is as good as none.
        if let (reply, received) = try? connection.receive(timeout: .seconds(5)) {
            if let record = reply.exit { return .exit(remember(ProcessExit(record))) }
            if reply.isShared == true, let console = received.first { return .shared(console) }
        }
        following.withLock { $0 = nil }
        return .lost
    }

    /// Tells the supervisor that the process is left alone on purpose.
    func leave() {
        guard let connection = following.withLock({ $0 }) else { return }
        // A supervisor that is gone has nothing to be told.
        try? connection.send(SupervisorRequest(.release), [], timeout: .seconds(1))
    }

    func attach(input: Bool) throws(ContainerError) -> ProcessAttachment {
        var request = ask(.attach)
        request.wantsInput = input
        let (reply, received, connection) = try reach(request, "attach")
        following.withLock { $0 = connection }
        guard reply.hasConsole != true else {
            return ProcessAttachment(
                streams: StandardStreams(console: received.first.map { ProcessStream($0) }),
                isReadOnly: reply.isReadOnly ?? false)
        }
        var rest = received[...]
        let ends =
            (reply.streams ?? []).map { $0 ? rest.popFirst().map { ProcessStream($0) } : nil } + [
                nil, nil, nil,
            ]
        return ProcessAttachment(
            streams: StandardStreams(input: ends[0], output: ends[1], error: ends[2]),
            isReadOnly: reply.isReadOnly ?? false)
    }

    private func remember(_ found: ProcessExit) -> ProcessExit {
        exit.withLock { $0 = found }
        return found
    }

    func exitCode() throws(ContainerError) -> ProcessExit {
        do throws(ContainerError) {
            return try wait(timeout: .zero)
        } catch {
            guard error.code == .timedOut else { throw error }
            throw self.error(.invalidProcessState, "wait", "the process is still running")
        }
    }

    func resizeConsole(width: UInt16, height: UInt16) throws(ContainerError) {
        var request = ask(.resize)
        request.width = width
        request.height = height
        try forgivingTheDead { () throws(ContainerError) in _ = try command(request, "resize") }
    }

    /// What has ended needs no size and no end of input.
    private func forgivingTheDead(_ body: () throws(ContainerError) -> Void) throws(ContainerError) {
        do throws(ContainerError) {
            try body()
        } catch {
            guard [.alreadyStopped, .processAlreadyStopped].contains(error.code) else { throw error }
        }
    }

    func closeStdin() throws(ContainerError) {
        try caller.handle.check("close-stdin", caller.id)
        if let input = standardStreams.input { return input.close() }
        guard exit.withLock({ $0 }) == nil else { return }
        try forgivingTheDead { () throws(ContainerError) in _ = try command(ask(.closeStdin), "close-stdin") }
    }

    func close() {
        guard caller.handle.close() else { return }
        following.withLock { $0 = nil }
        for stream in [
            standardStreams.input, standardStreams.output, standardStreams.error, standardStreams.console,
        ] {
            stream?.close()
        }
    }

    private func ask(_ operation: SupervisorRequest.Operation) -> SupervisorRequest {
        var request = SupervisorRequest(operation)
        request.serial = serial
        return request
    }

    private func command(
        _ request: SupervisorRequest, _ operation: String
    ) throws(ContainerError) -> (SupervisorReply, [Descriptor]) {
        let (reply, received, _) = try reach(request, operation)
        return (reply, received)
    }

    private func reach(
        _ request: SupervisorRequest, _ operation: String
    ) throws(ContainerError) -> (SupervisorReply, [Descriptor], SupervisorConnection) {
        do throws(ContainerError) {
            return try caller.command(request, operation: operation)
        } catch {
            throw ContainerError(
                error.code, operation: operation, containerID: caller.id, processID: processID,
                reason: error.reason,
                hint: error.hint, cause: error.cause)
        }
    }

    private func timedOut() -> ContainerError {
        error(.timedOut, "wait", "the process is still running")
    }

    private func error(_ code: ContainerError.Code, _ operation: String, _ reason: String) -> ContainerError {
        ContainerError(
            code, operation: operation, containerID: caller.id, processID: processID, reason: reason)
    }
}
