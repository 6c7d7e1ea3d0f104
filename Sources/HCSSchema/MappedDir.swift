/// A host directory (or file) shown inside a container.
public struct MappedDir: Hashable, Sendable {
    /// Absolute path on the host.
    public var hostPath: String

    /// Absolute path inside the container.
    public var containerPath: String

    /// Whether the container may not write.
    public var readOnly: Bool

    /// Limit in bytes a second; 0 is no limit.
    public var bandwidthMaximum: UInt64

    /// Limit in operations a second; 0 is no limit.
    public var iopsMaximum: UInt64

    /// Whether the directory is for the utility VM itself.
    ///
    /// From hcsshim 0.6.4; written only when true, so that documents of the first version keep their bytes.
    public var createInUtilityVM: Bool

    /// Whether Linux owners and modes are kept on a Windows host.
    ///
    /// From hcsshim 0.6.12.
    public var linuxMetadata: Bool

    /// Makes the document; what is not given is zero.
    public init(
        hostPath: String = "",
        containerPath: String = "",
        readOnly: Bool = false,
        bandwidthMaximum: UInt64 = 0,
        iopsMaximum: UInt64 = 0,
        createInUtilityVM: Bool = false,
        linuxMetadata: Bool = false
    ) {
        self.hostPath = hostPath
        self.containerPath = containerPath
        self.readOnly = readOnly
        self.bandwidthMaximum = bandwidthMaximum
        self.iopsMaximum = iopsMaximum
        self.createInUtilityVM = createInUtilityVM
        self.linuxMetadata = linuxMetadata
    }
}

extension MappedDir: Codable {
    enum Field: String, CaseIterable {
        case hostPath = "HostPath"
        case containerPath = "ContainerPath"
        case readOnly = "ReadOnly"
        case bandwidthMaximum = "BandwidthMaximum"
        case iopsMaximum = "IOPSMaximum"
        case createInUtilityVM = "CreateInUtilityVM"
        case linuxMetadata = "LinuxMetadata"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        hostPath = try fields.text(.hostPath)
        containerPath = try fields.text(.containerPath)
        readOnly = try fields.flag(.readOnly)
        bandwidthMaximum = try fields.integer(.bandwidthMaximum)
        iopsMaximum = try fields.integer(.iopsMaximum)
        createInUtilityVM = try fields.flag(.createInUtilityVM)
        linuxMetadata = try fields.flag(.linuxMetadata)
    }

    /// Writes the fields in the order of hcsshim; those with `omitempty` there only if not zero.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.write(hostPath, .hostPath)
        try fields.write(containerPath, .containerPath)
        try fields.write(readOnly, .readOnly)
        try fields.write(bandwidthMaximum, .bandwidthMaximum)
        try fields.write(iopsMaximum, .iopsMaximum)
        try fields.writeUnlessEmpty(createInUtilityVM, .createInUtilityVM)
        try fields.writeUnlessEmpty(linuxMetadata, .linuxMetadata)
    }
}
