/// What boots the utility VM of a container with `HvPartition`.
public struct HvRuntime: Hashable, Sendable {
    /// Folder with the VM's image, kernel and initrd.
    public var imagePath: String

    /// Whether the VM starts without a saved template.
    public var skipTemplate: Bool

    /// Name of the initrd under `imagePath`.
    public var linuxInitrdFile: String

    /// Name of the kernel under `imagePath`.
    public var linuxKernelFile: String

    /// Words added to the kernel's command line.
    public var linuxBootParameters: String

    /// `Vhd` to boot from a disk; empty boots from the initrd.
    public var bootSource: String

    /// Whether the boot disk may be written.
    public var writableBootSource: Bool

    /// Makes the document; what is not given is zero.
    public init(
        imagePath: String = "",
        skipTemplate: Bool = false,
        linuxInitrdFile: String = "",
        linuxKernelFile: String = "",
        linuxBootParameters: String = "",
        bootSource: String = "",
        writableBootSource: Bool = false
    ) {
        self.imagePath = imagePath
        self.skipTemplate = skipTemplate
        self.linuxInitrdFile = linuxInitrdFile
        self.linuxKernelFile = linuxKernelFile
        self.linuxBootParameters = linuxBootParameters
        self.bootSource = bootSource
        self.writableBootSource = writableBootSource
    }
}

extension HvRuntime: Codable {
    enum Field: String, CaseIterable {
        case imagePath = "ImagePath"
        case skipTemplate = "SkipTemplate"
        case linuxInitrdFile = "LinuxInitrdFile"
        case linuxKernelFile = "LinuxKernelFile"
        case linuxBootParameters = "LinuxBootParameters"
        case bootSource = "BootSource"
        case writableBootSource = "WritableBootSource"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        imagePath = try fields.text(.imagePath)
        skipTemplate = try fields.flag(.skipTemplate)
        linuxInitrdFile = try fields.text(.linuxInitrdFile)
        linuxKernelFile = try fields.text(.linuxKernelFile)
        linuxBootParameters = try fields.text(.linuxBootParameters)
        bootSource = try fields.text(.bootSource)
        writableBootSource = try fields.flag(.writableBootSource)
    }

    /// Writes the fields that are not zero, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(imagePath, .imagePath)
        try fields.writeUnlessEmpty(skipTemplate, .skipTemplate)
        try fields.writeUnlessEmpty(linuxInitrdFile, .linuxInitrdFile)
        try fields.writeUnlessEmpty(linuxKernelFile, .linuxKernelFile)
        try fields.writeUnlessEmpty(linuxBootParameters, .linuxBootParameters)
        try fields.writeUnlessEmpty(bootSource, .bootSource)
        try fields.writeUnlessEmpty(writableBootSource, .writableBootSource)
    }
}
