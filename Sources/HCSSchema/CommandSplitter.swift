extension ProcessConfig {
    /// The program and its arguments: `commandArgs`, else the split `commandLine`, else `applicationName` alone.
    ///
    /// Empty if none of them is given.
    public func command() throws(CommandLineError) -> [String] {
        if !commandArgs.isEmpty { return commandArgs }
        let words = try Self.splitCommandLine(commandLine)
        return words.isEmpty && !applicationName.isEmpty ? [applicationName] : words
    }

    /// Splits a command line as a shell does, without any expansion.
    ///
    /// Single and double quotes hold a word together, a backslash outside of single quotes takes the next character as
    /// it is. hcsshim's Linux guest does the same, but drops everything from an operator such as `|` on: that is an
    /// error here, and so is a Windows path.
    public static func splitCommandLine(_ text: String) throws(CommandLineError) -> [String] {
        var splitter = CommandSplitter(text)
        return try splitter.split()
    }
}

private struct CommandSplitter {
    private let characters: [Character]
    private var words: [String] = []
    /// Nil between words.
    private var word: String?

    init(_ text: String) {
        characters = Array(text)
    }

    mutating func split() throws(CommandLineError) -> [String] {
        try rejectWindowsPaths()
        var index = 0
        while index < characters.count {
            let character = characters[index]
            switch character {
            case " ", "\t", "\n", "\r", "\r\n":
                endWord()
            case "'", "\"":
                index = try quoted(from: index, quote: character)
            case "\\":
                guard index + 1 < characters.count else {
                    throw CommandLineError(reason: .trailingBackslash, position: index)
                }
                index += 1
                append(characters[index])
            case ";", "&", "|", "<", ">":
                throw CommandLineError(reason: .shellOperator(character), position: index)
            default:
                append(character)
            }
            index += 1
        }
        endWord()
        return words
    }

    /// Takes a quoted part; returns the index of the closing quote.
    private mutating func quoted(from start: Int, quote: Character) throws(CommandLineError) -> Int {
        // An empty pair of quotes is an empty argument.
        word = word ?? ""
        var index = start + 1
        while index < characters.count, characters[index] != quote {
            if characters[index] == "\\", quote == "\"", index + 1 < characters.count { index += 1 }
            append(characters[index])
            index += 1
        }
        guard index < characters.count else {
            throw CommandLineError(reason: .unclosedQuote(quote), position: start)
        }
        return index
    }

    private mutating func append(_ character: Character) {
        word = (word ?? "") + String(character)
    }

    private mutating func endWord() {
        if let word { words.append(word) }
        word = nil
    }

    /// Finds words such as `C:\x`, `"C:\x"`, `\\server\x` and `bin\tool.exe`.
    private func rejectWindowsPaths() throws(CommandLineError) {
        var start = 0
        for piece in characters.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace) {
            defer { start += piece.count + 1 }
            // In single quotes a backslash survives.
            guard piece.first != "'" else { continue }
            let path = piece.drop { $0 == "\"" }
            let isDrive =
                path.count > 2 && path.prefix(1).allSatisfy { $0.isASCII && $0.isLetter }
                && path.dropFirst().starts(with: [":", "\\"])
            let isShare = path.starts(with: ["\\", "\\"]) && path.dropFirst(2).first?.isQuotable == false
            let name = String(path).lowercased()
            let isProgram =
                name.contains("\\") && [".exe", ".cmd", ".bat", ".ps1"].contains { name.contains($0) }
            if isDrive || isShare || isProgram {
                throw CommandLineError(reason: .windowsPath, position: start)
            }
        }
    }
}

extension Character {
    /// Whether somebody may want a backslash before it in a shell.
    fileprivate var isQuotable: Bool {
        !isLetter && !isNumber && self != "?" && self != "."
    }
}
