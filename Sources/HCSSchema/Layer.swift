/// A read-only layer of a container's storage.
public struct Layer: Hashable, Sendable {
    /// Identifies the layer: a GUID made from the folder's name in hcsshim, any text here.
    public var id: String

    /// Absolute path of the layer's folder or disk image on the host.
    public var path: String

    /// Makes the document; what is not given is zero.
    public init(id: String = "", path: String = "") {
        self.id = id
        self.path = path
    }
}

extension Layer: Codable {
    enum Field: String, CaseIterable {
        case id = "ID"
        case path = "Path"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        id = try fields.text(.id)
        path = try fields.text(.path)
    }

    /// Writes every field, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.write(id, .id)
        try fields.write(path, .path)
    }
}
