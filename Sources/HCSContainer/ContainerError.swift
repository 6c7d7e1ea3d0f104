public import HCSSchema

/// Why an operation on a container or process failed.
///
/// One type for the whole library, wrapped once, where the operation is known. The text never holds environment
/// values or credentials.
public struct ContainerError: Error, Hashable, Sendable {
    /// What kind of failure it is; decides the exit status.
    public let code: Code
    /// The operation, by the command's name: `create`, `start`, `exec`.
    public let operation: String
    /// The container it was about, if any.
    public let containerID: String?
    /// The process it was about, if any, by its number inside the container.
    public let processID: UInt32?
    /// Lower case, no period, with the value at fault.
    public let reason: String
    /// What the caller can do about it, if that is known; a command or a sentence.
    public let hint: String?
    /// The failure below this one, if it is a kind of its own.
    public let cause: Cause?

    /// Makes an error; `operation` is the command's name.
    public init(
        _ code: Code, operation: String, containerID: String? = nil, processID: UInt32? = nil, reason: String,
        hint: String? = nil, cause: Cause? = nil
    ) {
        self.code = code
        self.operation = operation
        self.containerID = containerID
        self.processID = processID
        self.reason = reason
        self.hint = hint
        self.cause = cause
    }

    /// The failure below an error.
    public enum Cause: Hashable, Sendable {
        /// A system call: its name, what it was about, its `errno`.
        case systemCall(name: String, subject: String, errno: Int32)
        /// The OCI runtime: its command, exit status and last words.
        case runtime(command: String, exitStatus: Int32, message: String)
        /// The start of a process: the step that failed and its `errno`. Decides 126 and 127.
        case processStart(stage: StartStage, errno: Int32)
        /// A signal to the caller.
        case signal(Int32)
        /// The findings in a document.
        case document([DocumentFinding])
    }

    /// The step at which the start of a process failed.
    public enum StartStage: String, Hashable, Sendable, Codable {
        /// The request itself.
        case request
        /// No process, descriptor or memory to be had.
        case resources
        /// The pty.
        case console
        /// A stream.
        case streams
        /// The user or group.
        case user
        /// The working directory.
        case directory
        /// Finding and executing the program.
        case execute
    }
}

extension ContainerError: CustomStringConvertible {
    /// `exec web: container is paused`, as the command line prints it after its own name.
    public var description: String {
        var subject = containerID.map { " \($0)" } ?? ""
        if let processID { subject += "/\(processID)" }
        return "\(operation)\(subject): \(reason)"
    }
}
