internal import HCSContainer

/// A command line in one of the usual spellings: words, exact option names, nothing that needs a message.
///
/// ArgumentParser finds a command's arguments by reflection, which costs about 2 ms a process: more than everything else
/// that `exec` or `start` does. What is plain is read here; everything else, every mistake included, is the parser's, and a test
/// holds the two against each other (Docs/Decisions/0007).
struct PlainLine {
    private var values: [(name: String, value: String)] = []
    private var flags: [String] = []
    private(set) var words: [String] = []
    /// What stands behind `--`.
    let command: [String]

    /// Options every command takes that change neither output nor time.
    private static let globalValues = ["--root", "--owner", "--runtime"]

    /// Nil when a word is not plainly one of these.
    init?(_ line: ArraySlice<String>, values names: [String] = [], flags known: [String] = []) {
        var rest = line
        while let word = rest.first, word != "--" {
            rest = rest.dropFirst()
            if word.utf8.first != UInt8(ascii: "-") {
                if word.isEmpty { return nil }
                words.append(word)
            } else if names.contains(word) || Self.globalValues.contains(word) {
                // A value that looks like an option is for the parser to judge.
                guard let value = rest.first, !value.isEmpty, value == "-" || !value.hasPrefix("-") else {
                    return nil
                }
                values.append((word, value))
                rest = rest.dropFirst()
            } else if known.contains(word) {
                flags.append(word)
            } else {
                return nil
            }
        }
        command = Array(rest.dropFirst())
    }

    /// The values of an option under any of its names, in their order.
    func all(_ names: String...) -> [String] {
        values.filter { names.contains($0.name) }.map(\.value)
    }

    /// The last value, as the parser takes it.
    func last(_ names: String...) -> String? {
        values.last { names.contains($0.name) }?.value
    }

    func has(_ names: String...) -> Bool {
        flags.contains { names.contains($0) }
    }
}

/// A command that knows its plain spellings.
protocol PlainVerb: Verb {
    /// Nil when the line is for the parser.
    init?(plain line: ArraySlice<String>)
}

extension GlobalOptions {
    /// Nil where the environment says more than a root, an owner or a runtime.
    init?(_ line: PlainLine) {
        guard CallerProcess.environmentValue("HCSCTL_FORMAT") == nil else { return nil }
        self.init()
        root = line.last("--root")
        owner = line.last("--owner")
        runtime = line.last("--runtime")
        formatOption = nil
        quiet = false
        noHeader = false
        noTrunc = false
        color = .auto
        timeout = nil
        errorFormat = .text
        debug = false
    }
}

extension TargetOptions {
    init(_ line: PlainLine) {
        self.init()
        containers = line.words
        exact = line.has("--exact")
    }
}

extension ChangeOptions {
    init(_ line: PlainLine) {
        self.init()
        all = false
        ignore = line.has("--ignore")
    }
}
