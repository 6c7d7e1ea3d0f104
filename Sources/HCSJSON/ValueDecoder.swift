/// Decodes one value.
final class ValueDecoder: Decoder {
    let source: Source
    let candidates: Candidates
    private var object: ObjectView?
    private var array: ArrayView?

    init(_ source: Source, _ candidates: Candidates) {
        self.source = source
        self.candidates = candidates
    }

    // Pointers are found from the tape, and only when there is an error to report.
    var codingPath: [any CodingKey] { [] }

    var userInfo: [CodingUserInfoKey: Any] { RawText.readers }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let view = try object ?? ObjectView(source, candidates, isMap: ObjectView.isMap(type))
        object = view
        return KeyedDecodingContainer(KeyedValues(view: view))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let view = try array ?? ArrayView(source, candidates)
        array = view
        return view
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        SingleValue(source: source, candidates: candidates)
    }

    func rejectLeftovers() throws(JSONError) {
        try object?.rejectUnknownKeys()
        try array?.rejectSurplus()
    }
}

struct SingleValue: SingleValueDecodingContainer {
    let source: Source
    let candidates: Candidates

    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool {
        candidates.all.allSatisfy { source.tape.kind($0) == .null }
    }

    func decode(_ type: Bool.Type) throws -> Bool { try source.boolean(candidates) }
    func decode(_ type: String.Type) throws -> String { try source.string(candidates) }
    func decode(_ type: Double.Type) throws -> Double { try source.double(candidates) }
    func decode(_ type: Float.Type) throws -> Float { Float(try source.double(candidates)) }
    func decode(_ type: Int.Type) throws -> Int { try source.integer(candidates) }
    func decode(_ type: Int8.Type) throws -> Int8 { try source.integer(candidates) }
    func decode(_ type: Int16.Type) throws -> Int16 { try source.integer(candidates) }
    func decode(_ type: Int32.Type) throws -> Int32 { try source.integer(candidates) }
    func decode(_ type: Int64.Type) throws -> Int64 { try source.integer(candidates) }
    func decode(_ type: UInt.Type) throws -> UInt { try source.integer(candidates) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try source.integer(candidates) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try source.integer(candidates) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try source.integer(candidates) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try source.integer(candidates) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try source.decode(type, candidates)
    }
}

/// An array, or several under one key: as in Go the later are decoded into the elements of the earlier.
final class ArrayView: UnkeyedDecodingContainer {
    private let source: Source
    private let elements: [Candidates]
    private(set) var currentIndex = 0

    init(_ source: Source, _ candidates: Candidates) throws(JSONError) {
        self.source = source
        if candidates.earlier.isEmpty, source.tape.kind(candidates.last) == .array {
            elements = source.tape.elements(of: candidates.last).map { Candidates($0) }
            return
        }
        var merged: [[Int]] = []
        for node in candidates.all where source.tape.kind(node) != .null {
            try source.require(.array, node)
            let elements = source.tape.elements(of: node)
            merged.removeLast(max(0, merged.count - elements.count))
            for (index, element) in elements.enumerated() {
                if index < merged.count { merged[index].append(element) } else { merged.append([element]) }
            }
        }
        elements = merged.compactMap { nodes in
            nodes.last.map { Candidates($0, earlier: Array(nodes.dropLast())) }
        }
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    private func next() throws -> Candidates {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Any.self, DecodingError.Context(codingPath: [], debugDescription: "the array is too short"))
        }
        defer { currentIndex += 1 }
        return elements[currentIndex]
    }

    func rejectSurplus() throws(JSONError) {
        guard !isAtEnd else { return }
        throw source.tape.error(
            .type, "expected at most \(currentIndex) elements, found \(elements.count)",
            at: elements[currentIndex].last)
    }

    func decodeNil() throws -> Bool {
        guard !isAtEnd, source.tape.kind(elements[currentIndex].last) == .null else { return false }
        currentIndex += 1
        return true
    }

    func decode(_ type: Bool.Type) throws -> Bool { try source.boolean(next()) }
    func decode(_ type: String.Type) throws -> String { try source.string(next()) }
    func decode(_ type: Double.Type) throws -> Double { try source.double(next()) }
    func decode(_ type: Float.Type) throws -> Float { Float(try source.double(next())) }
    func decode(_ type: Int.Type) throws -> Int { try source.integer(next()) }
    func decode(_ type: Int8.Type) throws -> Int8 { try source.integer(next()) }
    func decode(_ type: Int16.Type) throws -> Int16 { try source.integer(next()) }
    func decode(_ type: Int32.Type) throws -> Int32 { try source.integer(next()) }
    func decode(_ type: Int64.Type) throws -> Int64 { try source.integer(next()) }
    func decode(_ type: UInt.Type) throws -> UInt { try source.integer(next()) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try source.integer(next()) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try source.integer(next()) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try source.integer(next()) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try source.integer(next()) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try source.decode(type, next())
    }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try ValueDecoder(source, next()).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try ArrayView(source, next())
    }

    func superDecoder() throws -> any Decoder {
        ValueDecoder(source, try next())
    }
}
