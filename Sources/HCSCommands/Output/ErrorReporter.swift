internal import HCSContainer

/// The one place messages leave hcsctl: standard error.
struct ErrorReporter {
    let format: ErrorFormat
    var debug = false

    func report(_ error: ContainerError, status: ExitStatus) {
        write(text(error, status: status), for: error.operation)
    }

    /// A failure that does not count.
    func note(_ error: ContainerError) {
        write("hcsctl: \(EscapedText.of(Self.line(error))) (ignored)\n", for: error.operation)
    }

    /// A line that is no failure.
    func say(_ line: String) {
        write(EscapedText.of(line) + "\n", for: "")
    }

    /// What a failure reads like, with its newline.
    func text(_ error: ContainerError, status: ExitStatus) -> String {
        if format == .json, let line = json(error, status: status) { return line }
        var lines = ["hcsctl: \(EscapedText.of(Self.line(error)))"]
        // The reason says the first one already.
        let more = error.findings.filter { !error.reason.hasSuffix($0) }
        lines += more.map { "  " + EscapedText.of($0) }
        if let hint = error.hint { lines.append("hint: \(EscapedText.of(hint))") }
        if debug { lines += details(error).map { "debug: " + EscapedText.of($0) } }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Before a command's name is known there is no operation.
    private static func line(_ error: ContainerError) -> String {
        error.operation.isEmpty ? error.reason : error.description
    }

    private func json(_ error: ContainerError, status: ExitStatus) -> String? {
        let envelope = ErrorDocument.Envelope(error: ErrorDocument(error: error, status: status))
        // A failure to say what failed must not hide it: the text is still there.
        guard let bytes = try? Documents.encode(envelope, operation: error.operation) else { return nil }
        return Renderer.line(bytes)
    }

    private func details(_ error: ContainerError) -> [String] {
        var name = "code \(error.code.rawValue)"
        if let hcsName = error.hcsName { name += ", \(hcsName)" }
        if let number = error.hresult { name += " (0x\(String(number, radix: 16)))" }
        switch error.cause {
        case .systemCall(let call, let subject, let errno):
            return [name, "\(call) \(subject): errno \(errno)"]
        case .runtime(let command, let exitStatus, let message):
            return [name, "\(command) ended with \(exitStatus): \(message)"]
        case .processStart(let stage, let errno): return [name, "stage \(stage.rawValue): errno \(errno)"]
        case .signal(let number): return [name, "signal \(number)"]
        case .document, nil: return [name]
        }
    }

    private func write(_ text: String, for operation: String) {
        // Where standard error is closed there is nobody left to tell.
        try? CallerProcess.write(text, to: .standardError, operation: operation)
    }
}
