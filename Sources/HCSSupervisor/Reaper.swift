internal import Glibc
internal import HCSSystem

/// The only one in a supervisor that waits for children.
///
/// While a runtime command runs it goes on reaping whatever else ends: a container's init cannot be reaped before every
/// process of its pid namespace is.
final class Reaper: CommandRunner {
    /// Readable when children have ended.
    let signals: Descriptor
    private var statuses: [Int32: ExitStatus] = [:]
    /// The one child whose status is asked for later: the agent.
    var kept: Int32?

    init() throws(SyscallError) {
        signals = try ProcessSetup.signalDescriptor([SIGCHLD])
    }

    /// Reaps everything that has ended.
    func reapAll() {
        while ProcessSetup.nextSignal(signals) != nil {}
        while let (pid, status) = ProcessSetup.reap() {
            if pid == kept { statuses[pid] = status }
        }
    }

    /// How the kept child ended, once it has been reaped.
    func status(of pid: Int32) -> ExitStatus? {
        reapAll()
        return statuses[pid]
    }

    func run(_ command: Command, deadline: Duration) throws(SyscallError) -> ExitStatus {
        let end = Instant.now + deadline
        let before = kept
        let child = try ChildProcess.spawn(command)
        kept = child.pid
        defer { kept = before }
        while true {
            reapKeeping(before)
            if let status = statuses.removeValue(forKey: child.pid) { return status }
            let left = end - Instant.now
            guard left > .zero else { break }
            _ = ProcessSetup.waitReadable(signals, left)
        }
        // The runtime hangs: end it, and leave what it started to the clean-up by cgroup.
        try? Pidfd.signal(child.pidfd, SIGKILL)
        _ = ProcessSetup.waitReadable(child.pidfd, .seconds(5))
        reapKeeping(before)
        statuses[child.pid] = nil
        throw SyscallError(call: "wait", subject: command.path, kind: .timedOut)
    }

    private func reapKeeping(_ other: Int32?) {
        while ProcessSetup.nextSignal(signals) != nil {}
        while let (pid, status) = ProcessSetup.reap() {
            if pid == kept || pid == other { statuses[pid] = status }
        }
    }
}
