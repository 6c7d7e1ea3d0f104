/// A change to a running container.
public struct ResourceModificationRequestResponse: Hashable, Sendable {
    /// `RequestType` of a request that adds.
    public static let add = "Add"

    /// `RequestType` of a request that removes.
    public static let remove = "Remove"

    /// What is changed: `Network`, `MappedVirtualDisk`, `MappedDirectory` and others.
    public var resourceType: String

    /// The resource: for `Network` the endpoint's id as a string, else an object; nil is written as `null`.
    public var settings: RawJSON?

    /// `Add`, `Remove` or `Update`; empty is taken for `Add`.
    public var requestType: String

    /// Makes the document; what is not given is zero.
    public init(resourceType: String = "", settings: RawJSON? = nil, requestType: String = "") {
        self.resourceType = resourceType
        self.settings = settings
        self.requestType = requestType
    }
}

extension ResourceModificationRequestResponse: Codable {
    enum Field: String, CaseIterable {
        case resourceType = "ResourceType"
        case settings = "Settings"
        case requestType = "RequestType"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        resourceType = try fields.text(.resourceType)
        let value: GoValue? = try fields.pointer(.settings)
        settings = value?.json
        requestType = try fields.text(.requestType)
    }

    /// Writes the fields in the order of hcsshim; the request type only if not empty.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.write(resourceType, .resourceType)
        try fields.write(settings, .settings)
        try fields.writeUnlessEmpty(requestType, .requestType)
    }

    /// hcsshim declares `Settings interface{}`, so its keys come out sorted and its numbers as float64.
    private struct GoValue: Decodable {
        let json: RawJSON

        init(from decoder: any Decoder) throws {
            json = try RawJSON(from: decoder, reader: RawJSON.valueReaderKey)
        }
    }
}
