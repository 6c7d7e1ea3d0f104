/// The details of Go's encoder that are not json-c's.
enum GoText {
    /// Escapes what Go escapes for the sake of HTML and JavaScript: it can only be inside strings.
    static func escapingMarkup(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + text.count / 16)
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            switch byte {
            case UInt8(ascii: "<"): result += "\\u003c".utf8
            case UInt8(ascii: ">"): result += "\\u003e".utf8
            case UInt8(ascii: "&"): result += "\\u0026".utf8
            case 0xE2 where index + 1 < text.count && text[index] == 0x80 && text[index + 1] & 0xFE == 0xA8:
                result += text[index + 1] == 0xA8 ? "\\u2028".utf8 : "\\u2029".utf8
                index += 2
            default: result.append(byte)
            }
        }
        return result
    }

    /// A string literal for text with U+0008 or U+000C, for which json-c, like Go since 1.22, writes \b and \f.
    static func literal(_ text: String) -> [UInt8] {
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): result += "\\n".utf8
            case UInt8(ascii: "\r"): result += "\\r".utf8
            case UInt8(ascii: "\t"): result += "\\t".utf8
            case 0..<0x20: result += ((byte < 16 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8
            default: result.append(byte)
            }
        }
        return result + [UInt8(ascii: "\"")]
    }

    /// The shortest text that reads back as the same number, with an exponent from 1e21 and below 1e-6.
    static func number(_ value: Double) -> String {
        // Swift's description has the same shortest digits, but other rules for the point and the exponent.
        let parts = "\(value.magnitude)".split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? String(mantissa[1]) : ""
        let all = mantissa[0] + fraction
        let digits = all.drop { $0 == "0" }
        let sign = value.sign == .minus ? "-" : ""
        guard !digits.isEmpty else { return sign + "0" }
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        // The value is 0.DIGITS times ten to the power of `point`.
        let point = mantissa[0].count - (all.count - digits.count) + exponent
        let trailingZeros = digits.reversed().prefix { $0 == "0" }.count
        return sign + layOut(String(digits.dropLast(trailingZeros)), point: point)
    }

    private static func layOut(_ digits: String, point: Int) -> String {
        if point > 21 || point < -5 {
            let rest = digits.dropFirst()
            let power = (point < 1 ? "-" : "+") + String((point - 1).magnitude)
            return "\(digits.prefix(1))\(rest.isEmpty ? "" : ".")\(rest)e\(power)"
        }
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count { return digits + String(repeating: "0", count: point - digits.count) }
        return "\(digits.prefix(point)).\(digits.dropFirst(point))"
    }
}
