internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem

/// `hcsctl` as a supervisor: what it is when executed under the name `hcsctl-supervisor`.
package enum SupervisorMain {
    /// The name (argument 0) that asks for this role.
    package static let name = "hcsctl-supervisor"
    /// The socket over which the launching command sends a `Launch` and gets one `SupervisorReply`.
    private static let gateDescriptor: Int32 = 3
    private static let gateLimit = Duration.seconds(60)

    /// Runs a container's supervisor to its end.
    package static func run() -> Never {
        let gate = FrameSocket(Descriptor(owning: gateDescriptor))
        do {
            if let supervisor = try prepare(gate) {
                // Should the command be gone, another may be connecting already.
                let isRun = supervisor.record.isRun == true
                try? answer(gate, SupervisorReply(), keepsOpen: isRun)
                supervisor.hold(gate)
                try supervisor.serve()
            } else {
                try answer(gate, SupervisorReply())
            }
        } catch let failure as Failure {
            try? answer(gate, SupervisorReply(failure))
        } catch {
            try? answer(gate, SupervisorReply(Failure(.unexpectedValue, "\(error)")))
        }
        ProcessSetup.exit(0)
    }

    private static func prepare(_ gate: FrameSocket) throws -> Supervisor? {
        guard let frame = try gate.receive(timeout: gateLimit) else { ProcessSetup.exit(1) }
        let launch = try DocumentDecoder(mode: .lenient).decode(Launch.self, from: frame.payload)
        guard let configuration = launch.configuration else {
            return try ContainerAdoption(launch: launch, workplace: Workplace(launch)).run()
        }
        // A command that is gone wants nothing any more. Asked again when the folder is there: whoever deletes it after the
        // command's death either finds it, or it never comes.
        func isCommandGone() -> Bool { ProcessSetup.waitReadable(gate.descriptor, .zero) }
        if isCommandGone() { ProcessSetup.exit(1) }
        let workplace = try Workplace(launch)
        if isCommandGone() {
            try? Files.removeTree(workplace.folder.path)
            ProcessSetup.exit(1)
        }
        var creation = try ContainerCreation(launch, configuration, workplace)
        return try creation.run()
    }

    private static func answer(
        _ gate: FrameSocket, _ reply: SupervisorReply, keepsOpen: Bool = false
    ) throws {
        let frame = Frame(type: SupervisorRequest.replyType, payload: try DocumentEncoder().encode(reply))
        try gate.send(frame, timeout: gateLimit)
        if !keepsOpen { gate.shutDown() }
    }
}
