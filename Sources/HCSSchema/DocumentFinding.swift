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

    /// The kind of finding, a word for programs, such as `unknown-key`; nil where it is none of the validator's.
    public let code: String?

    /// Where in the text it is; nil where there is no text.
    public let place: Place?

    /// What was found, as it may be shown.
    public let got: String?

    /// What can be there.
    public let expected: String?

    /// What was probably meant.
    public let suggestion: String?

    /// A place in a text.
    public struct Place: Hashable, Sendable {
        /// The document's number in its stream, from 1.
        public let document: UInt64
        /// Bytes before it.
        public let offset: UInt64
        /// Its line, from 1.
        public let line: UInt64
        /// Its column in characters, from 1.
        public let column: UInt64

        /// Makes a place.
        public init(document: UInt64, offset: UInt64, line: UInt64, column: UInt64) {
            self.document = document
            self.offset = offset
            self.line = line
            self.column = column
        }
    }

    /// Makes a finding.
    public init(
        _ pointer: String, _ message: String, severity: Severity = .error, code: String? = nil,
        place: Place? = nil, got: String? = nil, expected: String? = nil, suggestion: String? = nil
    ) {
        self.severity = severity
        self.pointer = pointer
        self.message = message
        self.code = code
        self.place = place
        self.got = got
        self.expected = expected
        self.suggestion = suggestion
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
