/// Selects compute systems: fields are combined with and, the values of one field with or.
public struct ComputeSystemQuery: Hashable, Sendable {
    /// Exact ids; empty selects all.
    public var ids: [String]

    /// System types, compared without regard to case; empty selects all.
    public var types: [String]

    /// Exact names; empty selects all.
    public var names: [String]

    /// Exact owners; empty selects all.
    public var owners: [String]

    /// Makes the document; what is not given is zero.
    public init(ids: [String] = [], types: [String] = [], names: [String] = [], owners: [String] = []) {
        self.ids = ids
        self.types = types
        self.names = names
        self.owners = owners
    }
}

extension ComputeSystemQuery: Codable {
    enum Field: String, CaseIterable {
        case ids = "Ids"
        case types = "Types"
        case names = "Names"
        case owners = "Owners"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        ids = try fields.list(.ids)
        types = try fields.list(.types)
        names = try fields.list(.names)
        owners = try fields.list(.owners)
    }

    /// Writes the fields that are not zero, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(ids, .ids)
        try fields.writeUnlessEmpty(types, .types)
        try fields.writeUnlessEmpty(names, .names)
        try fields.writeUnlessEmpty(owners, .owners)
    }
}
