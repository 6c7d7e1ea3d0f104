internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem

/// Asks the supervisors' program what it finds on this host.
struct HostProbeLauncher {
    let store: ContainerStore
    let operation: String

    /// As HostProbe.name; the library does not import it.
    private static let argumentZero = "hcsctl-probe"

    /// What the probe found; where the agent is, which only the one who starts supervisors knows, comes with it.
    func report() throws(ContainerError) -> HostReport {
        let program = try Programs.supervisor(store.options, operation: operation)
        var report: HostReport
        do {
            report = try exchange(program)
        } catch {
            throw ContainerError(
                wrapping: error, doing: "cannot ask the probe \(program)", operation: operation)
        }
        do throws(ContainerError) {
            report.agent.found = try Programs.agent(beside: program, operation: operation)
        } catch {
            report.agent.problem = error.reason
        }
        return report
    }

    private func exchange(_ program: String) throws -> HostReport {
        let inquiry = HostInquiry(
            root: store.root, scratchRoot: store.scratchRoot, runtime: store.options.runtime,
            searchPath: ProcessSetup.environment("PATH"))
        let (ours, theirs) = try UnixSocket.pair()
        _ = try ChildProcess.spawnOrphan(
            Command(path: program, arguments: [Self.argumentZero], descriptors: [nil, nil, nil, theirs]))
        let gate = FrameSocket(ours)
        let timeout = min(store.options.timeout, .seconds(60))
        try gate.send(
            Frame(type: SupervisorRequest.requestType, payload: DocumentEncoder().encode(inquiry)),
            timeout: timeout)
        guard let frame = try gate.receive(timeout: timeout) else {
            throw ContainerError(
                .supervisorLost, operation: operation, reason: "the probe ended without an answer")
        }
        return try DocumentDecoder(mode: .lenient).decode(HostReport.self, from: frame.payload)
    }
}
