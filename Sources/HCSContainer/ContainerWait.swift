internal import Glibc
internal import HCSProtocol
internal import HCSSystem

/// What of a container or a process is waited for.
public enum WaitCondition: String, CaseIterable, Hashable, Sendable {
    /// The container is stopped, or was deleted.
    case stopped
    /// It runs.
    case running
    /// It is paused.
    case paused
    /// It exists, in whatever state.
    case created
    /// It does not exist (any more).
    case deleted
    /// The process has exited.
    case exited
}

/// One container or process to be waited for.
public struct WaitTarget: Hashable, Sendable {
    /// The container's id.
    public let containerID: String
    /// A process of it by its number, if it is about one.
    public let processID: UInt32?
    /// What is waited for.
    public let condition: WaitCondition

    /// Makes a target; a process can only be waited for to exit.
    public init(containerID: String, processID: UInt32? = nil, condition: WaitCondition? = nil) {
        self.containerID = containerID
        self.processID = processID
        self.condition = condition ?? (processID == nil ? .stopped : .exited)
    }
}

extension ContainerStore {
    /// Waits for several things at once; woken by events.
    ///
    /// Also for what was deleted within the last day.
    /// - Parameter any: whether one is enough.
    /// - Parameter each: called as each comes true or fails, with its position; the exit is a process's own.
    /// - Returns: the positions that are still open because the time was over, or because one was enough.
    public func wait(
        for targets: [WaitTarget], any: Bool = false, timeout: Duration? = nil,
        each: (Int, Result<ProcessExit?, ContainerError>) -> Void
    ) -> [Int] {
        let deadline = timeout.map { Instant.now + $0 }
        var open: [(index: Int, wait: any PendingWait)] = targets.enumerated().map { index, target in
            (index, waiter(for: target))
        }
        while !open.isEmpty {
            var still: [(index: Int, wait: any PendingWait)] = []
            var descriptors: [Descriptor] = []
            var isAnyDone = false
            for (index, wait) in open {
                switch wait.step() {
                case .done(let result):
                    isAnyDone = true
                    each(index, result)
                case .waiting(let signs):
                    descriptors += signs
                    still.append((index, wait))
                }
            }
            open = still
            if open.isEmpty || any && isAnyDone { break }
            let left = deadline.map { $0 - Instant.now }
            if let left, left <= .zero { break }
            _ = ProcessSetup.waitReadable(descriptors, left)
        }
        return open.map(\.index)
    }

    private func waiter(for target: WaitTarget) -> any PendingWait {
        let caller = Caller(store: self, id: target.containerID, handle: HandleState())
        switch target.condition {
        case .stopped, .exited: return EndWait(caller, processID: target.processID)
        case .running, .paused, .created, .deleted: return StateWait(caller, target.condition)
        }
    }
}

enum WaitStep {
    case done(Result<ProcessExit?, ContainerError>)
    /// Look again when one of these is readable.
    case waiting([Descriptor])
}

/// One wait among several; never blocks for longer than it takes to ask.
protocol PendingWait: AnyObject {
    func step() -> WaitStep
}

/// Waits for the end of a container or a process by its supervisor, its record, or the log that outlives it.
private final class EndWait: PendingWait {
    private let caller: Caller
    private let processID: UInt32?
    private var connection: SupervisorConnection?

    init(_ caller: Caller, processID: UInt32?) {
        self.caller = caller
        self.processID = processID
    }

    func step() -> WaitStep {
        do throws(ContainerError) {
            while true {
                guard let connection else {
                    if let end = try ask() { return .done(.success(end.exit)) }
                    continue
                }
                guard ProcessSetup.waitReadable(connection.socket.descriptor, .zero) else {
                    return .waiting([connection.socket.descriptor])
                }
                self.connection = nil
                // Lost, or not understood: the next supervisor, or the record, is asked.
                guard let reply = try? connection.receive(timeout: .seconds(5))?.reply else { continue }
                if let end = try read(reply) { return .done(.success(end.exit)) }
            }
        } catch {
            return .done(.failure(error))
        }
    }

    /// An end; of a container it has no exit.
    private struct End {
        let exit: ProcessExit?
    }

    /// Nil when a supervisor will answer.
    private func ask() throws(ContainerError) -> End? {
        var request = SupervisorRequest(processID == nil ? .wait : .waitProcess)
        request.processID = processID
        do throws(ContainerError) {
            switch try caller.begin(request, operation: "wait") {
            case .supervisor(let found):
                connection = found
                return nil
            case .stopped(let record): return try end(record)
            }
        } catch {
            guard error.code == .notFound, let end = try endOfTheDead() else { throw error }
            return end
        }
    }

    private func read(_ reply: SupervisorReply) throws(ContainerError) -> End? {
        if let failure = reply.failure {
            // Asked in the moment of its end: the record has the answer by now.
            if failure.code == .alreadyStopped { return nil }
            throw ContainerError(
                failure, operation: "wait", containerID: caller.id, processID: processID)
        }
        if processID == nil { return try container(reply.exitType, reply.exitReason) }
        return reply.exit.map { End(exit: ProcessExit($0)) }
    }

    private func end(_ record: ContainerRecord) throws(ContainerError) -> End {
        guard let processID else { return try container(record.exitType, record.exitReason) }
        do {
            return try process(processID, caller.folder("wait").readExits())
        } catch let error as ContainerError {
            guard error.code == .notFound, let end = try endOfTheDead() else { throw error }
            return end
        } catch {
            throw ContainerError(
                wrapping: error, doing: "cannot read its exits", operation: "wait", containerID: caller.id)
        }
    }

    /// Of a container that was deleted; nil when nothing is known of it.
    private func endOfTheDead() throws(ContainerError) -> End? {
        // No log, or none that can be read, knows nothing.
        let events = (try? EventLog.read(root: caller.store.root, id: caller.id)) ?? []
        guard events.last?.kind == .deleted else { return nil }
        let life = events[(events.lastIndex { $0.kind == .created } ?? 0)...]
        if let processID { return try process(processID, life.compactMap(\.exit)) }
        let stop = life.last { $0.kind == .stopped }
        return try container(stop?.exitType, stop?.detail)
    }

    private func process(_ number: UInt32, _ exits: [ExitRecord]) throws(ContainerError) -> End {
        guard let exit = exits.last(where: { $0.processID == number }) else {
            throw ContainerError(
                .processNotFound, operation: "wait", containerID: caller.id, processID: number,
                reason: "the container has ended and no such process is on record")
        }
        return End(exit: ProcessExit(exit))
    }

    private func container(_ type: ExitType?, _ reason: String?) throws(ContainerError) -> End {
        guard type == .unexpected else { return End(exit: nil) }
        throw ContainerError(
            .unexpectedExit, operation: "wait", containerID: caller.id,
            reason: "the container ended unexpectedly" + (reason.map { ": \($0)" } ?? ""))
    }
}

/// Waits for a state by watching the container's folder, in which every change of state is a rename.
private final class StateWait: PendingWait {
    private let caller: Caller
    private let condition: WaitCondition
    private var watches: [FolderWatch] = []

    init(_ caller: Caller, _ condition: WaitCondition) {
        self.caller = caller
        self.condition = condition
    }

    func step() -> WaitStep {
        do throws(ContainerError) {
            try watchFolders()
            // Looked at after the watch was set, so that nothing is missed between the two.
            return try isTrue() ? .done(.success(nil)) : .waiting(watches.map(\.descriptor))
        } catch {
            return .done(.failure(error))
        }
    }

    /// Anew each time: the folder may be another one by now.
    private func watchFolders() throws(ContainerError) {
        let root = caller.store.root
        do {
            if condition == .created { try Files.makeDirectories(root) }
            watches = [try FolderWatch(root)]
        } catch {
            guard error.kind == .missing else {
                throw ContainerError(
                    error, doing: "cannot watch its folder", operation: "wait", containerID: caller.id)
            }
            return  // no container at all, which the look at its state tells
        }
        // One that is not there yet, or no more, shows in the root.
        if let watch = try? FolderWatch(ContainerFolder.path(root: root, id: caller.id)) {
            watches.append(watch)
        }
    }

    private func isTrue() throws(ContainerError) -> Bool {
        let state: ContainerRecord.State
        do throws(ContainerError) {
            state = try caller.record("wait").liveState
        } catch {
            if error.code == .notFound, condition == .deleted { return true }
            // Its folder is there a moment before its state is.
            if error.code == .notFound || error.code == .systemFailed, condition == .created { return false }
            throw error
        }
        switch condition {
        case .created: return state != .creating
        case .deleted: return false
        case .running where state == .running, .paused where state == .paused: return true
        default:
            guard state != .stopped else {
                throw ContainerError(
                    .alreadyStopped, operation: "wait", containerID: caller.id,
                    reason: "container is stopped and will not be \(condition.rawValue) (state Stopped)")
            }
            return false
        }
    }
}
