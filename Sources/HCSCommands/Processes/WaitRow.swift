internal import HCSContainer

/// How one target of `wait` ended.
struct WaitRow: TableRow {
    let container: String
    let processID: UInt32?
    /// Nil for a target that cannot be waited for.
    let code: Int32?
    let exit: ProcessExit?
    let failure: ErrorDocument?

    /// A container that stopped.
    init(container: String, code: Int32, failure: ErrorDocument? = nil) {
        self.container = container
        self.code = code
        self.failure = failure
        processID = nil
        exit = nil
    }

    /// A process that exited.
    init(container: String, processID: UInt32, exit: ProcessExit) {
        self.container = container
        self.processID = processID
        self.exit = exit
        code = exit.code
        failure = nil
    }

    /// A target that cannot be waited for; without a failure it is missing and that is forgiven.
    init(_ target: ProcessTarget, failure: ErrorDocument?) {
        container = target.container
        processID = target.processID
        self.failure = failure
        code = nil
        exit = nil
    }

    /// What `--propagate` makes of it.
    var status: Int32? {
        exit.map(ProcessStay.status) ?? code
    }

    static func columns(isWide: Bool) -> [TableColumn] { [.number("CODE")] }
    func cells(isWide: Bool) -> [String] { [name] }
    var name: String { "\(code ?? -1)" }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(container, forKey: .id)
        try keys.encode(processID, forKey: .processID)
        try keys.encode(code, forKey: .exitCode)
        try keys.encode(exit?.signal, forKey: .signal)
        try keys.encode(exit?.outOfMemory ?? false, forKey: .outOfMemory)
        try keys.encode(MillisecondTime(exit?.time), forKey: .exitTime)
        try keys.encode(failure, forKey: .error)
    }

    private enum Key: String, CodingKey {
        case id = "Id"
        case processID = "ProcessId"
        case exitCode = "ExitCode"
        case signal = "Signal"
        case outOfMemory = "OutOfMemory"
        case exitTime = "ExitTime"
        case error = "Error"
    }
}
