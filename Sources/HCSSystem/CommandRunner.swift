/// A program to run to its end, and what it may see.
package struct Command: Sendable {
    package var path: String
    package var arguments: [String]
    package var environment: [String]
    /// Entry i becomes descriptor i of the program; nil is /dev/null. At least three.
    package var descriptors: [Descriptor?]
    package var directory: String?
    /// Out of reach of what is sent to our process group.
    package var inNewSession = false
    /// Killed by the kernel when this thread ends, however that happens.
    package var diesWithParent = false

    package init(
        path: String, arguments: [String], environment: [String] = [],
        descriptors: [Descriptor?] = [nil, nil, nil], directory: String? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.descriptors = descriptors
        self.directory = directory
    }
}

/// How a process ended, from its wait(2) status.
package enum ExitStatus: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)

    package init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
    }

    /// The shell's number: the code, or 128 + the signal.
    package var code: Int32 {
        switch self {
        case .exited(let code): code
        case .signalled(let signal): 128 + signal
        }
    }
}

/// Runs programs and is the only one in its process that waits for children.
///
/// The supervisor's reaper is the real one; it goes on reaping everything else while a command runs, because a container's
/// init cannot be reaped before every other process of its pid namespace is.
package protocol CommandRunner {
    /// Runs a command to its end.
    ///
    /// - Throws: `SyscallError` with `ETIMEDOUT` when the deadline passes (the program is killed), or why it did not start.
    func run(_ command: Command, deadline: Duration) throws(SyscallError) -> ExitStatus
}
