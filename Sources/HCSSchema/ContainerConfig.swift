/// A container to create.
public struct ContainerConfig: Hashable, Sendable {
    /// `Container`, without regard to case; empty is taken for it.
    public var systemType: String

    /// Name of the container; callers use the id.
    public var name: String

    /// The platform that creates the container.
    public var owner: String

    /// The scratch volume: on Windows `\\?\Volume{GUID}`, here a directory, a disk image or a block device.
    public var volumePath: String

    /// Whether writes need not be flushed before the container runs.
    public var ignoreFlushesDuringBoot: Bool

    /// Absolute path of the folder for the container's scratch space.
    public var layerFolderPath: String

    /// The read-only layers, the top-most parent first; nil is written as `null`.
    public var layers: [Layer]?

    /// Credentials document; never printed.
    public var credentials: String

    /// Number of processors; 0 is no limit.
    public var processorCount: UInt32

    /// Relative weight, 1 to 10000; 0 is the default.
    public var processorWeight: UInt64

    /// Share of the whole host in percent times 100, 1 to 10000; 0 is no limit.
    public var processorMaximum: Int64

    /// Storage operations a second; 0 is no limit.
    public var storageIOPSMaximum: UInt64

    /// Storage bytes a second; 0 is no limit.
    public var storageBandwidthMaximum: UInt64

    /// Size of the scratch space in bytes; 0 is the default.
    public var storageSandboxSize: UInt64

    /// Memory limit in MiB; 0 is no limit.
    public var memoryMaximumInMB: Int64

    /// Host name inside the container (RFC 1123, at most 64 bytes).
    public var hostName: String

    /// Host directories shown inside.
    public var mappedDirectories: [MappedDir]

    /// Host pipes shown inside.
    public var mappedPipes: [MappedPipe]

    /// Whether the container runs in a utility VM.
    public var hvPartition: Bool

    /// Id of the container whose network is shared.
    public var networkSharedContainerName: String

    /// Ids of the network endpoints to attach.
    public var endpointList: [String]

    /// What boots the utility VM; only with `hvPartition`.
    public var hvRuntime: HvRuntime?

    /// Whether the container only installs updates.
    public var servicing: Bool

    /// Whether names without a dot are looked up.
    public var allowUnqualifiedDNSQuery: Bool

    /// DNS suffixes separated by commas.
    public var dnsSearchList: String

    /// `Linux`, without regard to case, or empty.
    public var containerType: String

    /// Whether the container is killed when its last client goes.
    public var terminateOnLastHandleClosed: Bool

    /// Virtual disks to attach at the start.
    public var mappedVirtualDisks: [MappedVirtualDisk]

    /// Host devices for the container.
    ///
    /// From hcsshim 0.6.12.
    public var assignedDevices: [AssignedDevice]

    /// Changes to a Windows registry, kept as text; without meaning on Linux.
    ///
    /// Only in hcsshim 0.6.13 to 0.8.
    public var registryChanges: RawJSON?

    /// Makes the document; what is not given is zero.
    public init(
        systemType: String = "",
        name: String = "",
        owner: String = "",
        volumePath: String = "",
        ignoreFlushesDuringBoot: Bool = false,
        layerFolderPath: String = "",
        layers: [Layer]? = nil,
        credentials: String = "",
        processorCount: UInt32 = 0,
        processorWeight: UInt64 = 0,
        processorMaximum: Int64 = 0,
        storageIOPSMaximum: UInt64 = 0,
        storageBandwidthMaximum: UInt64 = 0,
        storageSandboxSize: UInt64 = 0,
        memoryMaximumInMB: Int64 = 0,
        hostName: String = "",
        mappedDirectories: [MappedDir] = [],
        mappedPipes: [MappedPipe] = [],
        hvPartition: Bool = false,
        networkSharedContainerName: String = "",
        endpointList: [String] = [],
        hvRuntime: HvRuntime? = nil,
        servicing: Bool = false,
        allowUnqualifiedDNSQuery: Bool = false,
        dnsSearchList: String = "",
        containerType: String = "",
        terminateOnLastHandleClosed: Bool = false,
        mappedVirtualDisks: [MappedVirtualDisk] = [],
        assignedDevices: [AssignedDevice] = [],
        registryChanges: RawJSON? = nil
    ) {
        self.systemType = systemType
        self.name = name
        self.owner = owner
        self.volumePath = volumePath
        self.ignoreFlushesDuringBoot = ignoreFlushesDuringBoot
        self.layerFolderPath = layerFolderPath
        self.layers = layers
        self.credentials = credentials
        self.processorCount = processorCount
        self.processorWeight = processorWeight
        self.processorMaximum = processorMaximum
        self.storageIOPSMaximum = storageIOPSMaximum
        self.storageBandwidthMaximum = storageBandwidthMaximum
        self.storageSandboxSize = storageSandboxSize
        self.memoryMaximumInMB = memoryMaximumInMB
        self.hostName = hostName
        self.mappedDirectories = mappedDirectories
        self.mappedPipes = mappedPipes
        self.hvPartition = hvPartition
        self.networkSharedContainerName = networkSharedContainerName
        self.endpointList = endpointList
        self.hvRuntime = hvRuntime
        self.servicing = servicing
        self.allowUnqualifiedDNSQuery = allowUnqualifiedDNSQuery
        self.dnsSearchList = dnsSearchList
        self.containerType = containerType
        self.terminateOnLastHandleClosed = terminateOnLastHandleClosed
        self.mappedVirtualDisks = mappedVirtualDisks
        self.assignedDevices = assignedDevices
        self.registryChanges = registryChanges
    }
}

extension ContainerConfig: Codable {
    enum Field: String, CaseIterable {
        case systemType = "SystemType"
        case name = "Name"
        case owner = "Owner"
        case volumePath = "VolumePath"
        case ignoreFlushesDuringBoot = "IgnoreFlushesDuringBoot"
        case layerFolderPath = "LayerFolderPath"
        case layers = "Layers"
        case credentials = "Credentials"
        case processorCount = "ProcessorCount"
        case processorWeight = "ProcessorWeight"
        case processorMaximum = "ProcessorMaximum"
        case storageIOPSMaximum = "StorageIOPSMaximum"
        case storageBandwidthMaximum = "StorageBandwidthMaximum"
        case storageSandboxSize = "StorageSandboxSize"
        case memoryMaximumInMB = "MemoryMaximumInMB"
        case hostName = "HostName"
        case mappedDirectories = "MappedDirectories"
        case mappedPipes = "MappedPipes"
        case hvPartition = "HvPartition"
        case networkSharedContainerName = "NetworkSharedContainerName"
        case endpointList = "EndpointList"
        case hvRuntime = "HvRuntime"
        case servicing = "Servicing"
        case allowUnqualifiedDNSQuery = "AllowUnqualifiedDNSQuery"
        case dnsSearchList = "DNSSearchList"
        case containerType = "ContainerType"
        case terminateOnLastHandleClosed = "TerminateOnLastHandleClosed"
        case mappedVirtualDisks = "MappedVirtualDisks"
        case assignedDevices = "AssignedDevices"
        case registryChanges = "RegistryChanges"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        systemType = try fields.text(.systemType)
        name = try fields.text(.name)
        owner = try fields.text(.owner)
        volumePath = try fields.text(.volumePath)
        ignoreFlushesDuringBoot = try fields.flag(.ignoreFlushesDuringBoot)
        layerFolderPath = try fields.text(.layerFolderPath)
        layers = try fields.pointer(.layers)
        credentials = try fields.text(.credentials)
        processorCount = try fields.integer(.processorCount)
        processorWeight = try fields.integer(.processorWeight)
        processorMaximum = try fields.integer(.processorMaximum)
        storageIOPSMaximum = try fields.integer(.storageIOPSMaximum)
        storageBandwidthMaximum = try fields.integer(.storageBandwidthMaximum)
        storageSandboxSize = try fields.integer(.storageSandboxSize)
        memoryMaximumInMB = try fields.integer(.memoryMaximumInMB)
        hostName = try fields.text(.hostName)
        mappedDirectories = try fields.list(.mappedDirectories)
        mappedPipes = try fields.list(.mappedPipes)
        hvPartition = try fields.flag(.hvPartition)
        networkSharedContainerName = try fields.text(.networkSharedContainerName)
        endpointList = try fields.list(.endpointList)
        hvRuntime = try fields.pointer(.hvRuntime)
        servicing = try fields.flag(.servicing)
        allowUnqualifiedDNSQuery = try fields.flag(.allowUnqualifiedDNSQuery)
        dnsSearchList = try fields.text(.dnsSearchList)
        containerType = try fields.text(.containerType)
        terminateOnLastHandleClosed = try fields.flag(.terminateOnLastHandleClosed)
        mappedVirtualDisks = try fields.list(.mappedVirtualDisks)
        assignedDevices = try fields.list(.assignedDevices)
        registryChanges = try fields.pointer(.registryChanges)
    }

    /// Writes the fields in the order of hcsshim; those with `omitempty` there only if not zero.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.write(systemType, .systemType)
        try fields.write(name, .name)
        try fields.writeUnlessEmpty(owner, .owner)
        try fields.writeUnlessEmpty(volumePath, .volumePath)
        try fields.writeUnlessEmpty(ignoreFlushesDuringBoot, .ignoreFlushesDuringBoot)
        try fields.writeUnlessEmpty(layerFolderPath, .layerFolderPath)
        try fields.write(layers, .layers)
        try fields.writeUnlessEmpty(credentials, .credentials)
        try fields.writeUnlessEmpty(processorCount, .processorCount)
        try fields.writeUnlessEmpty(processorWeight, .processorWeight)
        try fields.writeUnlessEmpty(processorMaximum, .processorMaximum)
        try fields.writeUnlessEmpty(storageIOPSMaximum, .storageIOPSMaximum)
        try fields.writeUnlessEmpty(storageBandwidthMaximum, .storageBandwidthMaximum)
        try fields.writeUnlessEmpty(storageSandboxSize, .storageSandboxSize)
        try fields.writeUnlessEmpty(memoryMaximumInMB, .memoryMaximumInMB)
        try fields.writeUnlessEmpty(hostName, .hostName)
        try fields.writeUnlessEmpty(mappedDirectories, .mappedDirectories)
        try fields.writeUnlessEmpty(mappedPipes, .mappedPipes)
        try fields.write(hvPartition, .hvPartition)
        try fields.writeUnlessEmpty(networkSharedContainerName, .networkSharedContainerName)
        try fields.writeUnlessEmpty(endpointList, .endpointList)
        try fields.writeUnlessEmpty(hvRuntime, .hvRuntime)
        try fields.writeUnlessEmpty(servicing, .servicing)
        try fields.writeUnlessEmpty(allowUnqualifiedDNSQuery, .allowUnqualifiedDNSQuery)
        try fields.writeUnlessEmpty(dnsSearchList, .dnsSearchList)
        try fields.writeUnlessEmpty(containerType, .containerType)
        try fields.writeUnlessEmpty(terminateOnLastHandleClosed, .terminateOnLastHandleClosed)
        try fields.writeUnlessEmpty(mappedVirtualDisks, .mappedVirtualDisks)
        try fields.writeUnlessEmpty(assignedDevices, .assignedDevices)
        try fields.writeUnlessEmpty(registryChanges, .registryChanges)
    }
}
