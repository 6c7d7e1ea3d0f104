internal import HCSContainer

/// A command line that was not understood: three lines at most, never the whole usage.
struct UsageReport {
    let verb: String?
    let status: ExitStatus
    let reporter: ErrorReporter

    init(_ line: ArgumentOrder) {
        verb = line.verb
        let words = line.arguments.prefix { $0 != "--" }
        let isChild = verb.map { ArgumentOrder.ownsCommand.contains($0) || $0 == "attach" } ?? false
        let propagates = verb == "wait" && words.contains("--propagate")
        status = isChild || propagates ? .ownFailure : .usage
        // The options cannot be asked: parsing them is what failed.
        let wantsJSON = zip(words, words.dropFirst() + [""]).contains {
            $0 == "--error-format=json" || ($0 == "--error-format" && $1 == "json")
        }
        reporter = ErrorReporter(format: wantsJSON ? .json : .text)
    }

    /// Reports a name that is no command's.
    func report(unknown name: String) -> ExitStatus {
        let suggestion = Suggestion.closest(to: name, among: HCSCommand.names)
        return report(
            "unknown command '\(name)'",
            hint: suggestion.map { "did you mean 'hcsctl \($0)'?" } ?? "hcsctl --help", operation: nil)
    }

    /// Reports what the parser says; a second line is a hint.
    func report(_ message: String) -> ExitStatus {
        let lines = message.split(separator: "\n", maxSplits: 1)
        let first = lines.first.map(Self.reason) ?? "not understood"
        let help = (["hcsctl"] + (verb.map { [$0] } ?? []) + ["--help"]).joined(separator: " ")
        let second = lines.dropFirst().first.map { line in String(line.prefix { $0 != "\n" }) }
        return report(first, hint: second.flatMap { $0.isEmpty ? nil : $0 } ?? help, operation: verb)
    }

    private func report(_ reason: String, hint: String, operation: String?) -> ExitStatus {
        let error = ContainerError(.usage, operation: operation ?? "", reason: reason, hint: hint)
        reporter.report(error, status: status)
        return status
    }

    /// The parser's sentence as the end of a line of ours: lower case, no period.
    static func reason(_ sentence: Substring) -> String {
        var text = String(sentence)
        if text.hasPrefix("Error: ") { text.removeFirst(7) }
        while text.last == "." || text.last == " " { text.removeLast() }
        // A name in capitals stays one.
        guard text.dropFirst().first?.isLowercase == true else { return text }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

extension ContainerError.Code {
    /// The command line's own: the arguments were not understood.
    static let usage = Self(rawValue: "Usage")
}
