package import HCSSystem
internal import SystemPackage

/// A failure as it crosses from the supervisor to its callers.
///
/// The library turns it into its `ContainerError`, whose code names these are.
package struct Failure: Error, Hashable, Sendable, Codable {
    package var code: Code
    /// Lower case, no period, with the value at fault.
    package var reason: String
    package var hint: String?
    package var systemCall: SystemCall?
    package var runtime: RuntimeFailure?
    package var start: StartFailure?
    /// What was found in a document, a line each.
    package var findings: [String]?

    /// The names of `ContainerError.Code` that a supervisor sends.
    package enum Code: String, Sendable, Codable {
        case notFound = "NotFound"
        case alreadyExists = "AlreadyExists"
        case processNotFound = "ProcessNotFound"
        case processAlreadyStopped = "ProcessAlreadyStopped"
        case invalidState = "InvalidState"
        case alreadyStopped = "AlreadyStopped"
        case unexpectedExit = "UnexpectedExit"
        case invalidDocument = "InvalidDocument"
        case invalidArgument = "InvalidArgument"
        case unsupported = "Unsupported"
        case permissionDenied = "PermissionDenied"
        case resourceExhausted = "ResourceExhausted"
        case timedOut = "TimedOut"
        case processStartFailed = "ProcessStartFailed"
        case runtimeFailed = "RuntimeFailed"
        case missingProgram = "MissingProgram"
        case supervisorLost = "SupervisorLost"
        case unexpectedValue = "UnexpectedValue"
        case systemFailed = "SystemFailed"
    }

    package struct SystemCall: Hashable, Sendable, Codable {
        package var name: String
        package var subject: String
        package var errno: Int32
    }

    package struct RuntimeFailure: Hashable, Sendable, Codable {
        package var command: String
        package var exitStatus: Int32
        package var message: String

        package init(command: String, exitStatus: Int32, message: String) {
            self.command = command
            self.exitStatus = exitStatus
            self.message = message
        }
    }

    package struct StartFailure: Hashable, Sendable, Codable {
        package var stage: String
        package var errno: Int32

        package init(stage: String, errno: Int32) {
            self.stage = stage
            self.errno = errno
        }
    }

    package init(_ code: Code, _ reason: String, hint: String? = nil) {
        self.code = code
        self.reason = reason
        self.hint = hint
    }

    /// The id of a container that is to be created is taken.
    package static func alreadyExists(_ id: String) -> Failure {
        Failure(.alreadyExists, "a container of this id exists", hint: "hcsctl delete \(id)")
    }

    /// A failed system call; `doing` says what for.
    package init(_ error: SyscallError, doing: String) {
        self.init(Self.code(of: error), "\(doing): \(error)")
        systemCall = SystemCall(name: error.call, subject: error.subject, errno: error.errno.rawValue)
    }

    private static func code(of error: SyscallError) -> Code {
        switch error.errno {
        case .permissionDenied, .notPermitted, .readOnlyFileSystem: .permissionDenied
        case .noMemory, .noSpace, .tooManyOpenFiles, .tooManyOpenFilesInSystem,
            .resourceTemporarilyUnavailable:
            .resourceExhausted
        case .timedOut: .timedOut
        default: .systemFailed
        }
    }
}
