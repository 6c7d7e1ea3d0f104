internal import HCSContainer
internal import HCSSchema

/// A failure as `--error-format json` prints it and as results hold it; every key always.
struct ErrorDocument: Encodable {
    let error: ContainerError
    let status: ExitStatus

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(error.code.rawValue, forKey: .code)
        try keys.encode(error.hcsName, forKey: .name)
        try keys.encode(error.hresult.map { "0x" + String($0, radix: 16) }, forKey: .hresult)
        try keys.encode(error.operation, forKey: .operation)
        try keys.encode(error.containerID, forKey: .container)
        try keys.encode(error.processID, forKey: .processID)
        try keys.encode(error.reason, forKey: .message)
        try keys.encode(error.hint, forKey: .hint)
        try keys.encode(error.isRetryable, forKey: .retryable)
        try keys.encode(status.rawValue, forKey: .exitCode)
        try keys.encode(error.findings.map(Event.init), forKey: .events)
    }

    private enum Key: String, CodingKey {
        case code = "Code"
        case name = "Name"
        case hresult = "HResult"
        case operation = "Operation"
        case container = "Container"
        case processID = "ProcessId"
        case message = "Message"
        case hint = "Hint"
        case retryable = "Retryable"
        case exitCode = "ExitCode"
        case events = "Events"
    }

    /// One finding, in the place and under the name HCS has for its own events.
    private struct Event: Encodable {
        let message: String

        private enum CodingKeys: String, CodingKey {
            case message = "Message"
        }
    }

    /// The whole line on standard error.
    struct Envelope: Encodable {
        let version = "1.0"
        let error: ErrorDocument

        private enum CodingKeys: String, CodingKey {
            case version = "SchemaVersion"
            case error = "Error"
        }
    }
}

extension ContainerError {
    /// The findings in a document, if that is what went wrong.
    var findings: [String] {
        if case .document(let findings) = cause {
            findings.map { $0.pointer.isEmpty ? $0.message : "\($0.pointer): \($0.message)" }
        } else {
            []
        }
    }
}
