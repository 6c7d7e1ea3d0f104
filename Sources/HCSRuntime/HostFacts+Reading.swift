package import HCSOCI
package import HCSSystem

extension HostFacts {
    /// Reads the facts: about ten system calls.
    ///
    /// - Parameters:
    ///   - processRoot: /proc, or a test's tree.
    ///   - cgroupRoot: /sys/fs/cgroup, or a test's tree. Before the unified hierarchy is masked, else it looks like plain v1.
    package static func read(
        processRoot: String = "/proc", cgroupRoot: String = "/sys/fs/cgroup"
    ) throws(SyscallError) -> HostFacts {
        var capabilities: UInt64 = 0
        var processors = 0
        // By bytes: characters would cost ten times as much, and this is done at every start.
        for line in try Files.text("\(processRoot)/self/status").utf8.split(separator: UInt8(ascii: "\n")) {
            if let mask = value(of: "CapBnd:", in: line) { capabilities = UInt64(mask, radix: 16) ?? 0 }
            if let mask = value(of: "Cpus_allowed:", in: line) {
                processors = mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
            }
        }
        let kernel = HostMachine.kernel
        let (version, hasControllers) = cgroups(at: cgroupRoot)
        return HostFacts(
            processorCount: max(processors, 1), boundingCapabilities: names(of: capabilities),
            cgroupVersion: version, unifiedHasControllers: hasControllers,
            accountsForSwap: version == .v2
                || (try? Files.status("\(cgroupRoot)/memory/memory.memsw.limit_in_bytes")) != nil,
            kernel: KernelVersion(release: kernel.release) ?? KernelVersion(0, 0),
            architecture: goNames[kernel.machine] ?? kernel.machine)
    }

    private static func cgroups(at root: String) -> (CgroupVersion, hasControllers: Bool) {
        if (try? Files.status("\(root)/cgroup.controllers")) != nil { return (.v2, false) }
        guard let text = try? Files.text("\(root)/unified/cgroup.controllers") else { return (.v1, false) }
        return (.hybrid, !text.isEmpty)
    }

    private static func value(of key: String, in line: Substring.UTF8View) -> Substring? {
        guard line.starts(with: key.utf8) else { return nil }
        return Substring(
            line.dropFirst(key.utf8.count).drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") })
    }

    private static func names(of mask: UInt64) -> Set<String> {
        Set(
            capabilityNames.enumerated().filter { mask & (1 << UInt64($0.offset)) != 0 }.map {
                "CAP_\($0.element)"
            })
    }

    private static let goNames = [
        "x86_64": "amd64", "aarch64": "arm64", "i686": "386", "armv7l": "arm", "armv8l": "arm",
    ]

    /// By number, as in <linux/capability.h>.
    private static let capabilityNames = [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP",
        "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK",
        "IPC_OWNER",
        "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT",
        "SYS_NICE",
        "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL",
        "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
        "PERFMON",
        "BPF", "CHECKPOINT_RESTORE",
    ]
}
