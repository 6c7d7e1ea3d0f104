internal import HCSJSON
internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

/// Starts supervisors: `hcsctl` under another name, an orphan in its own session.
struct SupervisorLauncher {
    let store: ContainerStore
    let id: String
    let operation: String

    /// As SupervisorMain.name; the library does not import the supervisor it runs.
    private static let argumentZero = "hcsctl-supervisor"

    /// What the supervisor is told of a `run`; its gate is then held by `gate`.
    var run: (removesAtEnd: Bool, gate: RunGate)?

    /// Runs a supervisor until it has created (`configuration` given) or adopted the container.
    ///
    /// - Parameter started: is told its pid, before anything else is done.
    /// - Throws: the supervisor's failure; `supervisorLost` when it ended without a word.
    func launch(
        _ configuration: ContainerConfig?, started: (Int32) -> Void = { _ in }
    ) throws(ContainerError) {
        let program = try Programs.supervisor(store.options, operation: operation)
        let reply: SupervisorReply
        do {
            var message = Launch(
                root: store.root, id: id, configuration: configuration, runtime: store.options.runtime,
                searchPath: ProcessSetup.environment("PATH"), scratchRoot: store.scratchRoot,
                agent: try Programs.agent(beside: program, operation: operation),
                runtimeLimit: Int64(min(store.options.timeout, .seconds(120)).wholeMilliseconds))
            if configuration != nil {
                message.networks = NetworkFolders(
                    configurations: store.options.networkConfigurations
                        ?? ProcessSetup.environment("NETCONFPATH"),
                    plugins: store.options.networkPlugins ?? ProcessSetup.environment("CNI_PATH"))
            }
            if let run, configuration != nil {
                message.isRun = true
                message.removesAtEnd = run.removesAtEnd
            }
            reply = try exchange(program, message, started)
        } catch {
            throw ContainerError(
                wrapping: error, doing: "cannot start the supervisor \(program)", operation: operation,
                containerID: id)
        }
        if let failure = reply.failure {
            throw ContainerError(failure, operation: operation, containerID: id)
        }
    }

    private func exchange(
        _ program: String, _ message: Launch, _ started: (Int32) -> Void
    ) throws -> SupervisorReply {
        let payload = try DocumentEncoder().encode(message)
        let (descriptor, pid) = try spawn(program)
        started(pid)
        let gate = FrameSocket(descriptor)
        run?.gate.socket = gate
        try gate.send(
            Frame(type: SupervisorRequest.requestType, payload: payload), timeout: store.options.timeout)
        guard let frame = try gate.receive(timeout: store.options.timeout) else {
            throw ContainerError(
                .supervisorLost, operation: operation, containerID: id,
                reason: "the supervisor ended without an answer")
        }
        return try DocumentDecoder(mode: .lenient).decode(SupervisorReply.self, from: frame.payload)
    }

    /// Our end of the gate, the other is the supervisor's alone when this returns; and its pid.
    private func spawn(_ program: String) throws(SyscallError) -> (gate: Descriptor, pid: Int32) {
        let (ours, theirs) = try UnixSocket.pair()
        // Nothing of the caller's environment: secrets have no business in a process that lives on.
        let pid = try ChildProcess.spawnOrphan(
            Command(path: program, arguments: [Self.argumentZero], descriptors: [nil, nil, nil, theirs]))
        return (ours, pid)
    }
}

/// The connection that tells a supervisor whether the command of a `run` lives.
final class RunGate {
    var socket: FrameSocket?
}

/// Where the programs of an installation are.
enum Programs {
    private static let supervisorName = "hcsctl"
    private static let agentName = "hcs-agent"

    /// The option, HCSCTL_SUPERVISOR, this program if it is hcsctl, hcsctl beside this program, hcsctl in PATH.
    static func supervisor(
        _ options: ContainerStore.Options, operation: String
    ) throws(ContainerError) -> String {
        if let named = options.supervisor ?? ProcessSetup.environment("HCSCTL_SUPERVISOR") { return named }
        let own = (try? ProcessSetup.executablePath()) ?? ""  // without /proc there is still PATH
        if own.hasSuffix("/\(supervisorName)") { return own }
        let folders =
            [parent(of: own)]
            + (ProcessSetup.environment("PATH") ?? "").split(separator: ":").map(String.init)
        for folder in folders where folder.hasPrefix("/") && Files.isExecutable("\(folder)/\(supervisorName)")
        {
            return "\(folder)/\(supervisorName)"
        }
        throw ContainerError(
            .missingProgram, operation: operation, reason: "no \(supervisorName) beside \(own) or in PATH",
            hint: "set HCSCTL_SUPERVISOR to its path")
    }

    /// HCSCTL_AGENT, beside the supervisor's program, or in ../libexec/hcsctl.
    static func agent(beside supervisor: String, operation: String) throws(ContainerError) -> String {
        if let named = ProcessSetup.environment("HCSCTL_AGENT") { return named }
        let folder = parent(of: supervisor)
        let candidates = ["\(folder)/\(agentName)", "\(parent(of: folder))/libexec/hcsctl/\(agentName)"]
        for path in candidates where Files.isExecutable(path) { return path }
        throw ContainerError(
            .missingProgram, operation: operation,
            reason: "no guest agent at \(candidates.joined(separator: " or "))",
            hint: "set HCSCTL_AGENT to its path")
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }
}
