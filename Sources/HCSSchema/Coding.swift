// What the documents share: Go's `omitempty` and Go's zero values, on top of any Encoder and Decoder.

/// Reads the fields of a document, named by an enum of strings.
///
/// All documents share one `CodingKey` type: for each further one the Swift runtime would search the program for its
/// conformance, twice 20 µs a document in a static binary. For the same reason `Name` has no constraint here.
struct FieldReader<Name> {
    private let container: KeyedDecodingContainer<FieldKey>

    init(_ decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: FieldKey.self)
    }
}

extension FieldReader where Name: RawRepresentable<String> {
    func text(_ name: Name) throws -> String {
        try container.decodeIfPresent(String.self, forKey: FieldKey(name.rawValue)) ?? ""
    }

    func flag(_ name: Name) throws -> Bool {
        try container.decodeIfPresent(Bool.self, forKey: FieldKey(name.rawValue)) ?? false
    }

    func integer(_ name: Name) throws -> UInt64 {
        try container.decodeIfPresent(UInt64.self, forKey: FieldKey(name.rawValue)) ?? 0
    }

    func integer(_ name: Name) throws -> Int64 {
        try container.decodeIfPresent(Int64.self, forKey: FieldKey(name.rawValue)) ?? 0
    }

    func integer(_ name: Name) throws -> UInt32 {
        try container.decodeIfPresent(UInt32.self, forKey: FieldKey(name.rawValue)) ?? 0
    }

    func list<Element: Decodable>(_ name: Name) throws -> [Element] {
        try pointer(name) ?? []
    }

    func map(_ name: Name) throws -> [String: String] {
        try pointer(name) ?? [:]
    }

    /// What in Go is a pointer, a slice or a map: null is nil, and clears what an equal key before it held.
    func pointer<Value: Decodable>(_ name: Name) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: FieldKey(name.rawValue))
    }

    /// What in Go is a struct or a fixed array held by value: null changes nothing.
    func value<Value: Decodable>(_ name: Name, or zero: @autoclosure () -> Value) throws -> Value {
        let key = FieldKey(name.rawValue)
        return container.contains(key) ? try container.decode(Value.self, forKey: key) : zero()
    }

    func numberedMap<Value: Decodable>(_ name: Name) throws -> [Int: Value] {
        let key = FieldKey(name.rawValue)
        guard container.contains(key), try !container.decodeNil(forKey: key) else { return [:] }
        let entries = try container.nestedContainer(keyedBy: MapKey.self, forKey: key)
        var map: [Int: Value] = [:]
        for entry in entries.allKeys {
            guard let number = entry.intValue else {
                throw DecodingError.typeMismatch(
                    Int.self,
                    DecodingError.Context(
                        codingPath: [key, entry],
                        debugDescription: "the key \"\(entry.stringValue)\" is not an integer"))
            }
            map[number] = try entries.decode(Value.self, forKey: entry)
        }
        return map
    }
}

/// Writes the fields of a document; the counterpart of `FieldReader`.
struct FieldWriter<Name> {
    private var container: KeyedEncodingContainer<FieldKey>

    init(_ encoder: any Encoder) {
        container = encoder.container(keyedBy: FieldKey.self)
    }
}

extension FieldWriter where Name: RawRepresentable<String> {
    mutating func write(_ value: String, _ name: Name) throws {
        try container.encode(value, forKey: FieldKey(name.rawValue))
    }

    mutating func write(_ value: Bool, _ name: Name) throws {
        try container.encode(value, forKey: FieldKey(name.rawValue))
    }

    mutating func write(_ value: UInt64, _ name: Name) throws {
        try container.encode(value, forKey: FieldKey(name.rawValue))
    }

    mutating func write(_ value: some Encodable, _ name: Name) throws {
        try container.encode(value, forKey: FieldKey(name.rawValue))
    }

    mutating func writeUnlessEmpty(_ value: String, _ name: Name) throws {
        if !value.isEmpty { try write(value, name) }
    }

    mutating func writeUnlessEmpty(_ value: Bool, _ name: Name) throws {
        if value { try write(value, name) }
    }

    mutating func writeUnlessEmpty(_ value: some BinaryInteger & Encodable, _ name: Name) throws {
        if value != 0 { try write(value, name) }
    }

    mutating func writeUnlessEmpty(_ value: some Collection & Encodable, _ name: Name) throws {
        if !value.isEmpty { try write(value, name) }
    }

    mutating func writeUnlessEmpty(_ value: (some Encodable)?, _ name: Name) throws {
        if let value { try write(value, name) }
    }

    mutating func writeUnlessEmpty(_ value: [Int: some Encodable], _ name: Name) throws {
        guard !value.isEmpty else { return }
        var entries = container.nestedContainer(keyedBy: MapKey.self, forKey: FieldKey(name.rawValue))
        // Sorted as text, so that 10 comes before 2, as in Go.
        let named = value.map { (name: String($0.key), item: $0.value) }
        for (name, item) in named.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            try entries.encode(item, forKey: MapKey(name))
        }
    }
}

/// The name of a field of any document.
///
/// It comes from the code, never from a text.
struct FieldKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(_ name: String) {
        stringValue = name
    }

    init?(stringValue: String) {
        return nil
    }

    init?(intValue: Int) {
        return nil
    }
}

/// A key of a map: any text.
struct MapKey: CodingKey {
    let stringValue: String

    init(_ name: String) {
        stringValue = name
    }

    init?(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        stringValue = String(intValue)
    }

    // Like Go's ParseInt, `Int(_:)` takes a sign and leading zeros: "+2" is 2 and "01" is 1.
    var intValue: Int? {
        Int(stringValue)
    }
}
