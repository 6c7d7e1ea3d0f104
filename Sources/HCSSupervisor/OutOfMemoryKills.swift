internal import Glibc
internal import HCSCgroup
internal import HCSProtocol
internal import HCSSystem

/// Which of the processes that ended by SIGKILL the kernel killed for memory.
///
/// The cgroup only counts its kills. One that no exit record accounts for yet explains the next SIGKILL nobody here asked for.
struct OutOfMemoryKills {
    /// Kills that exit records account for.
    var attributed: UInt64 = 0
    private var asked: Set<UInt64> = []

    /// Notes that processes are being killed for another reason.
    mutating func asked(_ signal: Int32?, _ serials: [UInt64]) {
        if signal == SIGKILL { asked.formUnion(serials) }
    }

    mutating func explains(_ status: ExitStatus, serial: UInt64, _ kills: () -> UInt64) -> Bool {
        let wasAsked = asked.remove(serial) != nil
        switch status {
        case .signalled(SIGKILL) where !wasAsked: return explains(SIGKILL, kills())
        case .exited(128 + SIGKILL):
            // A shell that passes on the end of its child: the kill was the child's, and is no longer waiting for a record.
            _ = explains(SIGKILL, kills())
            return false
        default: return false
        }
    }

    mutating func explains(_ signal: Int32, _ kills: UInt64) -> Bool {
        guard signal == SIGKILL, kills > attributed else { return false }
        attributed += 1
        return true
    }
}

extension Supervisor {
    func isOutOfMemory(_ status: ExitStatus, serial: UInt64) -> Bool {
        outOfMemory.explains(status, serial: serial, killsSoFar)
    }

    /// The kernel's count for the container; read only when a process was killed.
    func killsSoFar() -> UInt64 {
        (try? CgroupHierarchy.detect())?.cgroup(record.cgroup).usage().outOfMemoryKills ?? 0
    }
}
