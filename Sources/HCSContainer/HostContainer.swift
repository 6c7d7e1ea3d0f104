internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

/// A container of this host: a handle over its folder and its supervisor.
struct HostContainer: Container {
    let caller: Caller

    var id: String { caller.id }

    init(store: ContainerStore, id: String) {
        caller = Caller(store: store, id: id, handle: HandleState())
    }

    func start() throws(ContainerError) {
        _ = try caller.command(SupervisorRequest(.start), operation: "start")
    }

    func shutdown() throws(ContainerError) {
        _ = try caller.command(SupervisorRequest(.shutdown), operation: "shutdown")
        throw pending("shutdown")
    }

    func terminate() throws(ContainerError) {
        _ = try caller.command(SupervisorRequest(.terminate), operation: "terminate")
        throw pending("terminate")
    }

    private func pending(_ operation: String) -> ContainerError {
        ContainerError(
            .operationPending, operation: operation, containerID: id,
            reason: "the operation goes on in the background")
    }

    func pause() throws(ContainerError) {
        _ = try caller.command(SupervisorRequest(.pause), operation: "pause")
    }

    func resume() throws(ContainerError) {
        _ = try caller.command(SupervisorRequest(.resume), operation: "resume")
    }

    func wait() throws(ContainerError) {
        try wait(until: nil)
    }

    func wait(timeout: Duration) throws(ContainerError) {
        try wait(until: Instant.now + timeout)
    }

    private func wait(until deadline: Instant?) throws(ContainerError) {
        while true {
            switch try askForEnd(deadline) {
            case .lost: continue
            case .stopped(let record): return try report(record.exitType, record.exitReason)
            case .reply(let reply, _, _): return try report(reply.exitType, reply.exitReason)
            }
        }
    }

    private func askForEnd(_ deadline: Instant?) throws(ContainerError) -> Caller.Answer {
        do throws(ContainerError) {
            // Without a limit of its own it waits for ever, as HCS does.
            return try caller.ask(SupervisorRequest(.wait), operation: "wait", deadline: deadline)
        } catch {
            guard error.code == .timedOut else { throw error }
            let state = try caller.record("wait").liveState.rawValue
            throw ContainerError(
                .timedOut, operation: "wait", containerID: id,
                reason: "container has not stopped (state \(state))")
        }
    }

    private func report(_ type: ExitType?, _ reason: String?) throws(ContainerError) {
        guard type == .unexpected else { return }
        throw ContainerError(
            .unexpectedExit, operation: "wait", containerID: id,
            reason: "the container ended unexpectedly" + (reason.map { ": \($0)" } ?? ""))
    }

    func createProcess(_ configuration: ProcessConfig) throws(ContainerError) -> any ContainerProcess {
        try createProcess(
            configuration,
            streams: ProcessStreams(
                input: configuration.createStdInPipe ? .pipe : .null,
                output: configuration.createStdOutPipe ? .pipe : .null,
                error: configuration.createStdErrPipe ? .pipe : .null))
    }

    func createProcess(
        _ configuration: ProcessConfig, streams: ProcessStreams
    ) throws(ContainerError) -> any ContainerProcess {
        try createProcess(configuration, streams: streams, supervision: ProcessSupervision())
    }

    func createProcess(
        _ configuration: ProcessConfig, streams: ProcessStreams, supervision: ProcessSupervision
    ) throws(ContainerError) -> any ContainerProcess {
        try createProcess(configuration, streams: streams, supervision: supervision, signals: nil)
    }

    /// A signal that comes while the start hangs ends it.
    func createProcess(
        _ configuration: ProcessConfig, streams: ProcessStreams, supervision: ProcessSupervision,
        signals: CallerSignals?
    ) throws(ContainerError) -> any ContainerProcess {
        var start = ProcessStart(caller: caller, configuration: configuration, streams: streams)
        start.supervision = supervision
        start.signals = signals
        return try start.run()
    }

    func openProcess(_ processID: UInt32) throws(ContainerError) -> any ContainerProcess {
        var request = SupervisorRequest(.openProcess)
        request.processID = processID
        let deadline = Instant.now + caller.store.options.timeout
        while true {
            switch try caller.ask(request, operation: "open", deadline: deadline) {
            case .lost: continue
            case .stopped:
                guard let exit = try recordedExits("open").last(where: { $0.processID == processID }) else {
                    throw ContainerError(
                        .processNotFound, operation: "open", containerID: id, processID: processID,
                        reason: "no such process was started in the container")
                }
                return HostProcess(
                    caller, processID: processID, serial: exit.serial, hasConsole: false,
                    exit: ProcessExit(exit))
            case .reply(let reply, _, _):
                return HostProcess(
                    caller, processID: processID, serial: reply.serial ?? 0,
                    hasConsole: reply.hasConsole ?? false,
                    exit: reply.exit.map(ProcessExit.init))
            }
        }
    }

    func signalAll(_ number: Int32) throws(ContainerError) {
        var request = SupervisorRequest(.signal)
        request.signal = number
        request.scope = .container
        _ = try caller.command(request, operation: "kill")
    }

    func recordedExits(_ operation: String) throws(ContainerError) -> [ExitRecord] {
        do {
            return try caller.folder(operation).readExits()
        } catch {
            throw ContainerError(
                wrapping: error, doing: "cannot read its exits", operation: operation, containerID: id)
        }
    }

    func hasPendingUpdates() throws(ContainerError) -> Bool {
        try caller.handle.check("updates", id)
        let record = try caller.record("updates")
        guard record.liveState != .stopped else { throw caller.stopped("updates") }
        guard let agent = record.agent else { return false }
        do throws(SyscallError) {
            let root = try Files.openFolder("/proc/\(agent.pid)/root/.")
            guard agent.isAlive else { throw SyscallError(call: "open", subject: "root", kind: .noProcess) }
            return PendingUpdates(root: root).exist
        } catch {
            throw ContainerError(
                error, doing: "cannot look into its root file system", operation: "updates", containerID: id)
        }
    }

    func modify(_ requests: [ResourceModificationRequestResponse]) throws(ContainerError) {
        var request = SupervisorRequest(.modify)
        request.modifications = requests
        _ = try caller.command(request, operation: "modify")
    }

    func close() {
        caller.handle.close()
    }
}

extension ProcessExit {
    init(_ record: ExitRecord) {
        self.init(
            code: record.code, signal: record.signal, outOfMemory: record.outOfMemory,
            timedOut: record.timedOut ?? false, time: record.time)
    }
}
