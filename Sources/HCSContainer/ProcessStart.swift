internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

/// Starts one process: makes its streams, asks the supervisor, and finds the process again when the answer got lost.
struct ProcessStart {
    let caller: Caller
    let configuration: ProcessConfig
    let streams: ProcessStreams
    var supervision = ProcessSupervision()
    /// Signals that are held back meanwhile.
    var signals: CallerSignals?

    /// The two ends of one stream.
    private struct Ends {
        var inner: Descriptor?
        var outer: Descriptor?
    }

    func run() throws(ContainerError) -> any ContainerProcess {
        try check()
        let token = Token.text(ProcessSetup.randomBytes(Token.size))
        var request = SupervisorRequest(.createProcess)
        request.process = configuration
        request.token = token
        supervise(&request)
        let kept = [streams.input, streams.output, streams.error].map { $0 == .kept }
        let areKept = !configuration.emulateConsole && kept.contains(true)
        let ends = configuration.emulateConsole || areKept ? [] : try makeStreams()
        if areKept { request.keptStreams = kept } else { request.streams = ends.map { $0.inner != nil } }
        let answer = try caller.ask(
            request, ends.compactMap(\.inner), operation: "exec",
            deadline: Instant.now + caller.store.options.timeout, signals: signals)
        let outer = ends.map(\.outer)
        switch answer {
        case .stopped: throw caller.stopped("exec")
        case .reply(let reply, let received, let connection):
            return try process(reply, received, outer, connection)
        case .lost:
            var request = SupervisorRequest(.openProcess)
            request.token = token
            let (reply, _, _) = try caller.command(request, operation: "exec")
            return try process(reply, [], outer, nil)
        }
    }

    private func supervise(_ request: inout SupervisorRequest) {
        request.timeLimit = supervision.timeLimit.map { Int64($0.wholeMilliseconds) }
        request.killAfter = Int64(supervision.killAfter.wholeMilliseconds)
        request.isMain = supervision.isMain ? true : nil
        request.clientExit = SupervisorRequest.ClientExit(supervision.onClientExit)
    }

    private func check() throws(ContainerError) {
        if configuration.createInUtilityVm {
            throw unsupported("/CreateInUtilityVm: the utility VM is not built into this version")
        }
        if configuration.ociSpecification != nil {
            throw unsupported("/OCISpecification: a process's own OCI settings are not part of this version")
        }
        let findings = configuration.validate()
        guard let worst = findings.first(where: { $0.severity == .error }) else { return }
        throw ContainerError(
            .invalidArgument, operation: "exec", containerID: caller.id, reason: "\(worst)",
            cause: .document(findings))
    }

    private func unsupported(_ reason: String) -> ContainerError {
        ContainerError(.unsupported, operation: "exec", containerID: caller.id, reason: reason)
    }

    private func process(
        _ reply: SupervisorReply, _ received: [Descriptor], _ outer: [Descriptor?],
        _ connection: SupervisorConnection?
    ) throws(ContainerError) -> HostProcess {
        guard let processID = reply.processID, let serial = reply.serial else {
            throw ContainerError(
                .unexpectedValue, operation: "exec", containerID: caller.id,
                reason: "an answer without a process")
        }
        let ends = (outer + [nil, nil, nil]).map { $0.map { ProcessStream($0) } }
        let console = received.first.map { ProcessStream($0) }
        return HostProcess(
            caller, processID: processID, serial: serial, hasConsole: reply.hasConsole ?? false,
            exit: reply.exit.map(ProcessExit.init),
            streams: StandardStreams(input: ends[0], output: ends[1], error: ends[2], console: console),
            following: connection)
    }

    private func makeStreams() throws(ContainerError) -> [Ends] {
        do {
            return [
                try ends(streams.input, isInput: true), try ends(streams.output, isInput: false),
                try ends(streams.error, isInput: false),
            ]
        } catch {
            throw ContainerError(
                error, doing: "cannot make a stream", operation: "exec", containerID: caller.id)
        }
    }

    private func ends(_ source: ProcessStreams.Source, isInput: Bool) throws(SyscallError) -> Ends {
        switch source {
        case .null, .kept: return Ends()
        case .descriptor(let number):
            switch Streams.kind(of: number) {
            case .pipe: return Ends(inner: try Descriptor.duplicating(number))
            case .null, .unusable: return Ends()
            case .terminal, .other: return try pipe(isInput: isInput)
            }
        case .pipe: return try pipe(isInput: isInput)
        }
    }

    private func pipe(isInput: Bool) throws(SyscallError) -> Ends {
        let pipe = try Pipe()
        return isInput
            ? Ends(inner: pipe.readEnd, outer: pipe.writeEnd)
            : Ends(inner: pipe.writeEnd, outer: pipe.readEnd)
    }
}

extension SupervisorRequest.ClientExit {
    init?(_ wish: ProcessSupervision.ClientExit) {
        switch wish {
        case .detach: return nil
        case .signal: self = .signal
        case .terminate: self = .terminate
        }
    }
}
