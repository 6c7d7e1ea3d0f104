internal import HCSOCI
internal import HCSProtocol

extension HostCheck {
    /// One line of the table of checks: what it is for, how it is judged, what puts it right.
    struct Line: Sendable {
        let name: String
        let isRequired: Bool
        let enables: String
        let fix: String?
        let judge: @Sendable (HostReport) -> Verdict

        func check(_ report: HostReport) -> HostCheck {
            let verdict = judge(report)
            return HostCheck(
                name: name, isRequired: isRequired, status: verdict.status, found: verdict.found,
                enables: enables, fix: verdict.status == .ok ? nil : fix)
        }
    }

    /// Whether it is there, and what was found or why not.
    struct Verdict: Hashable, Sendable {
        let status: Status
        let found: String

        static func ok(_ found: String) -> Verdict { Verdict(status: .ok, found: found) }
        static func warning(_ found: String) -> Verdict { Verdict(status: .warning, found: found) }
        static func missing(_ found: String) -> Verdict { Verdict(status: .missing, found: found) }
    }

    /// Every check, in the order they are shown: first what each container needs.
    static let table: [Line] = required + optional

    private static let required = [
        Line(
            name: "user", isRequired: true, enables: "creating containers", fix: "sudo hcsctl doctor",
            judge: { $0.isSuperuser ? .ok("root") : .missing("not root") }),
        Line(
            name: "kernel", isRequired: true,
            enables: "containers; 6.8: layers whose paths together exceed 4095 bytes",
            fix: "apt-get install linux-image-amd64/bookworm-backports", judge: kernel),
        Line(
            name: "namespaces", isRequired: true, enables: "isolation", fix: nil,
            judge: {
                $0.missingNamespaces.isEmpty
                    ? .ok("all")
                    : .missing("the kernel lacks \($0.missingNamespaces.joined(separator: ", "))")
            }),
        Line(
            name: "capabilities", isRequired: false, enables: "the usual rights of a container's root",
            fix: nil,
            judge: {
                $0.missingCapabilities.isEmpty
                    ? .ok("all that containers get")
                    : .warning("withheld from us: \($0.missingCapabilities.joined(separator: ", "))")
            }),
        Line(
            name: "cgroups", isRequired: true, enables: "limits, statistics, pause",
            fix: "mount -t cgroup2 cgroup2 /sys/fs/cgroup", judge: cgroups),
        Line(
            name: "overlay", isRequired: true, enables: "layers", fix: "modprobe overlay",
            judge: { finding($0.overlay) }),
        Line(
            name: "runtime", isRequired: true, enables: "containers", fix: "apt-get install crun",
            judge: runtime),
        Line(
            name: "seccomp", isRequired: true, enables: "the default system call filter",
            fix: "apt-get install golang-github-containers-common", judge: { finding($0.seccomp) }),
        Line(
            name: "agent", isRequired: true, enables: "processes in containers", fix: "make install",
            judge: { finding($0.agent) }),
        Line(
            name: "state-root", isRequired: true, enables: "containers",
            fix: "export HCSCTL_ROOT=/a/writable/folder",
            judge: { finding($0.stateRoot) }),
        Line(
            name: "scratch-root", isRequired: false,
            enables: "containers whose document names neither LayerFolderPath nor VolumePath",
            fix: "mount -t tmpfs tmpfs /var/lib/hcsctl", judge: { finding($0.scratchRoot) }),
    ]

    private static let optional = [
        Line(
            name: "loop", isRequired: false, enables: "raw and fixed VHD disks, a size limit for the scratch",
            fix: "modprobe loop", judge: { finding($0.loop) }),
        Line(
            name: "fuse", isRequired: false, enables: "VHDX, dynamic VHD and qcow2 disks",
            fix: "modprobe fuse && apt-get install fuse3",
            judge: {
                guard $0.fuse.problem == nil else { return finding($0.fuse) }
                return $0.programs["fusermount3"].map { .ok($0) } ?? .missing("no fusermount3 in PATH")
            }),
        program(
            "mkfs.ext4", enables: "a size limit for the scratch", fix: "apt-get install e2fsprogs"),
        program(
            "qemu-storage-daemon", enables: "VHDX, dynamic VHD and qcow2 disks",
            fix: "apt-get install qemu-system-common"),
        program("qemu-img", enables: "making and converting disk images", fix: "apt-get install qemu-utils"),
        Line(
            name: "kvm", isRequired: false, enables: "utility VMs at full speed",
            fix: "modprobe kvm_intel || modprobe kvm_amd", judge: { finding($0.kvm) }),
        program("qemu-system-x86_64", enables: "utility VMs", fix: "apt-get install qemu-system-x86"),
        Line(
            name: "cni", isRequired: false, enables: "container networks",
            fix: "apt-get install containernetworking-plugins",
            judge: {
                $0.networkPlugins.isEmpty
                    ? .missing("no network plugins in /opt/cni/bin, /usr/lib/cni or /usr/libexec/cni")
                    : .ok("\($0.networkPlugins.count) plugins")
            }),
    ]
}

extension HostCheck {
    private static func finding(_ finding: HostReport.Finding) -> Verdict {
        finding.problem.map { .missing($0) } ?? .ok(finding.found ?? "there")
    }

    private static func program(_ name: String, enables: String, fix: String) -> Line {
        Line(
            name: name, isRequired: false, enables: enables, fix: fix,
            judge: { $0.programs[name].map { .ok($0) } ?? .missing("not in PATH") })
    }

    @Sendable private static func kernel(_ report: HostReport) -> Verdict {
        guard let version = KernelVersion(release: report.kernel) else {
            return .warning("cannot tell the version of '\(report.kernel)'")
        }
        if version < oldestKernel { return .missing("\(report.kernel), older than 5.10") }
        return version < KernelVersion(6, 8) ? .warning(report.kernel) : .ok(report.kernel)
    }

    /// Older ones have no `openat2`, `pidfd_open` or `faccessat2`.
    private static let oldestKernel = KernelVersion(5, 10)

    @Sendable private static func cgroups(_ report: HostReport) -> Verdict {
        guard let version = report.cgroupVersion else { return .missing("no hierarchy at /sys/fs/cgroup") }
        let wanted = ["cpu", "memory", "pids"] + (version == "v2" ? [] : ["freezer"])
        let missing = wanted.filter { !report.controllers.contains($0) }
        let found = "\(version): \(report.controllers.joined(separator: " "))"
        return missing.isEmpty
            ? .ok(found) : .warning("\(found); missing: \(missing.joined(separator: ", "))")
    }

    @Sendable private static func runtime(_ report: HostReport) -> Verdict {
        if let problem = report.runtimeProblem { return .missing(problem) }
        let found = report.runtimes.map {
            "\($0.path)" + ($0.version.map { " (\($0))" } ?? "")
                + ($0.needsMask ? ", unified cgroups hidden" : "")
        }.joined(separator: "; ")
        // The first is the one that is used.
        return report.runtimes.first?.version == nil
            ? .warning("\(found), which does not answer --version") : .ok(found)
    }
}
