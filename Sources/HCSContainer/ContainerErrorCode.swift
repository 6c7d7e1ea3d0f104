extension ContainerError {
    /// What kind of failure an error is.
    ///
    /// Open: a newer supervisor may send a name this library does not know; that is never a trap.
    public struct Code: RawRepresentable, Hashable, Sendable, Codable {
        /// The name, as in `--error-format json`.
        public let rawValue: String

        /// Takes any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// No container of that id (ErrComputeSystemDoesNotExist).
        public static let notFound = Code(rawValue: "NotFound")
        /// The id is taken (HRESULT 0xC037010F).
        public static let alreadyExists = Code(rawValue: "AlreadyExists")
        /// No process of that number, or it is gone (ErrElementNotFound).
        public static let processNotFound = Code(rawValue: "ProcessNotFound")
        /// The process has already exited (ErrProcessAlreadyStopped).
        public static let processAlreadyStopped = Code(rawValue: "ProcessAlreadyStopped")
        /// The process has not exited yet (ErrInvalidProcessState).
        public static let invalidProcessState = Code(rawValue: "InvalidProcessState")
        /// Not possible in the container's state (ErrVmcomputeOperationInvalidState).
        public static let invalidState = Code(rawValue: "InvalidState")
        /// The container is stopped (ErrVmcomputeAlreadyStopped).
        public static let alreadyStopped = Code(rawValue: "AlreadyStopped")
        /// The container died by itself (ErrVmcomputeUnexpectedExit).
        public static let unexpectedExit = Code(rawValue: "UnexpectedExit")
        /// Accepted and going on (ErrVmcomputeOperationPending); what Shutdown and Terminate answer on success.
        public static let operationPending = Code(rawValue: "OperationPending")
        /// The document cannot be read (ErrVmcomputeInvalidJSON).
        public static let invalidDocument = Code(rawValue: "InvalidDocument")
        /// A value is not valid here (ErrInvalidData).
        public static let invalidArgument = Code(rawValue: "InvalidArgument")
        /// This host or this version cannot do it (ErrNotSupported).
        public static let unsupported = Code(rawValue: "Unsupported")
        /// The caller may not (ErrOperationDenied).
        public static let permissionDenied = Code(rawValue: "PermissionDenied")
        /// No memory, process, descriptor or disk space to be had.
        public static let resourceExhausted = Code(rawValue: "ResourceExhausted")
        /// The deadline passed (ErrTimeout); the operation may go on.
        public static let timedOut = Code(rawValue: "TimedOut")
        /// The caller was interrupted before the process was started; the cause has the signal.
        public static let interrupted = Code(rawValue: "Interrupted")
        /// The handle was closed before the call (ErrAlreadyClosed).
        public static let alreadyClosed = Code(rawValue: "AlreadyClosed")
        /// The handle was closed during the call (ErrHandleClose).
        public static let handleClosed = Code(rawValue: "HandleClosed")
        /// The process could not be started; the cause has the step and errno.
        public static let processStartFailed = Code(rawValue: "ProcessStartFailed")
        /// The OCI runtime failed; the cause has its words.
        public static let runtimeFailed = Code(rawValue: "RuntimeFailed")
        /// No OCI runtime, agent or supervisor program where one was looked for.
        public static let missingProgram = Code(rawValue: "MissingProgram")
        /// The supervisor cannot be reached or went away (ErrUnexpectedProcessAbort).
        public static let supervisorLost = Code(rawValue: "SupervisorLost")
        /// An answer that should not exist (ErrUnexpectedValue).
        public static let unexpectedValue = Code(rawValue: "UnexpectedValue")
        /// A file or folder of the host could not be used.
        public static let systemFailed = Code(rawValue: "SystemFailed")

        /// Lets `catch` clauses and `switch` compare an error with a code.
        public static func ~= (code: Code, error: ContainerError) -> Bool {
            error.code == code
        }
    }

    /// hcsshim's name for the code, if it has one.
    public var hcsName: String? {
        Self.hcsshim[code]?.name
    }

    /// hcsshim's number for the code (an HRESULT or a Win32 code), if it has one.
    public var hresult: UInt32? {
        Self.hcsshim[code]?.number
    }

    /// Whether the same call may succeed later without anything else being changed.
    public var isRetryable: Bool {
        [.operationPending, .timedOut, .supervisorLost, .resourceExhausted].contains(code)
    }

    /// Whether this is the "pending" that Shutdown and Terminate answer on success (hcsshim `IsPending`).
    public var isPending: Bool { code == .operationPending }
    /// Whether the thing does not exist (hcsshim `IsNotExist`).
    public var isNotExist: Bool { [.notFound, .processNotFound].contains(code) }
    /// Whether it had already ended (hcsshim `IsAlreadyStopped`).
    public var isAlreadyStopped: Bool {
        [.alreadyStopped, .processAlreadyStopped, .processNotFound].contains(code)
    }
    /// Whether a deadline passed (hcsshim `IsTimeout`).
    public var isTimeout: Bool { code == .timedOut }

    // Source: hcs-semantics 2.5 (hcsshim errors.go and internal/hcs/errors.go).
    private static let hcsshim: [Code: (name: String, number: UInt32?)] = [
        .notFound: ("ErrComputeSystemDoesNotExist", 0xC037_010E),
        .alreadyExists: ("HCS_E_SYSTEM_ALREADY_EXISTS", 0xC037_010F),
        .processNotFound: ("ErrElementNotFound", 0x490),
        .processAlreadyStopped: ("ErrProcessAlreadyStopped", 0x8037_011F),
        .invalidProcessState: ("ErrInvalidProcessState", nil),
        .invalidState: ("ErrVmcomputeOperationInvalidState", 0xC037_0105),
        .alreadyStopped: ("ErrVmcomputeAlreadyStopped", 0xC037_0110),
        .unexpectedExit: ("ErrVmcomputeUnexpectedExit", 0xC037_0106),
        .operationPending: ("ErrVmcomputeOperationPending", 0xC037_0103),
        .invalidDocument: ("ErrVmcomputeInvalidJSON", 0xC037_010D),
        .invalidArgument: ("ErrInvalidData", 0xD),
        .unsupported: ("ErrNotSupported", 0x32),
        .permissionDenied: ("ErrOperationDenied", 0x5),
        .timedOut: ("ErrTimeout", nil),
        .alreadyClosed: ("ErrAlreadyClosed", nil),
        .handleClosed: ("ErrHandleClose", nil),
        .supervisorLost: ("ErrUnexpectedProcessAbort", nil),
        .unexpectedValue: ("ErrUnexpectedValue", nil),
    ]
}
