/// Why a `CommandLine` cannot be split into arguments.
public struct CommandLineError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// A quote is not closed.
        case unclosedQuote(Character)

        /// Nothing follows the last backslash.
        case trailingBackslash

        /// A character only a shell would act on.
        case shellOperator(Character)

        /// A Windows path: a split would remove its backslashes.
        case windowsPath
    }

    /// What is wrong.
    public let reason: Reason

    /// Characters before the fault.
    public let position: Int
}

extension CommandLineError: CustomStringConvertible {
    /// A sentence that says what is wrong and what to do.
    public var description: String {
        let place = "at character \(position + 1) of CommandLine"
        return switch reason {
        case .unclosedQuote(let quote):
            "the quote \(quote) \(place) is not closed"
        case .trailingBackslash:
            "the backslash \(place) has nothing to quote"
        case .shellOperator(let character):
            "\(character) \(place) is for a shell: quote it, or run sh -c with CommandArgs"
        case .windowsPath:
            "CommandLine is quoted for Windows (character \(position + 1)): "
                + "give the program and its arguments as CommandArgs"
        }
    }
}
