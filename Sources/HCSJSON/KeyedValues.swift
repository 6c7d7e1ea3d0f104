/// Reads an object by its keys.
///
/// The conventions that let a type say what Go knows from its declaration: `decodeIfPresent` of anything but a scalar
/// reads a pointer, slice or map, which null clears; `decode` reads a value that null leaves as it was.
struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let view: ObjectView

    private var source: Source { view.source }

    var codingPath: [any CodingKey] { [] }

    var allKeys: [Key] {
        view.names.compactMap { Key(stringValue: $0) }
    }

    func contains(_ key: Key) -> Bool {
        // A duplicate key is reported by the read that follows.
        do { return try view.candidates(key.stringValue) != nil } catch { return true }
    }

    private func required(_ key: Key) throws -> Candidates {
        guard let candidates = try view.candidates(key.stringValue) else {
            throw DecodingError.keyNotFound(
                key, DecodingError.Context(codingPath: [], debugDescription: "the key is missing"))
        }
        return candidates
    }

    private func cleared(_ key: Key) throws -> Candidates? {
        try view.candidates(key.stringValue)?.sinceNull(in: source.tape)
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        try cleared(key) == nil
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try source.boolean(required(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try source.string(required(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try source.double(required(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        Float(try source.double(required(key)))
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try source.integer(required(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try source.integer(required(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try source.integer(required(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try source.integer(required(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try source.integer(required(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try source.integer(required(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try source.integer(required(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try source.integer(required(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try source.integer(required(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try source.integer(required(key)) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try source.decode(type, required(key))
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try scalar(key, source.boolean)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try scalar(key, source.string)
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try scalar(key, source.integer)
    }

    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try scalar(key, source.integer)
    }

    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
        try scalar(key, source.integer)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let candidates = try view.candidates(key.stringValue) else { return nil }
        let rest = candidates.sinceNull(in: source.tape)
        if !candidates.earlier.isEmpty, rest?.earlier.count != candidates.earlier.count {
            // Cleared, but Go reports a value that does not fit all the same.
            _ = try source.decode(type, candidates)
        }
        return try rest.map { try source.decode(type, $0) }
    }

    /// A scalar that a later null leaves as it was.
    private func scalar<Value>(
        _ key: Key, _ read: (Candidates) throws(JSONError) -> Value
    ) throws -> Value? {
        guard let candidates = try view.candidates(key.stringValue) else { return nil }
        if candidates.earlier.isEmpty, source.tape.kind(candidates.last) == .null { return nil }
        return try read(candidates)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        let candidates = try cleared(key) ?? required(key)
        return KeyedDecodingContainer(KeyedValues<NestedKey>(view: try view.nestedView(candidates, type)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try ArrayView(source, required(key))
    }

    func superDecoder() throws -> any Decoder {
        guard let key = Key(stringValue: "super") else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "the key \"super\" is missing"))
        }
        return try superDecoder(forKey: key)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        ValueDecoder(source, try required(key))
    }
}
