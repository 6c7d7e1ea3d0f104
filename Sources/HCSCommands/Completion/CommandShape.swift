/// What completion knows of a command: its words, without what they do.
struct CommandShape: Hashable {
    /// The words that name it: `exec`, `layers import`.
    let path: String
    let options: [OptionShape]
    /// What its operands are called, in order; the last may repeat.
    let operands: [String]
    let lastOperandRepeats: Bool
    /// Whether a command of the container's own follows the first operand.
    let ownsCommand: Bool
    /// The last words of the commands below it.
    let subcommands: [CommandName]
}

/// A command's name as the command above it lists it.
struct CommandName: Hashable {
    let name: String
    let aliases: [String]
    let abstract: String
}

/// One option or flag.
struct OptionShape: Hashable {
    /// How a value is given.
    enum Value: Hashable {
        case none
        /// As the next word, or after `=`.
        case required
        /// After `=` only.
        case optional
    }

    /// With their dashes, the long ones first.
    let names: [String]
    let value: Value
    /// What the value is called in the help: `dir`, `signal`.
    let valueName: String
    /// The only values there are, when they are few.
    let values: [String]
    let isRepeating: Bool
    let abstract: String

    init(
        _ names: [String], _ value: Value = .none, _ valueName: String = "", values: [String] = [],
        isRepeating: Bool = false, abstract: String
    ) {
        self.names = names
        self.value = value
        self.valueName = valueName
        self.values = values
        self.isRepeating = isRepeating
        self.abstract = abstract
    }

    /// Whether a word is this option, or a value of it can be.
    func isNamed(_ word: String) -> Bool { names.contains(word) }
}

extension CommandShape {
    /// The option a long or short name stands for.
    func option(_ name: String) -> OptionShape? {
        options.first { $0.isNamed(name) }
    }
}
