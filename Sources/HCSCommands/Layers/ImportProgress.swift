internal import HCSContainer
internal import HCSSchema

/// How far an import is, on one line of a terminal; nothing where standard error is none.
struct ImportProgress {
    private let operation: String
    private static let barWidth = 24

    /// Nil where nobody looks.
    init?(_ context: CommandContext) {
        guard ProcessSession.isTerminal(2), !context.global.quiet, context.global.errorFormat == .text else {
            return nil
        }
        operation = context.verb
    }

    func show(_ progress: LayerImportProgress, of source: String) {
        let width = max(20, Int(ProcessSession.terminalSize().width) - 1)
        let text = Self.text(progress, source: EscapedText.of(source), width: width)
        write("\r\u{1B}[K" + text)
    }

    func clear() {
        write("\r\u{1B}[K")
    }

    /// One line, no wider than the terminal.
    static func text(_ progress: LayerImportProgress, source: String, width: Int) -> String {
        var parts: [String] = []
        switch progress.phase {
        case .copying: parts.append("copying")
        case .unpacking where progress.layerCount > 1:
            parts.append("unpacking \(progress.layer)/\(progress.layerCount)")
        case .unpacking: parts.append("unpacking")
        case .writing: parts.append("writing to the disk")
        }
        if let total = progress.total, total > 0 {
            let done = min(progress.done, total)
            let filled = Int(UInt64(barWidth) * done / total)
            let bar = String(repeating: "#", count: filled)
            parts.append("[\(bar)\(String(repeating: "-", count: barWidth - filled))] \(100 * done / total)%")
            parts.append("\(QuantityText.size(done))/\(QuantityText.size(total))")
        } else if progress.done > 0 {
            parts.append(QuantityText.size(progress.done))
        }
        parts.append(source)
        return TableOutput.shortened(parts.joined(separator: " "), to: width)
    }

    private func write(_ text: String) {
        // A terminal that is gone shows nothing.
        try? CallerProcess.write(text, to: .standardError, operation: operation)
    }
}
