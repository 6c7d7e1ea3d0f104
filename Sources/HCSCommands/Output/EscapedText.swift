/// Text from outside made safe for a terminal: what moves the cursor or turns the writing direction is spelled out.
enum EscapedText {
    static func of(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x7F && $0 >= 0x20 }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            if let spelling = spelling(scalar) {
                escaped += spelling
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func spelling(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case 0x00...0x1F, 0x7F...0x9F: "\\x" + hexadecimal(scalar.value, digits: 2)
        // Marks, embeddings, overrides and isolates of direction; line and paragraph separators.
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
            "\\u{" + hexadecimal(scalar.value, digits: 4) + "}"
        default: nil
        }
    }

    private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
