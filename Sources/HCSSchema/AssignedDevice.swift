/// A device of the host given to a container.
///
/// From hcsshim 0.6.12.
public struct AssignedDevice: Hashable, Sendable {
    /// GUID of the device interface class.
    public var interfaceClassGuid: String

    /// Makes the document; what is not given is zero.
    public init(interfaceClassGuid: String = "") {
        self.interfaceClassGuid = interfaceClassGuid
    }
}

extension AssignedDevice: Codable {
    enum Field: String, CaseIterable {
        case interfaceClassGuid = "InterfaceClassGuid"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        interfaceClassGuid = try fields.text(.interfaceClassGuid)
    }

    /// Writes the fields that are not zero, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(interfaceClassGuid, .interfaceClassGuid)
    }
}
