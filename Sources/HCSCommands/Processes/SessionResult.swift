internal import HCSContainer

/// How a command that stays with a process ended, and whose exit status it has: what `--result` writes.
struct SessionResult: Encodable {
    let status: Int32
    let exit: ProcessExit?
    let isDetached: Bool
    let processID: UInt32?
    let failure: ErrorDocument?

    init(_ outcome: ProcessSession.Outcome, status: Int32) {
        self.status = status
        if case .exited(let exit) = outcome.ending { self.exit = exit } else { exit = nil }
        isDetached = outcome.ending == .detached
        processID = outcome.processID
        failure = nil
    }

    /// hcsctl's own failure.
    init(_ error: ContainerError, status: ExitStatus) {
        self.status = status.rawValue
        exit = nil
        isDetached = false
        processID = error.processID
        failure = ErrorDocument(error: error, status: status)
    }

    /// Whole or not at all; `fd:N` is a descriptor of the caller's.
    func write(to target: String, _ operation: String) throws(ContainerError) {
        let text = Renderer.line(try Documents.encode(self, operation: operation))
        if target.hasPrefix("fd:"), let number = Int32(target.dropFirst(3)), number >= 0 {
            try CallerProcess.write(text, toDescriptor: number, operation: operation)
        } else {
            try HostFiles.replace(target, text, operation: operation)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode("1.0", forKey: .version)
        try keys.encode(exit?.code ?? status, forKey: .exitCode)
        try keys.encode(exit?.signal.map(SignalNumber.name), forKey: .signal)
        try keys.encode(exit == nil || exit?.timedOut == true ? "hcsctl" : "process", forKey: .source)
        try keys.encode(exit?.timedOut ?? false, forKey: .timedOut)
        try keys.encode(exit?.outOfMemory ?? false, forKey: .outOfMemory)
        try keys.encode(isDetached, forKey: .detached)
        try keys.encode(status, forKey: .status)
        try keys.encode(processID, forKey: .processID)
        try keys.encode(failure, forKey: .error)
    }

    private enum Key: String, CodingKey {
        case version = "SchemaVersion"
        case exitCode = "ExitCode"
        case signal = "Signal"
        case source = "Source"
        case timedOut = "TimedOut"
        case outOfMemory = "OomKilled"
        case detached = "Detached"
        case status = "ExitStatus"
        case processID = "ProcessId"
        case error = "Error"
    }
}
