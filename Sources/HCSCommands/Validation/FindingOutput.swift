internal import HCSContainer
internal import HCSSchema

/// Prints findings as text, as documents, or as GitHub's workflow commands.
final class FindingOutput {
    private let format: FindingFormat
    private let limit: Int
    private let renderer: Renderer
    private var printed = 0
    private var text = ""
    private var failure: ContainerError?
    private var errors: UInt64 = 0
    private var warnings: UInt64 = 0

    init(format: FindingFormat, limit: Int, renderer: Renderer) {
        self.format = format
        self.limit = limit
        self.renderer = renderer
    }

    func add(_ finding: DocumentFinding, in path: String) {
        guard limit == 0 || printed < limit, failure == nil else { return }
        printed += 1
        text += line(finding, path)
        if text.utf8.count > 1 << 16 {
            do throws(ContainerError) { try flush() } catch { failure = error }
        }
    }

    func count(_ summary: DocumentValidator.Summary) {
        errors += summary.errors
        warnings += summary.warnings
    }

    func flush() throws(ContainerError) {
        if let failure { throw failure }
        let all = text
        text = ""
        try renderer.write(all)
    }

    /// Says how many findings were not printed.
    func finish() throws(ContainerError) {
        try flush()
        let all = Int(clamping: errors + warnings)
        guard limit > 0, all > printed, format == .text else { return }
        try CallerProcess.write(
            "hcsctl: \(all - printed) more findings (--max-errors \(limit))\n", to: .standardError,
            operation: renderer.operation)
    }

    private func line(_ finding: DocumentFinding, _ path: String) -> String {
        switch format {
        case .github: github(finding, path)
        case .json: json(finding, path)
        default: plain(finding, path)
        }
    }

    private func plain(_ finding: DocumentFinding, _ path: String) -> String {
        let place = finding.place.map { ":\($0.line):\($0.column)" } ?? ""
        let pointer = finding.pointer.isEmpty ? "" : finding.pointer + ": "
        return EscapedText.of("\(path)\(place): \(finding.severity): \(pointer)\(finding.message)") + "\n"
    }

    private func github(_ finding: DocumentFinding, _ path: String) -> String {
        let place = finding.place.map { ",line=\($0.line),col=\($0.column)" } ?? ""
        let pointer = finding.pointer.isEmpty ? "" : finding.pointer + ": "
        let message = Self.escaped(pointer + finding.message)
        let file = Self.escaped(path).replacing(":", with: "%3A").replacing(",", with: "%2C")
        return "::\(finding.severity) file=\(file)\(place),title=hcsctl validate::\(message)\n"
    }

    private func json(_ finding: DocumentFinding, _ path: String) -> String {
        let row = FindingRow(path: path, finding: finding)
        guard let bytes = try? Documents.encode(row, operation: renderer.operation) else {
            // Nothing in a row can fail to be encoded.
            return ""
        }
        return Renderer.line(bytes)
    }

    /// GitHub reads a command up to the end of the line.
    private static func escaped(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }
}

/// A finding as a document.
struct FindingRow: Encodable {
    let path: String
    let finding: DocumentFinding

    private enum Key: String, CodingKey {
        case file = "File"
        case line = "Line"
        case column = "Column"
        case offset = "Offset"
        case document = "Document"
        case severity = "Severity"
        case code = "Code"
        case pointer = "Pointer"
        case message = "Message"
        case got = "Got"
        case expected = "Expected"
        case suggestion = "Suggestion"
    }

    func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: Key.self)
        try row.encode(path, forKey: .file)
        try row.encode(finding.place?.line ?? 0, forKey: .line)
        try row.encode(finding.place?.column ?? 0, forKey: .column)
        try row.encode(finding.place?.offset ?? 0, forKey: .offset)
        try row.encode(finding.place?.document ?? 0, forKey: .document)
        try row.encode("\(finding.severity)", forKey: .severity)
        try row.encode(finding.code ?? "host", forKey: .code)
        try row.encode(finding.pointer, forKey: .pointer)
        try row.encode(finding.message, forKey: .message)
        try row.encode(finding.got, forKey: .got)
        try row.encode(finding.expected, forKey: .expected)
        try row.encode(finding.suggestion, forKey: .suggestion)
    }
}
