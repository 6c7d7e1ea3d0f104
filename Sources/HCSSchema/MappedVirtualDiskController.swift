/// The disks on one virtual disk controller.
public struct MappedVirtualDiskController: Hashable, Sendable {
    /// The disks by their logical unit number.
    public var mappedVirtualDisks: [Int: MappedVirtualDisk]

    /// Makes the document; what is not given is zero.
    public init(mappedVirtualDisks: [Int: MappedVirtualDisk] = [:]) {
        self.mappedVirtualDisks = mappedVirtualDisks
    }
}

extension MappedVirtualDiskController: Codable {
    enum Field: String, CaseIterable {
        case mappedVirtualDisks = "MappedVirtualDisks"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        mappedVirtualDisks = try fields.numberedMap(.mappedVirtualDisks)
    }

    /// Writes the fields that are not zero, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(mappedVirtualDisks, .mappedVirtualDisks)
    }
}
