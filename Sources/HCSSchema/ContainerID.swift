/// The id of a container: safe as a file name, in a cgroup path and on a terminal.
public struct ContainerID: Hashable, Sendable {
    /// The id's text.
    public let text: String

    /// Takes 1 to 128 characters: first a letter or digit, then letters, digits, `_`, `.`, `+` and `-`, all ASCII.
    public init(validating text: String) throws(ContainerIDError) {
        let bytes = text.utf8
        guard (1...128).contains(bytes.count), bytes.first?.isASCIIAlphanumeric == true,
            bytes.allSatisfy({ $0.isASCIIAlphanumeric || "_.+-".utf8.contains($0) })
        else { throw ContainerIDError(text: text) }
        self.text = text
    }
}

extension ContainerID: CustomStringConvertible {
    /// The id's text.
    public var description: String { text }
}

/// A text that is no container id.
public struct ContainerIDError: Error, Hashable, Sendable {
    /// The text, as it was given.
    public let text: String
}

extension ContainerIDError: CustomStringConvertible {
    /// The text, cut to 64 characters and with escapes for what a terminal would act on, and the rule.
    public var description: String {
        let cut = text.unicodeScalars.count > 64
        let shown =
            String(String.UnicodeScalarView(text.unicodeScalars.prefix(64))).visible + (cut ? "…" : "")
        return "\"\(shown)\" is no container id: 1 to 128 of the characters A-Z a-z 0-9 _ . + -, "
            + "the first a letter or digit"
    }
}

extension UInt8 {
    var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}

extension String {
    /// The text with what a terminal would act on, or not show, as escapes.
    var visible: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
