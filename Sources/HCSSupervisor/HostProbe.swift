internal import Glibc
internal import HCSJSON
internal import HCSOCI
internal import HCSProtocol
internal import HCSRuntime
internal import HCSStorage
internal import HCSSystem

/// `hcsctl` as a probe: asked once, it looks and tries what a supervisor needs, answers and ends.
///
/// A process of its own, because trying an overlay takes a mount namespace and asking a runtime for its version takes a child
/// (rule 1). Leaves nothing: what it mounts goes with it.
package enum HostProbe {
    /// The name (argument 0) that asks for this role.
    package static let name = "hcsctl-probe"
    private static let gateDescriptor: Int32 = 3
    private static let limit = Duration.seconds(60)

    /// Answers one `HostInquiry` with a `HostReport`.
    package static func run() -> Never {
        let gate = FrameSocket(Descriptor(owning: gateDescriptor))
        do {
            guard let frame = try gate.receive(timeout: limit) else { ProcessSetup.exit(1) }
            let inquiry = try DocumentDecoder(mode: .lenient).decode(HostInquiry.self, from: frame.payload)
            let payload = try DocumentEncoder().encode(report(inquiry))
            try gate.send(Frame(type: SupervisorRequest.replyType, payload: payload), timeout: limit)
        } catch {
            // The one who asked sees the end of the connection, and says so.
            ProcessSetup.exit(1)
        }
        ProcessSetup.exit(0)
    }

    static func report(_ inquiry: HostInquiry) -> HostReport {
        var report = HostReport()
        report.isSuperuser = ProcessSetup.userID == 0
        report.kernel = HostMachine.kernel.release
        report.missingNamespaces = HostTrial.namespaces.filter {
            (try? Files.linkTarget("/proc/self/ns/\($0)")) == nil  // why does not matter: it cannot be used
        }
        report.stateRoot = HostTrial.writableFolder(inquiry.root)
        report.scratchRoot = HostTrial.scratchFolder(inquiry.scratchRoot)
        report.loop = HostTrial.device("/dev/loop-control")
        report.fuse = HostTrial.device("/dev/fuse")
        report.kvm = HostTrial.device("/dev/kvm")
        report.networkPlugins = HostTrial.networkPlugins()
        let folders = (inquiry.searchPath ?? "").split(separator: ":").map(String.init) + HostTrial.folders
        for program in HostTrial.programs {
            report.programs[program] =
                folders.map { "\($0)/\(program)" }.first { $0.hasPrefix("/") && Files.isExecutable($0) }
        }
        do {
            try read(HostFacts.read(), inquiry, into: &report)
        } catch {
            report.runtimeProblem = "the facts of this host cannot be read: \(error)"
        }
        // The last: it hides /run from this process.
        report.overlay = HostTrial.overlay()
        return report
    }

    private static func read(_ host: HostFacts, _ inquiry: HostInquiry, into report: inout HostReport) {
        report.missingCapabilities = OCI.defaultCapabilities.filter {
            !host.boundingCapabilities.contains($0)
        }
        report.controllers = HostTrial.controllers(host.cgroupVersion)
        report.cgroupVersion = report.controllers.isEmpty ? nil : host.cgroupVersion.rawValue
        do {
            _ = try SeccompFile.filter(on: host)
            report.seccomp.found = SeccompFile.defaultPaths.first { (try? Files.status($0)) != nil }
        } catch {
            report.seccomp.problem = "\(error)"
        }
        do {
            _ = try RuntimeChoice.probe(
                requested: inquiry.runtime, searchPath: inquiry.searchPath, on: host)
        } catch {
            report.runtimeProblem = "\(error)"
        }
        let wanted = inquiry.runtime.map { [$0] } ?? ["crun", "runc"]
        // One that is not there is not listed.
        let choices = wanted.compactMap {
            try? RuntimeChoice.probe(requested: $0, searchPath: inquiry.searchPath, on: host)
        }
        guard let reaper = try? Reaper() else { return }  // without one the versions stay unknown
        report.runtimes = choices.map {
            HostReport.Runtime(
                path: $0.path, version: HostTrial.version(of: $0.path, reaper), needsMask: $0.needsMask)
        }
    }
}
