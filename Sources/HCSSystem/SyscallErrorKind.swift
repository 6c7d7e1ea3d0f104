import SystemPackage

extension SyscallError {
    /// The few causes that code above this module tells apart.
    package enum Kind: Hashable, Sendable {
        case missing, exists, notDirectory, denied, busy, invalid, unsupported, noProcess, timedOut
        case nameTooLong, other
    }

    /// An error found by a check of our own, in the kernel's words.
    package init(call: String, subject: String, kind: Kind) {
        let errno: Errno =
            switch kind {
            case .missing: .noSuchFileOrDirectory
            case .exists: .fileExists
            case .notDirectory: .notDirectory
            case .denied: .permissionDenied
            case .busy: .resourceBusy
            case .invalid: .invalidArgument
            case .unsupported: .notSupported
            case .noProcess: .noSuchProcess
            case .timedOut: .timedOut
            case .nameTooLong: .fileNameTooLong
            case .other: .ioError
            }
        self.init(call: call, subject: subject, errno: errno)
    }

    package var kind: Kind {
        switch errno {
        case .noSuchFileOrDirectory: .missing
        case .fileExists, .directoryNotEmpty: .exists
        case .notDirectory, .tooManySymbolicLinkLevels: .notDirectory
        case .permissionDenied, .notPermitted: .denied
        case .resourceBusy: .busy
        case .invalidArgument: .invalid
        case .noFunction, .notSupported: .unsupported
        case .noSuchProcess: .noProcess
        case .timedOut: .timedOut
        case .fileNameTooLong: .nameTooLong
        default: .other
        }
    }

    /// The error's words without the call's name: `No such file or directory`.
    package var reason: String { errno.description }
}
