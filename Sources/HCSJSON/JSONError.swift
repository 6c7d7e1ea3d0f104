/// What is wrong with a JSON document, and where.
package struct JSONError: Error, Hashable, Sendable {
    package enum Kind: Sendable {
        /// Not JSON (RFC 8259).
        case syntax
        /// The text ends inside a value, or is empty.
        case endOfInput
        /// Nested too deeply.
        case depth
        /// Not UTF-8 (strict mode).
        case encoding
        /// A value of another kind than the field.
        case type
        /// A number that the field cannot hold.
        case number
        /// Text that the field cannot hold, such as a bad time.
        case value
        /// A key that the document must have is not there.
        case missingKey
        /// A key that the document does not have (strict mode).
        case unknownKey
        /// A key that was there before (strict mode).
        case duplicateKey
        /// A key in another case than its own: accepted, a warning (strict mode).
        case foldedKey
    }

    package var kind: Kind

    /// Bytes before the fault.
    package var offset: Int

    /// Line of the fault, from 1.
    package var line: Int

    /// Column of the fault in characters, from 1.
    package var column: Int

    /// JSON pointer (RFC 6901) to the value concerned; empty is the whole document.
    package var pointer: String

    package var message: String
}

extension JSONError {
    /// A fault of a value that is written: there is no place in a text.
    init(encoding message: String) {
        self.init(kind: .value, offset: 0, line: 0, column: 0, pointer: "", message: message)
    }

    init(_ kind: Kind, _ message: String, at offset: Int, in bytes: [UInt8], pointer: String) {
        var line = 1
        var lineStart = 0
        for (index, byte) in bytes[..<offset].enumerated() where byte == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        // Continuation bytes of UTF-8 are no characters of their own.
        let column = bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
        self.init(
            kind: kind, offset: offset, line: line, column: column, pointer: pointer, message: message)
    }
}

extension JSONError: CustomStringConvertible {
    /// `line:column: /pointer: message`, on one line and without control characters.
    package var description: String {
        var text = line > 0 ? "\(line):\(column): " : ""
        if !pointer.isEmpty { text += pointer + ": " }
        return (text + message).visible
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
