import Foundation
import Testing

@testable import HCSContainer
@testable import HCSProtocol

/// The table of `doctor`, over reports of hosts that nobody has to build.
@Suite struct HostCheckTests {
    private static func whole() -> HostReport {
        var report = HostReport()
        report.isSuperuser = true
        report.kernel = "6.18.0-amd64"
        report.cgroupVersion = "v2"
        report.controllers = ["cpu", "memory", "pids", "io"]
        for path in [
            \HostReport.overlay, \.seccomp, \.agent, \.stateRoot, \.scratchRoot, \.loop, \.fuse, \.kvm,
        ] {
            report[keyPath: path].found = "/there"
        }
        report.runtimes = [HostReport.Runtime(path: "/usr/bin/crun", version: "crun 1.8.1", needsMask: false)]
        for program in ["fusermount3", "mkfs.ext4", "qemu-storage-daemon", "qemu-img", "qemu-system-x86_64"] {
            report.programs[program] = "/usr/bin/\(program)"
        }
        report.networkPlugins = ["bridge", "loopback"]
        return report
    }

    private static func checks(_ change: (inout HostReport) -> Void) -> [String: HostCheck] {
        var report = whole()
        change(&report)
        return Dictionary(uniqueKeysWithValues: HostCheck.table.map { ($0.name, $0.check(report)) })
    }

    @Test func aHostWithEverythingPasses() {
        let checks = Self.checks { _ in }
        #expect(checks.count == HostCheck.table.count)
        for check in checks.values {
            #expect(check.status == .ok, "\(check)")
            #expect(check.fix == nil && !check.found.isEmpty && !check.enables.isEmpty, "\(check)")
        }
    }

    struct Case: Sendable {
        let check: String
        let status: HostCheck.Status
        let found: String
        let change: @Sendable (inout HostReport) -> Void

        init(
            _ check: String, _ status: HostCheck.Status, _ found: String,
            _ change: @escaping @Sendable (inout HostReport) -> Void
        ) {
            (self.check, self.status, self.found, self.change) = (check, status, found, change)
        }
    }

    @Test(arguments: [
        Case("user", .missing, "not root") { $0.isSuperuser = false },
        Case("kernel", .missing, "4.19") { $0.kernel = "4.19.0" },
        Case("kernel", .warning, "6.1") { $0.kernel = "6.1.0-18-amd64" },
        Case("kernel", .warning, "no number") { $0.kernel = "no number" },
        Case("namespaces", .missing, "cgroup") { $0.missingNamespaces = ["cgroup"] },
        Case("capabilities", .warning, "CAP_SETFCAP") { $0.missingCapabilities = ["CAP_SETFCAP"] },
        Case("cgroups", .missing, "/sys/fs/cgroup") { $0.cgroupVersion = nil },
        Case("cgroups", .warning, "missing: pids") { $0.controllers = ["cpu", "memory"] },
        Case("cgroups", .warning, "missing: freezer") { $0.cgroupVersion = "v1" },
        Case("overlay", .missing, "ENODEV") { $0.overlay.problem = "ENODEV" },
        Case("runtime", .missing, "neither") { $0.runtimeProblem = "neither crun nor runc" },
        Case("runtime", .warning, "--version") { $0.runtimes[0].version = nil },
        Case("seccomp", .missing, "no profile") { $0.seccomp.problem = "no profile" },
        Case("agent", .missing, "no guest agent") { $0.agent.problem = "no guest agent" },
        Case("state-root", .missing, "/ro") { $0.stateRoot.problem = "/ro cannot be written to" },
        Case("scratch-root", .missing, "overlay") { $0.scratchRoot.problem = "is on overlay" },
        Case("loop", .missing, "loop-control") { $0.loop.problem = "/dev/loop-control: no" },
        Case("fuse", .missing, "fusermount3") { $0.programs["fusermount3"] = nil },
        Case("qemu-storage-daemon", .missing, "PATH") { $0.programs["qemu-storage-daemon"] = nil },
        Case("kvm", .missing, "/dev/kvm") { $0.kvm.problem = "/dev/kvm: no" },
        Case("cni", .missing, "/opt/cni/bin") { $0.networkPlugins = [] },
    ]) func eachLackIsNamed(example: Case) throws {
        let checks = Self.checks(example.change)
        let check = try #require(checks[example.check])
        #expect(check.status == example.status && check.found.contains(example.found), "\(check)")
        // Nothing else fails with it.
        #expect(checks.values.filter { $0.status != .ok }.count == 1)
        let hasNoFix = ["namespaces", "capabilities"].contains(example.check)
        #expect((check.fix == nil) == hasNoFix, "\(check)")
    }

    @Test func completionScriptsOfAnotherVersionAreStale() throws {
        let folder = "/tmp/hcsctl-test-completions-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let current = "\(folder)/current"
        let old = "\(folder)/old"
        try Data("# bash completion for hcsctl 0.1.0\n".utf8).write(to: URL(fileURLWithPath: current))
        try Data("# hcsctl 0.1.0-rc1 completion\n# 0.1.0\n".utf8).write(to: URL(fileURLWithPath: old))
        let none = CompletionScripts.check(version: "0.1.0", places: ["\(folder)/none"])
        #expect(none.status == .ok && none.found == "none installed")
        #expect(CompletionScripts.check(version: "0.1.0", places: [current]).status == .ok)
        let stale = CompletionScripts.check(version: "0.1.0", places: [current, old])
        #expect(stale.status == .warning && stale.found == "of another version: \(old)")
        #expect(stale.fix == "hcsctl completions SHELL --install")
    }
}
