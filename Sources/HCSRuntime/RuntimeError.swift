package import HCSSystem

/// Why an OCI runtime could not be found, or did not do what it was asked to.
package enum RuntimeError: Error, Hashable, Sendable {
    /// `name` is nil when any would have done.
    case notFound(name: String?, searched: [String])
    /// It ran and failed; `message` is the last error of its log, without control characters.
    case failed(command: String, status: ExitStatus, message: String)
    /// It could not be run, or was killed at its deadline (`kind` is `timedOut`).
    case notRun(command: String, SyscallError)
    /// `create` ended well, but no usable pid is there.
    case noProcess(path: String, reason: String)
    case bundle(SyscallError)
    case encoding(String)
    /// No system call filter is installed; the package has it.
    case noSeccompProfile(searched: [String])
    case badSeccompProfile(path: String, reason: String)
}

extension RuntimeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let name?, let searched):
            "no OCI runtime \(name) (searched: \(searched.joined(separator: ", ")))"
        case .notFound(nil, let searched):
            "neither crun nor runc is installed (searched: \(searched.joined(separator: ", ")))"
        case .failed(let command, let status, let message):
            message.isEmpty ? "\(command) failed (\(status.words))" : "\(command): \(message)"
        case .notRun(let command, let error) where error.kind == .timedOut:
            "\(command) did not end in time and was killed"
        case .notRun(let command, let error): "\(command) could not be run: \(error)"
        case .noProcess(let path, let reason): "no container process in \(path): \(reason)"
        case .bundle(let error): "the bundle cannot be written: \(error)"
        case .encoding(let reason): "the bundle cannot be encoded: \(reason)"
        case .noSeccompProfile(let searched):
            "no seccomp profile at \(searched.joined(separator: " or ")); "
                + "the package golang-github-containers-common has one"
        case .badSeccompProfile(let path, let reason): "the seccomp profile \(path) is no use: \(reason)"
        }
    }
}

extension ExitStatus {
    fileprivate var words: String {
        switch self {
        case .exited(let code): "exit status \(code)"
        case .signalled(let signal): "killed by signal \(signal)"
        }
    }
}
