internal import ArgumentParser
internal import HCSSchema

/// Keys as they are typed: `ctrl-]`, `ctrl-p,ctrl-q`, `~,.`; empty for none.
enum DetachKeys {
    /// `ctrl-]` three times: no program asks for it, and nobody types it by accident.
    static let standard: [UInt8] = [0x1D, 0x1D, 0x1D]

    static func parse(_ text: String) throws -> [UInt8] {
        guard !text.isEmpty else { return [] }
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
        guard names.count <= 16 else { throw ValidationError("more than 16 keys") }
        return try names.map { name in
            guard let byte = byte(name) else {
                throw ValidationError(
                    "'\(name)' is no key: ctrl-a to ctrl-z, ctrl-@ [ \\ ] ^ _, or a character")
            }
            return byte
        }
    }

    private static func byte(_ name: Substring) -> UInt8? {
        let bytes = Array(name.utf8)
        if bytes.count == 1 { return (0x20..<0x7F).contains(bytes[0]) ? bytes[0] : nil }
        guard bytes.count == 6, name.lowercased().hasPrefix("ctrl-") else { return nil }
        let key = bytes[5]
        switch key {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): return key - 0x60
        case UInt8(ascii: "@")...UInt8(ascii: "_"): return key - 0x40
        default: return nil
        }
    }
}

/// A console's size as it is typed: `120x40`, columns first.
enum SizeText {
    static func parse(_ text: String) throws -> ConsoleSize {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = UInt16(parts[0]), let height = UInt16(parts[1]), width > 0,
            height > 0
        else { throw ValidationError("not columns by rows, as 120x40") }
        return ConsoleSize(height: UInt(height), width: UInt(width))
    }
}

/// One of a few words.
enum Choice {
    static func parse<Value: RawRepresentable<String> & CaseIterable>(_ text: String) throws -> Value {
        guard let value = Value(rawValue: text) else {
            throw ValidationError("one of: \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }
}
