import CJSONC

/// A value on its way into a json-c tree.
enum EncodedValue {
    case null
    case boolean(Bool)
    case signed(Int64)
    case unsigned(UInt64)
    case number(Double)
    case string(String)
    /// Text that is JSON already.
    case raw([UInt8])

    /// The json-c object, which the caller owns; nil is how json-c has null.
    func makeObject() throws(JSONError) -> OpaquePointer? {
        switch self {
        case .null: return nil
        case .boolean(let value): return json_object_new_boolean(value ? 1 : 0)
        case .signed(let value): return json_object_new_int64(value)
        case .unsigned(let value): return json_object_new_uint64(value)
        case .number(let value):
            guard value.isFinite else { throw JSONError(encoding: "\(value) is no JSON number") }
            return EncodedValue.raw(Array(GoText.number(value).utf8)).makeRawObject()
        case .string(let text):
            if text.utf8.contains(where: { $0 == 0x08 || $0 == 0x0C }) {
                return EncodedValue.raw(GoText.literal(text)).makeRawObject()
            }
            var text = text
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    json_object_new_string_len($0.baseAddress, Int32($0.count))
                }
            }
        case .raw: return makeRawObject()
        }
    }

    private func makeRawObject() -> OpaquePointer? {
        guard case .raw(let text) = self else { return nil }
        return text.withUnsafeBytes { bytes in
            hcs_json_new_raw(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
    }

    /// Adds a member to an object, which then owns the value.
    static func add(_ value: OpaquePointer?, to object: OpaquePointer?, _ key: String) throws(JSONError) {
        guard !key.utf8.contains(0) else {
            json_object_put(value)
            // json-c keeps keys as C strings and would cut it there.
            throw JSONError(encoding: "a key may not hold the character U+0000")
        }
        json_object_object_add(object, key, value)
    }

    /// The text of a json-c tree, as Go writes it.
    static func text(of tree: OpaquePointer?) -> [UInt8] {
        var length = 0
        let text = hcs_json_text(tree, &length)
        let bytes = UnsafeRawBufferPointer(start: text, count: length)
        return GoText.escapingMarkup(bytes.assumingMemoryBound(to: UInt8.self))
    }

    /// The text of a value, its keys sorted by their bytes.
    static func text(of value: GoValue) throws(JSONError) -> [UInt8] {
        let tree = try makeTree(value)
        defer { json_object_put(tree) }
        return text(of: tree)
    }

    /// A copy of an object, its members sorted by the bytes of their keys.
    static func sorted(_ object: OpaquePointer?) -> OpaquePointer? {
        var members: [(key: String, value: OpaquePointer?)] = []
        var iterator = json_object_iter_begin(object)
        var end = json_object_iter_end(object)
        while json_object_iter_equal(&iterator, &end) == 0 {
            let value = json_object_iter_peek_value(&iterator)
            members.append((String(cString: json_object_iter_peek_name(&iterator)), json_object_get(value)))
            json_object_iter_next(&iterator)
        }
        let copy = json_object_new_object()
        for (key, value) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            json_object_object_add(copy, key, value)
        }
        return copy
    }

    static func tree(of map: [String: String]) throws(JSONError) -> OpaquePointer? {
        try makeTree(.object(map.mapValues { .string($0) }))
    }

    private static func makeTree(_ value: GoValue) throws(JSONError) -> OpaquePointer? {
        switch value {
        case .null: return nil
        case .boolean(let value): return try EncodedValue.boolean(value).makeObject()
        case .number(let value): return try EncodedValue.number(value).makeObject()
        case .string(let text): return try EncodedValue.string(text).makeObject()
        case .array(let elements):
            return try owned(json_object_new_array()) { array throws(JSONError) in
                for element in elements { json_object_array_add(array, try makeTree(element)) }
            }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            return try owned(json_object_new_object()) { object throws(JSONError) in
                for (name, value) in sorted { try add(try makeTree(value), to: object, name) }
            }
        }
    }

    /// A container once it is filled; it is not lost if that fails.
    private static func owned(
        _ container: OpaquePointer?, _ fill: (OpaquePointer?) throws(JSONError) -> Void
    ) throws(JSONError) -> OpaquePointer? {
        do throws(JSONError) {
            try fill(container)
            return container
        } catch {
            json_object_put(container)
            throw error
        }
    }
}
