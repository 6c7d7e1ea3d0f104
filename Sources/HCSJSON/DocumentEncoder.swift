import CJSONC

/// Encodes documents with json-c, byte for byte as Go before 1.22 writes them.
package struct DocumentEncoder: Sendable {
    private let isPretty: Bool

    /// `pretty` puts every member on a line of its own, indented by two spaces, and ends with a newline.
    package init(pretty: Bool = false) {
        isPretty = pretty
    }

    package func encode(_ value: some Encodable) throws(JSONError) -> [UInt8] {
        do {
            let tree = try ValueEncoder.encode(value)
            defer { json_object_put(tree) }
            let text = EncodedValue.text(of: tree)
            return isPretty ? Self.indented(text) : text
        } catch let error as JSONError {
            throw error
        } catch {
            throw JSONError(encoding: "\(error)")
        }
    }

    /// Compact JSON laid out in lines.
    static func indented(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var depth = 0
        var isInString = false
        var index = 0
        func breakLine() {
            result.append(UInt8(ascii: "\n"))
            result += repeatElement(UInt8(ascii: " "), count: 2 * depth)
        }
        while index < text.count {
            let byte = text[index]
            index += 1
            if isInString {
                result.append(byte)
                if byte == UInt8(ascii: "\\"), index < text.count {
                    result.append(text[index])
                    index += 1
                }
                isInString = byte != UInt8(ascii: "\"")
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                result.append(byte)
                // An empty container stays on its line. "]" and "}" are two after their opening brackets.
                if index < text.count, text[index] == byte + 2 { continue }
                depth += 1
                breakLine()
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if result.last != byte - 2 {
                    depth -= 1
                    breakLine()
                }
                result.append(byte)
            case UInt8(ascii: ","):
                result.append(byte)
                breakLine()
            case UInt8(ascii: ":"):
                result += [byte, UInt8(ascii: " ")]
            default:
                isInString = byte == UInt8(ascii: "\"")
                result.append(byte)
            }
        }
        return result + [UInt8(ascii: "\n")]
    }
}
