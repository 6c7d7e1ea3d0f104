internal import HCSContainer

/// How far a large input is, on a terminal only.
final class ProgressBar {
    private let path: String
    private let operation: String
    private let isShown: Bool
    private let start: ContinuousClock.Instant
    private var isDrawn = false

    /// What is smaller is done before anybody looks.
    private static let threshold: UInt64 = 64_000_000

    init(path: String, operation: String) {
        self.path = path
        self.operation = operation
        isShown = ProcessSession.isTerminal(2)
        start = .now
    }

    func show(done: UInt64, size: UInt64) {
        guard isShown, max(done, size) > Self.threshold else { return }
        isDrawn = true
        draw("\r\u{1B}[K" + Self.text(path, done: done, size: size, elapsed: .now - start))
    }

    func clear() {
        if isDrawn { draw("\r\u{1B}[K") }
    }

    static func text(_ path: String, done: UInt64, size: UInt64, elapsed: Duration) -> String {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let speed = seconds > 0 ? UInt64(Double(done) / seconds) : 0
        let amounts = "\(QuantityText.size(done)), \(QuantityText.size(speed))/s"
        guard size > 0, done <= size else { return "\(EscapedText.of(path)): \(amounts)" }
        let filled = Int(done * 20 / size)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        return "\(EscapedText.of(path)): [\(bar)] \(done * 100 / size)% \(amounts)"
    }

    private func draw(_ text: String) {
        // Where standard error is closed there is nobody to show it to.
        try? CallerProcess.write(text, to: .standardError, operation: operation)
    }
}
