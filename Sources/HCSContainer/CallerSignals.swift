internal import Glibc
internal import HCSSystem

/// The caller's signals, held for a session instead of taking effect.
final class CallerSignals: Sendable {
    let descriptor: Descriptor
    private let blocked: [Int32]

    /// Everything a caller may mean for the process. Not: SIGCHLD, SIGPIPE, SIGURG, faults, and the stops of job control,
    /// which are for the caller itself.
    private static let proxied =
        [
            SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGALRM, SIGSTKFLT, SIGCONT, SIGXCPU, SIGXFSZ,
            SIGVTALRM, SIGPROF, SIGIO, SIGPWR,
        ] + Array(34...64)

    /// Those that mean that the caller is to end.
    static let ending: Set<Int32> = [SIGHUP, SIGINT, SIGTERM, SIGQUIT]

    init(console: Bool, container: String) throws(ContainerError) {
        blocked = Self.proxied + (console ? [SIGWINCH] : [])
        do {
            descriptor = try ProcessSetup.signalDescriptor(blocked)
        } catch {
            throw ContainerError(
                error, doing: "cannot watch signals", operation: "exec", containerID: container)
        }
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
