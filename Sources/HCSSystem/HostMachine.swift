internal import Glibc

/// What the C library and the kernel say about this machine.
package enum HostMachine {
    /// The kernel's release and the machine's name, as in `uname`.
    package static var kernel: (release: String, machine: String) {
        var name = utsname()
        guard uname(&name) == 0 else { return ("", "") }
        return (text(of: name.release), text(of: name.machine))
    }

    package static var processID: Int32 { getpid() }
    package static var pageSize: UInt64 { UInt64(max(sysconf(Int32(_SC_PAGESIZE)), 1)) }
    /// Units of the times in /proc/PID/stat.
    package static var clockTicksPerSecond: UInt64 { UInt64(max(sysconf(Int32(_SC_CLK_TCK)), 1)) }

    /// When the machine booted, in nanoseconds since 1970, by the clock as it is set now.
    package static var bootTime: Int64 {
        Instant.wallClock - Instant.now.nanoseconds
    }

    /// Sends a signal to a process by number; a gone one is `ESRCH`.
    package static func signal(_ pid: Int32, _ signal: Int32) throws(SyscallError) {
        try valueOrErrno("kill", String(pid)) { kill(pid, signal) }
    }

    private static func text<Field>(of field: Field) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
