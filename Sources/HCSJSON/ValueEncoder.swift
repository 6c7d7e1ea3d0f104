import CJSONC

/// Encodes one value into a json-c tree.
final class ValueEncoder: Encoder {
    /// Owned here, unless the value is part of another and its tree has gone there.
    private var tree: OpaquePointer?
    private var isMap = false
    private let parent: ContainerWriter?
    private let key: String?

    /// With a parent the value goes there as soon as it is known, with a key if that is an object.
    init(parent: ContainerWriter? = nil, key: String? = nil) {
        self.parent = parent
        self.key = key
    }

    deinit {
        if parent == nil { json_object_put(tree) }
    }

    var codingPath: [any CodingKey] { [] }

    var userInfo: [CodingUserInfoKey: Any] { RawText.writers }

    /// The tree of a value, owned by the caller.
    static func encode(_ value: some Encodable) throws -> OpaquePointer? {
        let encoder = ValueEncoder()
        if let map = textMap(value) {
            encoder.set(try EncodedValue.tree(of: map))
        } else {
            try value.encode(to: encoder)
            if encoder.isMap { encoder.set(EncodedValue.sorted(encoder.tree)) }
        }
        defer { encoder.tree = nil }
        return encoder.tree
    }

    /// The value if it is a map, which is written sorted by the bytes of its keys, as in Go.
    private static func textMap<Value: Encodable>(_ value: Value) -> [String: String]? {
        Value.self == [String: String].self ? value as? [String: String] : nil
    }

    func set(_ value: EncodedValue) throws(JSONError) {
        set(try value.makeObject())
    }

    private func set(_ object: OpaquePointer?) {
        if let parent, let key {
            json_object_object_add(parent.tree, key, object)
        } else if let parent {
            json_object_array_add(parent.tree, object)
        } else {
            json_object_put(tree)
        }
        tree = object
    }

    /// The container to write to: a type may ask for it more than once.
    private func container(_ type: json_type, _ make: () -> OpaquePointer?) -> ContainerWriter {
        if json_object_get_type(tree) != type { set(make()) }
        return ContainerWriter(tree: tree, owner: self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        isMap = ObjectView.isMap(type)
        return KeyedEncodingContainer(
            KeyedWriter(writer: container(json_type_object, json_object_new_object)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        UnkeyedWriter(writer: container(json_type_array, json_object_new_array))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleValueWriter(encoder: self)
    }
}

/// An object or array that is being written.
struct ContainerWriter {
    let tree: OpaquePointer?

    /// Keeps the tree alive.
    let owner: ValueEncoder

    func add(_ value: OpaquePointer?, _ key: String) throws(JSONError) {
        try EncodedValue.add(value, to: tree, key)
    }

    func append(_ value: OpaquePointer?) {
        json_object_array_add(tree, value)
    }

    func child(_ tree: OpaquePointer?) -> ContainerWriter {
        ContainerWriter(tree: tree, owner: owner)
    }
}

struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: ContainerWriter

    var codingPath: [any CodingKey] { [] }

    private func add(_ value: EncodedValue, _ key: Key) throws(JSONError) {
        try writer.add(value.makeObject(), key.stringValue)
    }

    func encodeNil(forKey key: Key) throws { try add(.null, key) }
    func encode(_ value: Bool, forKey key: Key) throws { try add(.boolean(value), key) }
    func encode(_ value: String, forKey key: Key) throws { try add(.string(value), key) }
    func encode(_ value: Double, forKey key: Key) throws { try add(.number(value), key) }
    func encode(_ value: Float, forKey key: Key) throws { try add(.number(Double(value)), key) }
    func encode(_ value: Int, forKey key: Key) throws { try add(.signed(Int64(value)), key) }
    func encode(_ value: Int8, forKey key: Key) throws { try add(.signed(Int64(value)), key) }
    func encode(_ value: Int16, forKey key: Key) throws { try add(.signed(Int64(value)), key) }
    func encode(_ value: Int32, forKey key: Key) throws { try add(.signed(Int64(value)), key) }
    func encode(_ value: Int64, forKey key: Key) throws { try add(.signed(value), key) }
    func encode(_ value: UInt, forKey key: Key) throws { try add(.unsigned(UInt64(value)), key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try add(.unsigned(UInt64(value)), key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try add(.unsigned(UInt64(value)), key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try add(.unsigned(UInt64(value)), key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try add(.unsigned(value), key) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try writer.add(ValueEncoder.encode(value), key.stringValue)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        let object = json_object_new_object()
        json_object_object_add(writer.tree, key.stringValue, object)
        return KeyedEncodingContainer(KeyedWriter<NestedKey>(writer: writer.child(object)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let array = json_object_new_array()
        json_object_object_add(writer.tree, key.stringValue, array)
        return UnkeyedWriter(writer: writer.child(array))
    }

    func superEncoder() -> any Encoder {
        ValueEncoder(parent: writer, key: "super")
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        ValueEncoder(parent: writer, key: key.stringValue)
    }
}

struct UnkeyedWriter: UnkeyedEncodingContainer {
    let writer: ContainerWriter

    var codingPath: [any CodingKey] { [] }

    var count: Int { json_object_array_length(writer.tree) }

    private func append(_ value: EncodedValue) throws(JSONError) {
        writer.append(try value.makeObject())
    }

    func encodeNil() throws { try append(.null) }
    func encode(_ value: Bool) throws { try append(.boolean(value)) }
    func encode(_ value: String) throws { try append(.string(value)) }
    func encode(_ value: Double) throws { try append(.number(value)) }
    func encode(_ value: Float) throws { try append(.number(Double(value))) }
    func encode(_ value: Int) throws { try append(.signed(Int64(value))) }
    func encode(_ value: Int8) throws { try append(.signed(Int64(value))) }
    func encode(_ value: Int16) throws { try append(.signed(Int64(value))) }
    func encode(_ value: Int32) throws { try append(.signed(Int64(value))) }
    func encode(_ value: Int64) throws { try append(.signed(value)) }
    func encode(_ value: UInt) throws { try append(.unsigned(UInt64(value))) }
    func encode(_ value: UInt8) throws { try append(.unsigned(UInt64(value))) }
    func encode(_ value: UInt16) throws { try append(.unsigned(UInt64(value))) }
    func encode(_ value: UInt32) throws { try append(.unsigned(UInt64(value))) }
    func encode(_ value: UInt64) throws { try append(.unsigned(value)) }

    func encode(_ value: some Encodable) throws {
        writer.append(try ValueEncoder.encode(value))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        let object = json_object_new_object()
        writer.append(object)
        return KeyedEncodingContainer(KeyedWriter<NestedKey>(writer: writer.child(object)))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let array = json_object_new_array()
        writer.append(array)
        return UnkeyedWriter(writer: writer.child(array))
    }

    func superEncoder() -> any Encoder {
        ValueEncoder(parent: writer)
    }
}

struct SingleValueWriter: SingleValueEncodingContainer {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { try encoder.set(.null) }
    func encode(_ value: Bool) throws { try encoder.set(.boolean(value)) }
    func encode(_ value: String) throws { try encoder.set(.string(value)) }
    func encode(_ value: Double) throws { try encoder.set(.number(value)) }
    func encode(_ value: Float) throws { try encoder.set(.number(Double(value))) }
    func encode(_ value: Int) throws { try encoder.set(.signed(Int64(value))) }
    func encode(_ value: Int8) throws { try encoder.set(.signed(Int64(value))) }
    func encode(_ value: Int16) throws { try encoder.set(.signed(Int64(value))) }
    func encode(_ value: Int32) throws { try encoder.set(.signed(Int64(value))) }
    func encode(_ value: Int64) throws { try encoder.set(.signed(value)) }
    func encode(_ value: UInt) throws { try encoder.set(.unsigned(UInt64(value))) }
    func encode(_ value: UInt8) throws { try encoder.set(.unsigned(UInt64(value))) }
    func encode(_ value: UInt16) throws { try encoder.set(.unsigned(UInt64(value))) }
    func encode(_ value: UInt32) throws { try encoder.set(.unsigned(UInt64(value))) }
    func encode(_ value: UInt64) throws { try encoder.set(.unsigned(value)) }

    func encode(_ value: some Encodable) throws {
        try value.encode(to: encoder)
    }
}
