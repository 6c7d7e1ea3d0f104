/// Something about a document that its type cannot say: a value out of range, or two that exclude each other.
public struct DocumentFinding: Hashable, Sendable {
    /// Whether the document can be used all the same.
    public enum Severity: Hashable, Sendable {
        /// It cannot.
        case error

        /// It can.
        case warning
    }

    /// Whether the document can be used all the same.
    public let severity: Severity

    /// JSON pointer (RFC 6901) to the value.
    public let pointer: String

    /// What is wrong, in words.
    public let message: String

    /// Makes a finding.
    public init(_ pointer: String, _ message: String, severity: Severity = .error) {
        self.severity = severity
        self.pointer = pointer
        self.message = message
    }
}

extension DocumentFinding: CustomStringConvertible {
    /// `severity: /pointer: message`, without control characters.
    public var description: String {
        "\(severity): \(pointer): \(message)".visible
    }
}

/// The texts of a document, for the checks that go for all of them.
struct TextField {
    let pointer: String
    let text: String

    init(_ pointer: String, _ text: String) {
        self.pointer = pointer
        self.text = text
    }

    /// A C string ends at a NUL: what comes after it would be lost.
    var nulFinding: DocumentFinding? {
        text.utf8.contains(0) ? DocumentFinding(pointer, "holds the character U+0000") : nil
    }
}

extension String {
    /// The text as one step of a JSON pointer.
    var pointerStep: String {
        var result = ""
        for character in self {
            switch character {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.append(character)
            }
        }
        return result
    }

    var isAbsolutePath: Bool { utf8.first == UInt8(ascii: "/") }
}
