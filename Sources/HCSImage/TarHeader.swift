/// One header block of a tar archive, as its bytes say; what a block before it says of the same entry is not in it.
struct TarHeader: Hashable, Sendable {
    static let size = 512

    let name: String
    let linkName: String
    let type: UInt8
    let contentSize: Int64
    /// An old GNU sparse entry: the size it unpacks to, and whether another block of its map follows.
    let sparseSize: Int64?
    let sparseContinues: Bool

    /// - Throws: `ArchiveRefusal.notAnArchive` where the checksum is not that of a header.
    init(_ block: [UInt8], entry: Int) throws(ArchiveRefusal) {
        guard block.count == Self.size, Self.hasChecksum(block),
            let size = Self.number(block[124..<136])
        else { throw entry == 0 ? .notAnArchive : .damaged("entry \(entry + 1) has no valid header") }
        type = block[156]
        contentSize = size
        linkName = Self.text(block[157..<257])
        let isPOSIX = block[257..<263].elementsEqual(Array("ustar\0".utf8))
        let prefix = isPOSIX ? Self.text(block[345..<500]) : ""
        let short = Self.text(block[0..<100])
        name = prefix.isEmpty ? short : "\(prefix)/\(short)"
        sparseSize = type == UInt8(ascii: "S") ? Self.number(block[483..<495]) : nil
        sparseContinues = type == UInt8(ascii: "S") && block[482] != 0
    }

    /// The sum of the bytes, its own field counted as spaces; old programs summed signed bytes.
    private static func hasChecksum(_ block: [UInt8]) -> Bool {
        guard let expected = number(block[148..<156]) else { return false }
        var unsigned: Int64 = 0
        var signed: Int64 = 0
        for index in block.indices {
            let byte = (148..<156).contains(index) ? UInt8(ascii: " ") : block[index]
            unsigned += Int64(byte)
            signed += Int64(Int8(bitPattern: byte))
        }
        return expected == unsigned || expected == signed
    }

    /// Octal digits, or with the first bit set a big-endian number; nil for what is neither, or negative.
    static func number(_ field: ArraySlice<UInt8>) -> Int64? {
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 {
            var value = Int64(first & 0x7F)
            for byte in field.dropFirst() {
                guard value < 1 << 54 else { return nil }
                value = value << 8 | Int64(byte)
            }
            return value
        }
        var value: Int64 = 0
        let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
        for digit in digits {
            guard (0x30...0x37).contains(digit), value < 1 << 59 else { return nil }
            value = value << 3 | Int64(digit - 0x30)
        }
        return value
    }

    static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// What pax records or GNU's long names say of the next entry.
struct TarOverrides: Hashable, Sendable {
    var name: String?
    var linkName: String?
    var contentSize: Int64?
    var unpackedSize: Int64?

    /// Reads `LENGTH KEY=VALUE\n` records.
    mutating func read(pax bytes: [UInt8], isGlobal: Bool) throws(ArchiveRefusal) {
        var rest = bytes[...]
        while let first = rest.first, first != 0 {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard digits.count < 8, let length = Int(String(decoding: digits, as: UTF8.self)),
                length > digits.count + 1, length <= rest.count,
                let equals = rest.prefix(length).firstIndex(of: UInt8(ascii: "=")),
                rest[rest.startIndex + length - 1] == UInt8(ascii: "\n")
            else { throw .damaged("a pax record is not one") }
            let key = String(decoding: rest[(digits.endIndex + 1)..<equals], as: UTF8.self)
            let value = rest[(equals + 1)..<(rest.startIndex + length - 1)]
            rest = rest.dropFirst(length)
            try take(key, value, isGlobal: isGlobal)
        }
    }

    private mutating func take(_ key: String, _ value: ArraySlice<UInt8>, isGlobal: Bool)
        throws(ArchiveRefusal)
    {
        for space in ["SCHILY.xattr.", "LIBARCHIVE.xattr."] where key.hasPrefix(space) {
            let name = key.dropFirst(space.utf8.count)
            if name.hasPrefix("trusted.") || name.hasPrefix("%74") { throw .attribute(String(name)) }
        }
        let meaning: Set = [
            "path", "linkpath", "size", "GNU.sparse.name", "GNU.sparse.realsize", "GNU.sparse.size",
            "SCHILY.realsize",
        ]
        guard meaning.contains(key) else { return }
        // A name for every entry to come is no honest archive's.
        guard !isGlobal else { throw .damaged("a global pax record sets '\(key)'") }
        guard !value.contains(0) else { throw .damaged("a pax record '\(key)' holds a zero byte") }
        let text = String(decoding: value, as: UTF8.self)
        switch key {
        case "path": if name == nil { name = text }
        case "GNU.sparse.name": name = text
        case "linkpath": linkName = text
        default:
            guard let number = Int64(text), number >= 0 else {
                throw .damaged("a pax record '\(key)' is no size: \(text)")
            }
            if key == "size" { contentSize = number } else { unpackedSize = number }
        }
    }
}
