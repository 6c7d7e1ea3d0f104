/// Values that are kept as text.
///
/// The type that keeps them lives in HCSSchema, which this module does not import: the two agree on names in `userInfo`
/// and on the types of these closures.
enum RawText {
    typealias Reader = @Sendable (_ decoder: any Decoder) throws -> String
    typealias Writer = @Sendable (_ text: String, _ encoder: any Encoder) throws -> Void

    static var readers: [CodingUserInfoKey: Any] {
        let asWritten: Reader = { decoder in
            guard let decoder = decoder as? ValueDecoder else { return "" }
            let tape = decoder.source.tape
            let bytes = compact(tape.bytes[tape.range(decoder.candidates.last)])
            return String(decoding: bytes, as: UTF8.self)
        }
        let asGoValue: Reader = { decoder in
            guard let decoder = decoder as? ValueDecoder else { return "" }
            let value = try GoValue(decoder.source, decoder.candidates.last)
            return String(decoding: try EncodedValue.text(of: value), as: UTF8.self)
        }
        return entries([("hcs.raw-json.reader", asWritten), ("hcs.raw-json.value-reader", asGoValue)])
    }

    static var writers: [CodingUserInfoKey: Any] {
        let write: Writer = { text, encoder in
            guard let encoder = encoder as? ValueEncoder else { return }
            // Somebody may have made the text himself: it must not break the document around it.
            var scanner = Scanner(Array(text.utf8), maximumDepth: 10000, rejectsBadEncoding: false)
            let tape = try scanner.scan()
            try encoder.set(.raw(compact(tape.bytes[...])))
        }
        return entries([("hcs.raw-json.writer", write)])
    }

    private static func entries(_ named: [(String, Any)]) -> [CodingUserInfoKey: Any] {
        var result: [CodingUserInfoKey: Any] = [:]
        for (name, value) in named {
            if let key = CodingUserInfoKey(rawValue: name) { result[key] = value }
        }
        return result
    }

    /// The JSON text without white space between its tokens.
    static func compact(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var isInString = false
        var isEscaped = false
        for byte in text {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte <= 0x20 {
                continue
            }
            result.append(byte)
        }
        return result
    }
}
