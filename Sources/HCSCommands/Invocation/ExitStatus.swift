internal import HCSContainer

/// The exit statuses of hcsctl, all of them.
enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case failure = 1
    case notFound = 3
    case wrongState = 4
    case conflict = 5
    case usage = 64
    case badDocument = 65
    case missingInput = 66
    case unavailable = 69
    case internalFault = 70
    case cannotCreate = 73
    case temporary = 75
    case notPermitted = 77
    case timedOut = 124
    case ownFailure = 125
    case notExecutable = 126
    case commandNotFound = 127

    /// Who owns the numbers of a command.
    enum Family {
        /// hcsctl itself.
        case own
        /// The process it runs: what is ours must stay out of the way, in 124 to 127.
        case child
    }
}

extension ExitStatus {
    /// The status of a failure.
    init(_ error: ContainerError, in family: Family) {
        switch family {
        case .own: self = Self.ownStatuses[error.code] ?? .failure
        case .child: self = Self.childStatus(error)
        }
    }

    /// The status of what only hcsctl itself does, such as reading a file.
    static func own(_ status: ExitStatus, in family: Family) -> ExitStatus {
        family == .own || status == .timedOut ? status : .ownFailure
    }

    /// The status of several targets: theirs where all failures have the same, else 1.
    static func ofTargets(_ failures: [ExitStatus]) -> ExitStatus {
        guard let first = failures.first else { return .success }
        return failures.allSatisfy { $0 == first } ? first : .failure
    }

    private static let ownStatuses: [ContainerError.Code: ExitStatus] = [
        .notFound: .notFound,
        .processNotFound: .notFound,
        .invalidState: .wrongState,
        .invalidProcessState: .wrongState,
        .alreadyStopped: .wrongState,
        .processAlreadyStopped: .wrongState,
        .alreadyExists: .conflict,
        .invalidDocument: .badDocument,
        .invalidArgument: .badDocument,
        .unsupported: .unavailable,
        .missingProgram: .unavailable,
        .supervisorLost: .unavailable,
        .unexpectedValue: .internalFault,
        .alreadyClosed: .internalFault,
        .handleClosed: .internalFault,
        .operationPending: .temporary,
        .permissionDenied: .notPermitted,
        .timedOut: .timedOut,
    ]

    private static func childStatus(_ error: ContainerError) -> ExitStatus {
        if error.code == .timedOut { return .timedOut }
        // 126 and 127 speak of the command alone: a missing user or working directory is 125.
        guard case .processStart(stage: .execute, let errno) = error.cause else { return .ownFailure }
        return errno == noSuchFile ? .commandNotFound : .notExecutable
    }

    /// ENOENT, the one number that says a command is not there.
    private static let noSuchFile: Int32 = 2
}
