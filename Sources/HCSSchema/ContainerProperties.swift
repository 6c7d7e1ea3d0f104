/// What a compute system says about itself.
public struct ContainerProperties: Hashable, Sendable {
    /// The container's id.
    public var id: String

    /// `Created`, `Running`, `Paused`, `Stopped`, `SavedAsTemplate` or `Unknown`.
    ///
    /// From hcsshim 0.7.
    public var state: String

    /// The container's name.
    public var name: String

    /// `Container` or `VirtualMachine`.
    public var systemType: String

    /// `Linux` or `Windows`.
    ///
    /// From hcsshim 0.7.
    public var runtimeOsType: String

    /// The platform that created the container.
    public var owner: String

    /// GUID of the silo (Windows).
    public var siloGuid: String

    /// GUID of the utility VM.
    public var runtimeId: String

    /// Whether this is a template others are cloned from.
    public var isRuntimeTemplate: Bool

    /// Path of the utility VM's image.
    public var runtimeImagePath: String

    /// Whether the container has stopped.
    public var stopped: Bool

    /// How it stopped: `None`, `GracefulExit`, `ForcedExit`, `UnexpectedExit` or `Unknown`.
    public var exitType: String

    /// Whether updates wait to be installed.
    public var areUpdatesPending: Bool

    /// Root of the container's object namespace (Windows).
    public var obRoot: String

    /// Resource use; all zero unless asked for.
    public var statistics: Statistics

    /// The processes; empty unless asked for.
    public var processList: [ProcessListItem]

    /// The disks by controller number; empty unless asked for.
    public var mappedVirtualDiskControllers: [Int: MappedVirtualDiskController]

    /// Makes the document; what is not given is zero.
    public init(
        id: String = "",
        state: String = "",
        name: String = "",
        systemType: String = "",
        runtimeOsType: String = "",
        owner: String = "",
        siloGuid: String = "",
        runtimeId: String = "",
        isRuntimeTemplate: Bool = false,
        runtimeImagePath: String = "",
        stopped: Bool = false,
        exitType: String = "",
        areUpdatesPending: Bool = false,
        obRoot: String = "",
        statistics: Statistics = Statistics(),
        processList: [ProcessListItem] = [],
        mappedVirtualDiskControllers: [Int: MappedVirtualDiskController] = [:]
    ) {
        self.id = id
        self.state = state
        self.name = name
        self.systemType = systemType
        self.runtimeOsType = runtimeOsType
        self.owner = owner
        self.siloGuid = siloGuid
        self.runtimeId = runtimeId
        self.isRuntimeTemplate = isRuntimeTemplate
        self.runtimeImagePath = runtimeImagePath
        self.stopped = stopped
        self.exitType = exitType
        self.areUpdatesPending = areUpdatesPending
        self.obRoot = obRoot
        self.statistics = statistics
        self.processList = processList
        self.mappedVirtualDiskControllers = mappedVirtualDiskControllers
    }
}

extension ContainerProperties: Codable {
    enum Field: String, CaseIterable {
        case id = "Id"
        case state = "State"
        case name = "Name"
        case systemType = "SystemType"
        case runtimeOsType = "RuntimeOsType"
        case owner = "Owner"
        case siloGuid = "SiloGuid"
        case runtimeId = "RuntimeId"
        case isRuntimeTemplate = "IsRuntimeTemplate"
        case runtimeImagePath = "RuntimeImagePath"
        case stopped = "Stopped"
        case exitType = "ExitType"
        case areUpdatesPending = "AreUpdatesPending"
        case obRoot = "ObRoot"
        case statistics = "Statistics"
        case processList = "ProcessList"
        case mappedVirtualDiskControllers = "MappedVirtualDiskControllers"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        id = try fields.text(.id)
        state = try fields.text(.state)
        name = try fields.text(.name)
        systemType = try fields.text(.systemType)
        runtimeOsType = try fields.text(.runtimeOsType)
        owner = try fields.text(.owner)
        siloGuid = try fields.text(.siloGuid)
        runtimeId = try fields.text(.runtimeId)
        isRuntimeTemplate = try fields.flag(.isRuntimeTemplate)
        runtimeImagePath = try fields.text(.runtimeImagePath)
        stopped = try fields.flag(.stopped)
        exitType = try fields.text(.exitType)
        areUpdatesPending = try fields.flag(.areUpdatesPending)
        obRoot = try fields.text(.obRoot)
        statistics = try fields.value(.statistics, or: Statistics())
        processList = try fields.list(.processList)
        mappedVirtualDiskControllers = try fields.numberedMap(.mappedVirtualDiskControllers)
    }

    /// Writes the fields in the order of hcsshim; those with `omitempty` there only if not zero.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.write(id, .id)
        try fields.writeUnlessEmpty(state, .state)
        try fields.write(name, .name)
        try fields.write(systemType, .systemType)
        try fields.writeUnlessEmpty(runtimeOsType, .runtimeOsType)
        try fields.write(owner, .owner)
        try fields.writeUnlessEmpty(siloGuid, .siloGuid)
        try fields.writeUnlessEmpty(runtimeId, .runtimeId)
        try fields.writeUnlessEmpty(isRuntimeTemplate, .isRuntimeTemplate)
        try fields.writeUnlessEmpty(runtimeImagePath, .runtimeImagePath)
        try fields.writeUnlessEmpty(stopped, .stopped)
        try fields.writeUnlessEmpty(exitType, .exitType)
        try fields.writeUnlessEmpty(areUpdatesPending, .areUpdatesPending)
        try fields.writeUnlessEmpty(obRoot, .obRoot)
        try fields.write(statistics, .statistics)
        try fields.writeUnlessEmpty(processList, .processList)
        try fields.writeUnlessEmpty(mappedVirtualDiskControllers, .mappedVirtualDiskControllers)
    }
}
