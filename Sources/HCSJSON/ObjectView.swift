/// The members of an object, or of several under one key, which in Go are merged.
final class ObjectView {
    let source: Source

    /// A map has any keys, compared exactly; a struct has its own, compared as Go does.
    private let isMap: Bool

    /// Index of each member's key; its value follows.
    private let keys: [Int]

    /// For a map: the last value of each key.
    private var entries: [String: Int] = [:]
    private var entryNames: [String] = []

    // Kept in strict mode only.
    private var isKnown: [Bool] = []
    private var askedFor: [String] = []
    private var nested: [ObjectView] = []

    init(_ source: Source, _ candidates: Candidates, isMap: Bool) throws(JSONError) {
        self.source = source
        self.isMap = isMap
        var keys: [Int] = []
        for node in candidates.all where source.tape.kind(node) != .null {
            try source.require(.object, node)
            keys += source.tape.elements(of: node)
        }
        self.keys = keys
        if isMap {
            try indexEntries()
        } else if source.isStrict {
            isKnown = Array(repeating: false, count: keys.count)
        }
    }

    /// Whether keys of this type take any name, as a map's do and an enum's do not.
    static func isMap<Key: CodingKey>(_ type: Key.Type) -> Bool {
        Key(stringValue: "\0") != nil
    }

    private func indexEntries() throws(JSONError) {
        for key in keys {
            let name = source.scalars.string(key, in: source.tape)
            if entries.updateValue(key + 1, forKey: name) == nil {
                entryNames.append(name)
            } else if source.isStrict {
                throw source.tape.error(.duplicateKey, "the key \"\(name)\" is there twice", at: key)
            }
        }
    }

    /// The names of the members: of a map without duplicates, in the order of the text.
    var names: [String] {
        isMap ? entryNames : keys.map { source.scalars.string($0, in: source.tape) }
    }

    func candidates(_ name: String) throws(JSONError) -> Candidates? {
        if isMap { return entries[name].map { Candidates($0) } }
        if source.isStrict { return try onlyCandidate(name) }
        var last: Int?
        var earlier: [Int] = []
        for key in keys where match(key, name) != nil {
            if let last { earlier.append(last) }
            last = key + 1
        }
        return last.map { Candidates($0, earlier: earlier) }
    }

    private func onlyCandidate(_ name: String) throws(JSONError) -> Candidates? {
        askedFor.append(name)
        var found: Int?
        for (index, key) in keys.enumerated() {
            guard let match = match(key, name) else { continue }
            if found != nil {
                throw source.tape.error(.duplicateKey, "the key \"\(name)\" is there twice", at: key)
            }
            if match == .folded, !isKnown[index] {
                source.warnings.append(
                    source.tape.error(.foldedKey, "the key is written \"\(name)\"", at: key))
            }
            isKnown[index] = true
            found = key + 1
        }
        return found.map { Candidates($0) }
    }

    private enum Match {
        case exact, folded
    }

    private func match(_ key: Int, _ name: String) -> Match? {
        let tape = source.tape
        let first = tape.bytes[tape.range(key).lowerBound + 1]
        // Most keys are another one.
        if first < 0x80, first != UInt8(ascii: "\\"), first | 0x20 != (name.utf8.first ?? 0) | 0x20 {
            return nil
        }
        var name = name
        if tape.nodes[key].isComplex || tape.nodes[key].needsRepair {
            var decoded = source.scalars.string(key, in: tape)
            return decoded.withUTF8 { key in name.withUTF8 { KeyText.match(key[...], $0) } }
        }
        let range = tape.range(key)
        return tape.bytes.withUnsafeBufferPointer { bytes in
            name.withUTF8 { KeyText.match(bytes[range.lowerBound + 1..<range.upperBound - 1], $0) }
        }
    }

    private enum KeyText {
        /// Go's comparison: exact, or equal under simple case folding, for a name in ASCII.
        static func match(
            _ key: Slice<UnsafeBufferPointer<UInt8>>, _ name: UnsafeBufferPointer<UInt8>
        ) -> Match? {
            var isExact = key.count == name.count
            var index = key.startIndex
            for expected in name {
                guard index < key.endIndex else { return nil }
                if key[index] == expected {
                    index += 1
                    continue
                }
                isExact = false
                guard let (folded, length) = folded(key, index), folded == lowercased(expected) else {
                    return nil
                }
                index += length
            }
            guard index == key.endIndex else { return nil }
            return isExact ? .exact : .folded
        }

        private static func lowercased(_ byte: UInt8) -> UInt8 {
            (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        }

        private static func folded(
            _ key: Slice<UnsafeBufferPointer<UInt8>>, _ index: Int
        ) -> (UInt8, length: Int)? {
            if key[index] < 0x80 { return (lowercased(key[index]), 1) }
            let rest = key[index...]
            // The two characters beyond ASCII that fold into it: long s and the Kelvin sign.
            if rest.starts(with: [0xC5, 0xBF]) { return (UInt8(ascii: "s"), 2) }
            if rest.starts(with: [0xE2, 0x84, 0xAA]) { return (UInt8(ascii: "k"), 3) }
            return nil
        }
    }
}

extension ObjectView {
    /// A view on a member's value that is checked for unknown keys together with this one.
    func nestedView<Key: CodingKey>(
        _ candidates: Candidates, _ type: Key.Type
    ) throws(JSONError) -> ObjectView {
        let view = try ObjectView(source, candidates, isMap: Self.isMap(type))
        if source.isStrict { nested.append(view) }
        return view
    }

    /// Whatever the type has not asked for by now, it does not know.
    func rejectUnknownKeys() throws(JSONError) {
        for view in nested { try view.rejectUnknownKeys() }
        guard let index = isKnown.firstIndex(of: false) else { return }
        let name = source.scalars.string(keys[index], in: source.tape)
        var message = "unknown key \"\(name)\""
        if let suggestion = Suggestion.nearest(to: name, among: askedFor) {
            message += "; did you mean \"\(suggestion)\"?"
        }
        throw source.tape.error(.unknownKey, message, at: keys[index])
    }
}

package enum Suggestion {
    /// The candidate with the fewest edits, if there are at most two of them and less than half the name.
    package static func nearest(to name: String, among candidates: [String]) -> String? {
        let name = Array(name.lowercased().utf8.prefix(64))
        var best: (text: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(name, Array(candidate.lowercased().utf8))
            if distance <= 2, distance * 2 < name.count, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.text
    }

    private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
        var row = Array(0...second.count)
        for (index, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let substituted = diagonal + (second[column] == byte ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
