/// A row whose table and whose document are tables of columns and fields: the one description of an output, for the renderer
/// and for `hcsctl schema`.
protocol OutputRow: TableRow, SendableMetatype {
    /// The keys of its document in their order; `SchemaVersion` comes before them.
    static var fields: [OutputField<Self>] { get }
    static var tableColumns: [OutputColumn<Self>] { get }
}

extension OutputRow {
    static func columns(isWide: Bool) -> [TableColumn] {
        standardColumns(isWide: isWide).map(\.table)
    }

    static func standardColumns(isWide: Bool) -> [OutputColumn<Self>] {
        tableColumns.filter { $0.place == .always || isWide && $0.place == .wide }
    }

    func cells(isWide: Bool) -> [String] {
        Self.standardColumns(isWide: isWide).map { $0.cell(self) }
    }

    /// The keys of its document, for `hcsctl schema`.
    static var schema: [FieldInfo] {
        [SchemaVersion.field] + fields.map(\.info)
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: OutputKey.self)
        try keys.encode(SchemaVersion.current, forKey: SchemaVersion.key)
        for field in Self.fields { try field.value(self).encode(into: &keys, OutputKey(field.info.key)) }
    }
}

/// The version of our own documents: within a major one, keys are only added.
enum SchemaVersion {
    static let current = "1.0"
    static let key = OutputKey("SchemaVersion")
    static let field = FieldInfo("SchemaVersion", .text, "version of this document's form")
}

/// A key of a document of ours.
struct OutputKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) {
        stringValue = name
    }

    /// Keys that take any name are a map's to the encoder, and a map is sorted.
    init?(stringValue: String) {
        nil
    }

    init?(intValue: Int) {
        nil
    }
}

extension FieldValue {
    func encode(into keys: inout KeyedEncodingContainer<OutputKey>, _ key: OutputKey) throws {
        switch self {
        case .null, .time(nil): try keys.encodeNil(forKey: key)
        case .text(let text): try keys.encode(text, forKey: key)
        case .unsigned(let number): try keys.encode(number, forKey: key)
        case .signed(let number): try keys.encode(number, forKey: key)
        case .number(let number): try keys.encode(number, forKey: key)
        case .boolean(let flag): try keys.encode(flag, forKey: key)
        case .time(let time): try keys.encode(MillisecondTime(time), forKey: key)
        case .document(let document): try document.encode(to: keys.superEncoder(forKey: key))
        case .object(let members):
            var inner = keys.nestedContainer(keyedBy: OutputKey.self, forKey: key)
            for (name, value) in members { try value.encode(into: &inner, OutputKey(name)) }
        case .list(let values):
            var list = keys.nestedUnkeyedContainer(forKey: key)
            for value in values { try value.encode(into: &list) }
        }
    }

    private func encode(into list: inout any UnkeyedEncodingContainer) throws {
        switch self {
        case .null, .time(nil): try list.encodeNil()
        case .text(let text): try list.encode(text)
        case .unsigned(let number): try list.encode(number)
        case .signed(let number): try list.encode(number)
        case .number(let number): try list.encode(number)
        case .boolean(let flag): try list.encode(flag)
        case .time(let time): try list.encode(MillisecondTime(time))
        case .document(let document): try document.encode(to: list.superEncoder())
        case .object(let members):
            var inner = list.nestedContainer(keyedBy: OutputKey.self)
            for (name, value) in members { try value.encode(into: &inner, OutputKey(name)) }
        case .list(let values):
            var inner: any UnkeyedEncodingContainer = list.nestedUnkeyedContainer()
            for value in values { try value.encode(into: &inner) }
        }
    }
}
