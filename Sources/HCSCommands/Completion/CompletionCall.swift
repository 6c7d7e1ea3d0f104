internal import HCSContainer
internal import HCSSchema

/// The hidden command that the shells' scripts call: `__complete SHELL INDEX WORD...`.
///
/// INDEX is the number, from 0, of the word at the cursor among WORD..., which leave out the program's name. It prints a line
/// a candidate, with a tab and a description for the shells that show one, then a line of directives that begins with a colon.
/// It says nothing of what fails, takes no lock, wakes nobody and ends after 150 ms whatever happens.
enum CompletionCall {
    static let name = "__complete"
    private static let limit = Duration.milliseconds(150)

    static func run(_ arguments: some Collection<String>) -> Int32 {
        CallerProcess.endQuietly(after: limit)
        var words = Array(arguments)
        guard words.count >= 2, let shell = ShellScript(rawValue: words[0]), let index = Int(words[1]),
            index >= 0
        else { return 0 }
        words.removeFirst(2)
        let line = CompletionLine(
            before: words.prefix(index), current: index < words.count ? words[index] : "")
        let found = line.candidates(from: StoreSource(line: line))
        // A terminal that is gone is nobody's concern here.
        try? CallerProcess.write(text(found, for: shell), to: .standardOutput, operation: name)
        return 0
    }

    static func text(_ found: Candidates, for shell: ShellScript) -> String {
        var lines = found.values.map { candidate in
            let value = EscapedText.of(candidate.value)
            let description = EscapedText.of(candidate.description)
            return shell.showsDescriptions && !description.isEmpty ? "\(value)\t\(description)" : value
        }
        lines.append(
            ":"
                + found.directives.map { directive in
                    switch directive {
                    case .noSpace: "nospace"
                    case .files(let ending): "files=\(ending)"
                    case .folders: "folders"
                    }
                }.joined(separator: ","))
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The containers of the state root the line is about.
private struct StoreSource: CompletionSource {
    private let store: ContainerStore

    init(line: CompletionLine) {
        let named = line.values["--root"] ?? CallerProcess.environmentValue("HCSCTL_ROOT") ?? ""
        store = ContainerStore(root: named.isEmpty ? ContainerStore.defaultRoot : named)
    }

    func containers() -> [ContainerProperties] {
        (try? store.containers()) ?? []
    }

    func processes(in container: String) -> [(pid: UInt32, name: String)] {
        guard let opened = try? store.open(container) else { return [] }
        defer { opened.close() }
        return ((try? opened.processList()) ?? []).map { ($0.processId, $0.imageName) }
    }
}
