/// Checks that a text is JSON by RFC 8259, to the letter, and notes where its values are.
///
/// json-c's own strict mode accepts `-01`, `NaN`, `{'a':1}` and raw control characters, ends at a NUL and says nothing
/// of duplicate keys, so it only gets to see scalars that have passed here.
struct Scanner {
    private var tape: Tape
    private let maximumDepth: Int
    private let rejectsBadEncoding: Bool
    private var position = 0
    private var open: [Int] = []

    init(_ bytes: [UInt8], maximumDepth: Int, rejectsBadEncoding: Bool) {
        tape = Tape(bytes: bytes)
        self.maximumDepth = maximumDepth
        self.rejectsBadEncoding = rejectsBadEncoding
    }

    mutating func scan() throws(JSONError) -> Tape {
        guard tape.bytes.count < Int32.max else { throw error(.depth, "the document is larger than 2 GiB") }
        if tape.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw error(.syntax, "the document starts with a byte order mark; save it without one")
        }
        tape.nodes.reserveCapacity(tape.bytes.count / 8)
        skipBlank()
        try value()
        while let container = open.last {
            skipBlank()
            try member(of: container)
        }
        skipBlank()
        if let byte { throw error(.syntax, "\(Self.name(of: byte)) after the end of the document") }
        return tape
    }

    private mutating func member(of container: Int) throws(JSONError) {
        let isObject = tape.nodes[container].kind == .object
        let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
        if byte == closing {
            position += 1
            tape.nodes[container].end = Int32(position)
            tape.nodes[container].next = Int32(tape.nodes.count)
            open.removeLast()
            return
        }
        if tape.nodes.count > container + 1 {
            try take(UInt8(ascii: ","), orExpect: isObject ? "\",\" or \"}\"" : "\",\" or \"]\"")
            skipBlank()
        }
        if isObject {
            guard byte == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
            try string()
            skipBlank()
            try take(UInt8(ascii: ":"), orExpect: "\":\"")
            skipBlank()
        }
        try value()
    }

    private mutating func value() throws(JSONError) {
        guard let byte else { throw unexpected("a value") }
        switch byte {
        case UInt8(ascii: "{"): try openContainer(.object)
        case UInt8(ascii: "["): try openContainer(.array)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try literal("true", .boolean)
        case UInt8(ascii: "f"): try literal("false", .boolean)
        case UInt8(ascii: "n"): try literal("null", .null)
        default: throw unexpected("a value")
        }
    }

    private mutating func openContainer(_ kind: Tape.Node.Kind) throws(JSONError) {
        guard open.count < maximumDepth else {
            throw error(.depth, "nested more than \(maximumDepth) levels deep")
        }
        open.append(tape.nodes.count)
        tape.nodes.append(Tape.Node(kind: kind, start: Int32(position)))
        position += 1
    }

    private mutating func append(_ kind: Tape.Node.Kind, from start: Int, isComplex: Bool = false) {
        tape.nodes.append(
            Tape.Node(
                kind: kind, isComplex: isComplex, start: Int32(start), end: Int32(position),
                next: Int32(tape.nodes.count + 1)))
    }

    private mutating func literal(_ word: StaticString, _ kind: Tape.Node.Kind) throws(JSONError) {
        let start = position
        for index in 0..<word.utf8CodeUnitCount {
            try take(word.utf8Start[index], orExpect: "\(word)")
        }
        append(kind, from: start)
    }

    private mutating func number() throws(JSONError) {
        let start = position
        var isComplex = false
        if byte == UInt8(ascii: "-") { position += 1 }
        if byte == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if byte == UInt8(ascii: ".") {
            isComplex = true
            position += 1
            try digits()
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            isComplex = true
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        append(.number, from: start, isComplex: isComplex)
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte, Self.isDigit(byte) { position += 1 }
        guard position > start else { throw unexpected("a digit") }
    }

    private mutating func string() throws(JSONError) {
        let start = position
        var hasEscape = false
        var needsRepair = false
        position += 1
        while true {
            guard let byte else { throw error(.endOfInput, "the text ends inside a string") }
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                append(.string, from: start, isComplex: hasEscape)
                tape.nodes[tape.nodes.count - 1].needsRepair = needsRepair
                return
            case UInt8(ascii: "\\"):
                hasEscape = true
                if try escape() { needsRepair = true }
            case 0..<0x20:
                throw error(.syntax, "\(Self.name(of: byte)) in a string; write it as an escape")
            case 0..<0x80:
                position += 1
            default:
                if let length = UTF8Sequence.length(tape.bytes, position) {
                    position += length
                } else if rejectsBadEncoding {
                    throw error(.encoding, "\(Self.name(of: byte)) is not UTF-8")
                } else {
                    needsRepair = true
                    position += 1
                }
            }
        }
    }

    /// Takes one escape; true if it is half of a surrogate pair.
    private mutating func escape() throws(JSONError) -> Bool {
        position += 1
        switch byte {
        case UInt8(ascii: "u"):
            position += 1
            var unit: UInt32 = 0
            for _ in 0..<4 {
                guard let digit = byte.flatMap(Self.hexadecimal) else {
                    throw unexpected("a hexadecimal digit")
                }
                unit = unit << 4 | digit
                position += 1
            }
            return unit & 0xF800 == 0xD800
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
            return false
        default:
            throw unexpected("one of \"\\/bfnrtu after the backslash")
        }
    }
}

extension Scanner {
    private var byte: UInt8? {
        position < tape.bytes.count ? tape.bytes[position] : nil
    }

    private mutating func skipBlank() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func take(_ expected: UInt8, orExpect what: String) throws(JSONError) {
        guard byte == expected else { throw unexpected(what) }
        position += 1
    }

    private func unexpected(_ expected: String) -> JSONError {
        guard let byte else { return error(.endOfInput, "the text ends where \(expected) is expected") }
        return error(.syntax, "expected \(expected), found \(Self.name(of: byte))")
    }

    private func error(_ kind: JSONError.Kind, _ message: String) -> JSONError {
        let pointer = tape.nodes.isEmpty ? "" : tape.pointer(to: open.last ?? 0)
        return JSONError(kind, message, at: position, in: tape.bytes, pointer: pointer)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x57
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x37
        default: nil
        }
    }

    private static func name(of byte: UInt8) -> String {
        guard (0x21..<0x7F).contains(byte) else {
            return "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\"\(Character(Unicode.Scalar(byte)))\""
    }
}

/// The well-formed byte sequences of the Unicode standard (table 3-7).
enum UTF8Sequence {
    /// Length of the sequence at `position`, nil if it is none.
    static func length(_ bytes: [UInt8], _ position: Int) -> Int? {
        let lead = bytes[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0..<0x80: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if lead == 0xE0 { second = 0xA0...0xBF }
            if lead == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            length = 4
            if lead == 0xF0 { second = 0x90...0xBF }
            if lead == 0xF4 { second = 0x80...0x8F }
        default: return nil
        }
        guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return nil }
        for index in (position + 2)..<(position + length) where bytes[index] & 0xC0 != 0x80 { return nil }
        return length
    }
}
