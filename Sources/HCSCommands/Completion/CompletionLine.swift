/// A line being typed, read up to the word at the cursor.
///
/// Pure. It accepts what `ArgumentOrder` does: global options before the command, clusters such as `-itu root`, values joined with
/// `=` or to a short option, `--`, and the container's own command, of which nothing is ours.
struct CompletionLine: Hashable {
    /// What the word at the cursor is.
    enum Target: Hashable {
        /// The name of a command below the one named so far.
        case command
        /// The name of an option.
        case option
        /// The value of an option; `prefix` is what stands before it in the same word.
        case value(OptionShape, prefix: String)
        /// An operand, by its number.
        case operand(Int)
        /// A word of the command that runs in the container.
        case ownCommand
    }

    /// The command named so far.
    private(set) var shape: CommandShape
    /// Its operands so far.
    private(set) var operands: [String] = []
    /// Every option given so far, by the name it was given with.
    private(set) var given: [String] = []
    /// Values of options so far, by the first name of the option.
    private(set) var values: [String: String] = [:]
    /// The word at the cursor, up to the cursor, without `prefix`.
    let current: String
    let target: Target

    init(before words: some Sequence<String>, current word: String) {
        shape = CommandShape.root
        var reader = Reader(shape: shape)
        for word in words { reader.read(word) }
        shape = reader.shape
        operands = reader.operands
        given = reader.given
        values = reader.values
        (target, current) = reader.target(of: word)
    }
}

extension CompletionLine {
    private struct Reader {
        var shape: CommandShape
        var operands: [String] = []
        var given: [String] = []
        var values: [String: String] = [:]
        private var pending: OptionShape?
        private var isAfterDashes = false

        init(shape: CommandShape) { self.shape = shape }

        private var isOwnCommand: Bool {
            shape.ownsCommand && (operands.count > 1 || (operands.count == 1 && isAfterDashes))
        }

        mutating func read(_ word: String) {
            if let option = pending {
                values[option.names[0]] = word
                pending = nil
            } else if isOwnCommand {
                operands.append(word)
            } else if isAfterDashes {
                operands.append(word)
            } else if word == "--" {
                isAfterDashes = true
            } else if word.hasPrefix("--") {
                readLong(word)
            } else if word.hasPrefix("-"), word.utf8.count > 1 {
                readCluster(word)
            } else if shape.subcommands.isEmpty {
                operands.append(word)
            } else if let command = shape.subcommands.first(where: {
                $0.name == word || $0.aliases.contains(word)
            }),
                let below = CommandShape.named(
                    shape.path.isEmpty ? command.name : "\(shape.path) \(command.name)")
            {
                shape = below
            } else {
                operands.append(word)
            }
        }

        private mutating func readLong(_ word: String) {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            given.append(String(parts[0]))
            guard let option = option(String(parts[0])) else { return }
            if parts.count == 2 {
                values[option.names[0]] = String(parts[1])
            } else if option.value == .required {
                pending = option
            }
        }

        private mutating func readCluster(_ word: String) {
            var rest = word.dropFirst()
            while let letter = rest.popFirst() {
                given.append("-\(letter)")
                guard let option = option("-\(letter)"), option.value != .none else { continue }
                if !rest.isEmpty {
                    values[option.names[0]] = String(rest)
                } else if option.value == .required {
                    pending = option
                }
                return
            }
        }

        /// Of the command, or one that may stand before it.
        private func option(_ name: String) -> OptionShape? { shape.option(name) }

        func target(of word: String) -> (Target, current: String) {
            if let pending { return (.value(pending, prefix: ""), word) }
            if shape.ownsCommand, !operands.isEmpty,
                isAfterDashes || !word.hasPrefix("-") || operands.count > 1
            {
                return (.ownCommand, word)
            }
            if !isAfterDashes, word.hasPrefix("-") { return optionTarget(word) }
            if !shape.subcommands.isEmpty, operands.isEmpty { return (.command, word) }
            return (.operand(operands.count), word)
        }

        private func optionTarget(_ word: String) -> (Target, current: String) {
            if word.hasPrefix("--") {
                guard let sign = word.firstIndex(of: "="), let option = option(String(word[..<sign])),
                    option.value != .none
                else { return (.option, word) }
                let end = word.index(after: sign)
                return (.value(option, prefix: String(word[..<end])), String(word[end...]))
            }
            var index = word.index(after: word.startIndex)
            while index < word.endIndex {
                let next = word.index(after: index)
                if let option = option("-\(word[index])"), option.value != .none, next < word.endIndex {
                    return (.value(option, prefix: String(word[..<next])), String(word[next...]))
                }
                index = next
            }
            return (.option, word)
        }
    }
}
