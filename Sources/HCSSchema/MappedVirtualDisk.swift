/// A virtual disk attached to a container, and mounted unless `attachOnly`.
public struct MappedVirtualDisk: Hashable, Sendable {
    /// Absolute path of the disk image on the host; empty if the disk is known by its LUN alone.
    public var hostPath: String

    /// Absolute path inside the container where the disk is mounted, or its device is; may be empty with `attachOnly`.
    public var containerPath: String

    /// Whether the disk is for the utility VM itself.
    public var createInUtilityVM: Bool

    /// Whether the container may not write.
    public var readOnly: Bool

    /// Cache mode: empty, `Disabled`, `Enabled`, `Private` or `PrivateAllowSharing`.
    public var cache: String

    /// Whether the disk is attached but not mounted.
    ///
    /// Always written: the tag in hcsshim's source is malformed up to 0.8.6.
    public var attachOnly: Bool

    /// Makes the document; what is not given is zero.
    public init(
        hostPath: String = "",
        containerPath: String = "",
        createInUtilityVM: Bool = false,
        readOnly: Bool = false,
        cache: String = "",
        attachOnly: Bool = false
    ) {
        self.hostPath = hostPath
        self.containerPath = containerPath
        self.createInUtilityVM = createInUtilityVM
        self.readOnly = readOnly
        self.cache = cache
        self.attachOnly = attachOnly
    }
}

extension MappedVirtualDisk: Codable {
    enum Field: String, CaseIterable {
        case hostPath = "HostPath"
        case containerPath = "ContainerPath"
        case createInUtilityVM = "CreateInUtilityVM"
        case readOnly = "ReadOnly"
        case cache = "Cache"
        case attachOnly = "AttachOnly"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        hostPath = try fields.text(.hostPath)
        containerPath = try fields.text(.containerPath)
        createInUtilityVM = try fields.flag(.createInUtilityVM)
        readOnly = try fields.flag(.readOnly)
        cache = try fields.text(.cache)
        attachOnly = try fields.flag(.attachOnly)
    }

    /// Writes the fields in the order of hcsshim; those with `omitempty` there only if not zero.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(hostPath, .hostPath)
        try fields.write(containerPath, .containerPath)
        try fields.writeUnlessEmpty(createInUtilityVM, .createInUtilityVM)
        try fields.writeUnlessEmpty(readOnly, .readOnly)
        try fields.writeUnlessEmpty(cache, .cache)
        try fields.write(attachOnly, .attachOnly)
    }
}

extension MappedVirtualDisk {
    /// What `Cache` may be.
    static let cacheModes = ["", "Disabled", "Enabled", "Private", "PrivateAllowSharing"]

    /// What is wrong with a disk to attach; `pointer` is its own in the document.
    package func findings(_ pointer: String) -> [DocumentFinding] {
        var findings: [DocumentFinding] = []
        for (name, path) in [("/HostPath", hostPath), ("/ContainerPath", containerPath)] {
            let isLeftOut = name == "/ContainerPath" && attachOnly && path.isEmpty
            if !isLeftOut, !path.isAbsolutePath {
                findings.append(.init(pointer + name, "must be an absolute path"))
            }
            if path.utf8.contains(UInt8(ascii: "\n")) {
                findings.append(.init(pointer + name, "holds a newline"))
            }
        }
        if !Self.cacheModes.contains(cache) {
            findings.append(
                .init(
                    pointer + "/Cache",
                    "is \"\(cache)\"; it is Disabled, Enabled, Private, PrivateAllowSharing or left out"))
        }
        return findings
    }
}
