import CJSONC

/// Reads strings and numbers with json-c, given lexemes that the scanner has passed.
final class Scalars {
    private let tokener: UnsafeMutablePointer<json_tokener>?

    init() {
        // Depth 1: never anything but scalars.
        tokener = json_tokener_new_ex(1)
    }

    deinit {
        if let tokener { json_tokener_free(tokener) }
    }

    func string(_ node: Int, in tape: Tape) -> String {
        let range = tape.range(node)
        if tape.nodes[node].needsRepair {
            return string(repaired(tape.bytes, range)[...])
        }
        return string(tape.bytes[range])
    }

    private func string(_ lexeme: ArraySlice<UInt8>) -> String {
        withValue(lexeme) { value in
            let length = Int(json_object_get_string_len(value))
            guard let text = json_object_get_string(value) else { return "" }
            let bytes = UnsafeRawBufferPointer(start: text, count: length)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The integer, nil if it does not fit.
    func integer<Number: FixedWidthInteger>(_ node: Int, in tape: Tape) -> Number? {
        guard !tape.nodes[node].isComplex else { return nil }
        let lexeme = tape.bytes[tape.range(node)]
        return withValue(lexeme) { value in
            // json-c saturates; only the literal tells the largest number from a larger one.
            if lexeme.first == UInt8(ascii: "-") {
                let number = json_object_get_int64(value)
                if number == .min, !lexeme.elementsEqual("-9223372036854775808".utf8) { return nil }
                // As Go: "-0" is no unsigned number.
                return Number.isSigned ? Number(exactly: number) : nil
            }
            let number = json_object_get_uint64(value)
            if number == .max, !lexeme.elementsEqual("18446744073709551615".utf8) { return nil }
            return Number(exactly: number)
        }
    }

    /// The number, nil if it is too large.
    func double(_ node: Int, in tape: Tape) -> Double? {
        let lexeme = tape.bytes[tape.range(node)]
        // json-c reads an integer as one, and "-0" then loses its sign.
        if lexeme.elementsEqual("-0".utf8) { return -0.0 }
        // With a fraction added json-c rounds it once, from all its digits.
        let fractional = tape.nodes[node].isComplex ? lexeme : lexeme + Array(".0".utf8)
        let number = withValue(fractional, json_object_get_double)
        return number.isFinite ? number : nil
    }

    private func withValue<Result>(
        _ lexeme: ArraySlice<UInt8>, _ body: (OpaquePointer?) -> Result
    ) -> Result {
        lexeme.withUnsafeBytes { bytes in
            let value = hcs_json_parse_scalar(
                tokener, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            defer { json_object_put(value) }
            return body(value)
        }
    }

    /// The string literal with U+FFFD for what is no text, and with surrogate pairs as characters.
    ///
    /// json-c passes bad UTF-8 on, and before 0.19 takes `\uD836\uDC00` for two lone surrogates.
    private func repaired(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
        var result: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] != UInt8(ascii: "\\") {
                let length = UTF8Sequence.length(bytes, index)
                result += length.map { bytes[index..<index + $0] } ?? replacement[...]
                index += length ?? 1
            } else if let unit = codeUnit(bytes, index), unit & 0xF800 == 0xD800 {
                let low = unit < 0xDC00 ? codeUnit(bytes, index + 6) : nil
                if let low, low & 0xFC00 == 0xDC00,
                    let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
                {
                    result += UTF8.encode(scalar).map(Array.init) ?? replacement
                    index += 12
                } else {
                    result += replacement
                    index += 6
                }
            } else {
                result += bytes[index..<index + 2]
                index += 2
            }
        }
        return result
    }

    /// The value of a `\uXXXX` escape at `index`.
    private func codeUnit(_ bytes: [UInt8], _ index: Int) -> UInt32? {
        guard index + 6 <= bytes.count, bytes[index...].starts(with: "\\u".utf8) else { return nil }
        return bytes[index + 2..<index + 6].reduce(UInt32(0)) { unit, byte in
            unit << 4 | (Scanner.hexadecimal(byte) ?? 0)
        }
    }
}
