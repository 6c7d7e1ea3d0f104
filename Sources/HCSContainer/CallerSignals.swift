internal import Glibc
internal import HCSSystem

/// The caller's signals, held for a session instead of taking effect.
final class CallerSignals: Sendable {
    let descriptor: Descriptor
    private let blocked: [Int32]

    /// Everything a caller may mean for the process. Not: SIGCHLD, SIGPIPE, SIGURG, job control, faults.
    private static let proxied =
        [SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGALRM] + Array(34...64)

    init(console: Bool) throws(SyscallError) {
        blocked = Self.proxied + (console ? [SIGWINCH] : [])
        descriptor = try ProcessSetup.signalDescriptor(blocked)
        // Output whose reader is gone is drained, and the process's own exit code is still the answer.
        ProcessSetup.ignore([SIGPIPE])
    }

    func next() -> Int32? {
        ProcessSetup.nextSignal(descriptor)
    }

    /// Lets signals take effect again.
    func release() {
        ProcessSetup.unblock(blocked)
    }
}
