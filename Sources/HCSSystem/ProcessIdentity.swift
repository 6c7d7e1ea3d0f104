internal import CHCSShims
internal import Glibc

/// A process of the host that cannot be confused with a later one of the same number: pid and start time.
package struct ProcessIdentity: Hashable, Sendable, Codable {
    package let pid: Int32
    /// Field 22 of /proc/PID/stat: clock ticks since boot.
    package let startTicks: UInt64

    /// What runs under that number now; nil when nothing does.
    package init?(pid: Int32) {
        guard let ticks = Self.startTicks(of: pid) else { return nil }
        self.pid = pid
        startTicks = ticks
    }

    /// The calling process.
    package static var own: ProcessIdentity? { ProcessIdentity(pid: getpid()) }

    /// Whether that very process still exists and is no zombie.
    package var isAlive: Bool {
        Self.startTicks(of: pid) == startTicks
    }

    /// How it ended, while it waits for its parent to ask (proc(5), stat, fields 3, 22 and 52); nil before and after.
    package var zombieStatus: ExitStatus? {
        guard let fields = Self.fields(of: pid), fields.count > 49, fields[0].first == UInt8(ascii: "Z"),
            UInt64(String(decoding: fields[19], as: UTF8.self)) == startTicks
        else { return nil }
        return Int32(String(decoding: fields[49], as: UTF8.self)).map { ExitStatus(waitStatus: $0) }
    }

    /// A descriptor for the process; nil when it is gone.
    package func open() -> Descriptor? {
        let number = hcs_pidfd_open(pid)
        guard number >= 0 else { return nil }
        let descriptor = Descriptor(owning: number)
        return isAlive ? descriptor : nil
    }

    private static func fields(of pid: Int32) -> [ArraySlice<UInt8>]? {
        guard let bytes = try? Files.read("/proc/\(pid)/stat", maximum: 4096),  // absent = no such process
            let end = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        // After the name, which may hold anything: state is field 3, start time field 22.
        return bytes[(end + 1)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    }

    private static func startTicks(of pid: Int32) -> UInt64? {
        guard let fields = fields(of: pid), fields.count > 19, fields[0].first != UInt8(ascii: "Z"),
            fields[0].first != UInt8(ascii: "X")
        else {
            return nil
        }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }
}

/// Signals and exits of processes held by descriptor.
package enum Pidfd {
    /// The corresponding call is `pidfd_send_signal`.
    package static func signal(_ pidfd: Descriptor, _ number: Int32) throws(SyscallError) {
        try valueOrErrno("pidfd_send_signal") { hcs_pidfd_signal(pidfd.number, number) }
    }

    /// How a process that is not our child ended (kernel 6.15 and later, once it has been reaped); nil when unknown.
    package static func exitStatus(_ pidfd: Descriptor) -> ExitStatus? {
        var status: Int32 = 0
        return hcs_pidfd_exit_status(pidfd.number, &status) == 0 ? ExitStatus(waitStatus: status) : nil
    }
}
