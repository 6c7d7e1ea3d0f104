/// What every container gets, the same as podman gives on Debian, or tighter.
enum Defaults {
    static let capabilities = [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE",
        "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT",
    ]

    static let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    static let pidsLimit: Int64 = 2048

    static let sysctl = ["net.ipv4.ping_group_range": "0 0"]

    static let maskedPaths = [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
        "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/dev/block",
        "/sys/devices/virtual/powercap", "/sys/firmware", "/sys/fs/selinux",
    ]

    /// On v1 crun leaves the tmpfs that holds the controllers' mounts writable.
    static let readonlyPaths = [
        "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger", "/sys/fs/cgroup",
    ]

    static let mounts = [
        OCI.Mount(
            destination: "/proc", type: "proc", source: "proc", options: ["nosuid", "noexec", "nodev"]),
        OCI.Mount(
            destination: "/dev", type: "tmpfs", source: "tmpfs",
            options: ["nosuid", "strictatime", "mode=755", "size=65536k"]),
        OCI.Mount(
            destination: "/sys", type: "sysfs", source: "sysfs", options: ["nosuid", "noexec", "nodev", "ro"]),
        OCI.Mount(
            destination: "/dev/pts", type: "devpts", source: "devpts",
            options: ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
        OCI.Mount(
            destination: "/dev/mqueue", type: "mqueue", source: "mqueue",
            options: ["nosuid", "noexec", "nodev"]),
        OCI.Mount(
            destination: "/dev/shm", type: "tmpfs", source: "shm",
            options: ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]),
        OCI.Mount(
            destination: "/sys/fs/cgroup", type: "cgroup", source: "cgroup",
            options: ["rprivate", "nosuid", "noexec", "nodev", "relatime", "ro"]),
    ]

    static let namespaces: [OCI.Namespace] = [
        OCI.Namespace(type: .pid), OCI.Namespace(type: .mount), OCI.Namespace(type: .uts),
        OCI.Namespace(type: .ipc), OCI.Namespace(type: .network), OCI.Namespace(type: .cgroup),
    ]

    /// What is in /dev of every container.
    static let deviceNames: Set<String> = [
        "console", "fd", "full", "mqueue", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin",
        "stdout",
        "tty", "urandom", "zero",
    ]

    /// Nothing but what the runtime makes in /dev: null, zero, full, tty, random, urandom, ptmx and the terminals.
    static let deviceRules =
        [OCI.DeviceRule(allow: false, access: "rwm")]
        + [(1, 3), (1, 5), (1, 7), (5, 0), (1, 8), (1, 9), (5, 2), (136, nil)].map {
            OCI.DeviceRule(allow: true, type: "c", major: $0.0, minor: $0.1, access: "rwm")
        }
}
