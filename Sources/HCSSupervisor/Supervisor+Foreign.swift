internal import Glibc
internal import HCSCgroup
internal import HCSProtocol
internal import HCSSystem

/// Processes of the container that the agent did not start, and families of processes: reached from the host, by pidfd.
extension Supervisor {
    /// What serials of such processes begin with; the agent counts up from 1. Behind it the start time and the host's number,
    /// so that every supervisor gives a process the same.
    private static var foreignSerial: UInt64 { 1 << 62 }

    private var family: ProcessFamily? {
        (try? CgroupHierarchy.detect()).map { ProcessFamily(of: $0.cgroup(record.cgroup)) }
    }

    /// Finds a process by its number and watches it from now on.
    func openForeign(pid: UInt32) -> ProcessTable.Entry? {
        guard let number = Int32(exactly: pid), number > 1, let member = family?.member(number) else {
            return nil
        }
        let identity = member.identity
        let serial = Self.foreignSerial | (identity.startTicks & (1 << 39 - 1)) << 22 | UInt64(identity.pid)
        if let entry = table.entry(serial: serial) { return entry }
        guard let pidfd = identity.open() else { return nil }
        table.add(ProcessTable.Foreign(identity: identity, pidfd: pidfd), serial: serial, pid: pid)
        do {
            try loop.watch(pidfd) { [unowned self] _ in foreignEnded(serial) }
        } catch {
            return nil
        }
        return table.entry(serial: serial)
    }

    /// One that an earlier supervisor has opened.
    func reopenForeign(_ serial: UInt64) -> ProcessTable.Entry? {
        guard serial & Self.foreignSerial != 0, let host = Int32(exactly: serial & (1 << 22 - 1)),
            let member = family?.members.first(where: { $0.identity.pid == host }),
            let entry = openForeign(pid: UInt32(member.pid)), entry.serial == serial
        else { return nil }
        return entry
    }

    /// Its exit code is the kernel's to give: in /proc while it is a zombie, then by its pidfd (6.15).
    func foreignEnded(_ serial: UInt64) {
        guard let entry = table.entry(serial: serial), let foreign = entry.foreign else { return }
        loop.forget(foreign.pidfd)
        let status = foreign.identity.zombieStatus ?? Pidfd.exitStatus(foreign.pidfd)
        guard let status else {
            table.lose(serial)
            return refuseWaiters(of: serial, unknownExit(entry))
        }
        record(status, serial: serial, pid: entry.pid)
    }

    func unknownExit(_ entry: ProcessTable.Entry) -> Failure {
        Failure(
            .unsupported,
            "process \(entry.pid) has ended; its exit code is known only to its parent, because hcsctl did not start it",
            hint: "Linux 6.15 and later tell it")
    }

    /// Signals a process, its group and what it started. True when there was anybody.
    @discardableResult
    func signalTree(of pid: UInt32, _ number: Int32) -> Bool {
        if let entry = table.entry(pid: pid) { outOfMemory.asked(number, [entry.serial]) }
        var seen: Set<ProcessIdentity> = []
        // What forks while it is looked at is found in the next round.
        for _ in 0..<(number == SIGKILL ? 8 : 2) {
            let new = (family?.tree(of: Int32(clamping: pid)) ?? []).filter {
                !seen.contains($0.identity) && $0.identity != record.agent && $0.pid != 1
            }
            guard !new.isEmpty else { break }
            for member in new {
                seen.insert(member.identity)
                guard let pidfd = member.identity.open() else { continue }
                try? Pidfd.signal(pidfd, number)  // gone meanwhile
            }
        }
        return !seen.isEmpty
    }

    /// Asks a process and what it started to end, and kills what is left after a while.
    ///
    /// Those found now are remembered: once their parent is gone, nothing leads to them.
    func endTree(of pid: UInt32, signal number: Int32, killAfter: Duration) {
        let members = family?.tree(of: Int32(clamping: pid)) ?? []
        signalTree(of: pid, number)
        signalTree(of: pid, SIGCONT)
        loop.after(killAfter) { [unowned self] in
            signalTree(of: pid, SIGKILL)
            for member in members where member.identity != record.agent {
                if let pidfd = member.identity.open() { try? Pidfd.signal(pidfd, SIGKILL) }
            }
        }
    }

    // MARK: Time limits

    /// Ends a process when its time is over; written down for the next supervisor.
    func limit(_ entry: ProcessTable.Entry, _ limit: Duration, killAfter: Duration) {
        let due = Instant.now + limit
        let entryLimit = ContainerRecord.TimeLimit(
            serial: entry.serial, due: due.nanoseconds,
            killAfterMilliseconds: Int64(killAfter.wholeMilliseconds))
        record.timeLimits = (record.timeLimits ?? []) + [entryLimit]
        try? writeRecord()  // with a full disk this supervisor still keeps the time
        arm(entryLimit)
    }

    /// Also after an adoption: what is overdue is ended now.
    func arm(_ limit: ContainerRecord.TimeLimit) {
        let delay = max(.zero, Instant(nanoseconds: limit.due) - Instant.now)
        loop.after(delay) { [unowned self] in
            guard let entry = table.entry(serial: limit.serial), entry.exit == nil else { return }
            table.noteTimeOut(limit.serial)
            endTree(of: entry.pid, signal: SIGTERM, killAfter: .milliseconds(limit.killAfterMilliseconds))
        }
    }

    func dropLimit(of serial: UInt64) {
        guard let limits = record.timeLimits, limits.contains(where: { $0.serial == serial }) else { return }
        let rest = limits.filter { $0.serial != serial }
        record.timeLimits = rest.isEmpty ? nil : rest
        try? writeRecord()  // an old limit of a process that has ended does nothing
    }
}
