internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// The flags of `create` and `run` that make the container's document: one for every field, but RegistryChanges, which
/// means nothing on Linux.
struct ContainerFlags: ParsableArguments {
    @Option(
        name: [.customShort("f", allowingJoined: true), .long],
        help: ArgumentHelp("The container's document; - is standard input.", valueName: "file"))
    var file: String?

    @Option(
        name: .customLong("patch"),
        help: ArgumentHelp(
            "A document merged over it: objects deeply, all else replaced. Repeatable.", valueName: "file"))
    var patches: [String] = []

    @Option(
        name: .customLong("set-json"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Any field, as JSON: Layers[0]={...}. Repeatable.", valueName: "path=json"))
    var setJSON: [Assignment] = []

    @Option(
        name: .customLong("set"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Any text, number or truth: HvRuntime.ImagePath=/vm. Repeatable.", valueName: "path=value"))
    var set: [Assignment] = []

    @Option(help: ArgumentHelp("Name: a name beside the id.", valueName: "text"))
    var name: String?

    @Option(
        name: .customLong("layer"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Layers: read-only, the top-most first. Repeatable.", valueName: "id=path|path"),
        transform: Layer.init(flag:))
    var layers: [Layer] = []

    @Option(
        help: ArgumentHelp("LayerFolderPath: the folder for what the container writes.", valueName: "dir"))
    var layerFolder: String?

    @Option(
        help: ArgumentHelp(
            "VolumePath: the scratch volume, a folder, disk image or block device.", valueName: "path"))
    var volumePath: String?

    @Option(help: ArgumentHelp("HostName.", valueName: "name"))
    var hostname: String?

    @Option(help: ArgumentHelp("ProcessorCount.", valueName: "count"))
    var cpus: UInt32?

    @Option(help: ArgumentHelp("ProcessorWeight, 1 to 10000.", valueName: "weight"))
    var cpuWeight: UInt64?

    @Option(
        help: ArgumentHelp(
            "ProcessorMaximum: share of the host, 1 to 10000 or as 12.5%.", valueName: "share"),
        transform: ProcessorShare.parse)
    var cpuMax: Int64?

    @Option(
        help: ArgumentHelp("MemoryMaximumInMB: MiB, or as 512M or 2G.", valueName: "size"),
        transform: MemorySize.parse)
    var memory: Int64?

    @Option(help: ArgumentHelp("StorageIOPSMaximum: operations a second.", valueName: "count"))
    var iopsMax: UInt64?

    @Option(
        help: ArgumentHelp("StorageBandwidthMaximum: bytes a second, or as 10M.", valueName: "size"),
        transform: ByteSize.parse)
    var bandwidthMax: UInt64?

    @Option(
        help: ArgumentHelp(
            "StorageSandboxSize: bytes for what the container writes, or as 2G.", valueName: "size"),
        transform: ByteSize.parse)
    var sandboxSize: UInt64?

    @Option(
        name: .customLong("mount"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "MappedDirectories: a host directory inside; bw=SIZE and iops=COUNT limit it. Repeatable.",
            valueName: "src:dst[:ro,bw=,iops=,uvm,linux-metadata]"),
        transform: MappedDir.init(flag:))
    var mounts: [MappedDir] = []

    @Option(
        name: .customLong("pipe"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("MappedPipes: a host socket or FIFO inside. Repeatable.", valueName: "host=name"),
        transform: MappedPipe.init(flag:))
    var pipes: [MappedPipe] = []

    @Option(
        name: .customLong("disk"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "MappedVirtualDisks: a disk image inside. Repeatable.",
            valueName: "host:dst[:ro,attach-only,uvm,cache=]"),
        transform: MappedVirtualDisk.init(flag:))
    var disks: [MappedVirtualDisk] = []

    @Option(
        name: .customLong("device"),
        help: ArgumentHelp("AssignedDevices: a device interface class. Repeatable.", valueName: "guid"))
    var devices: [String] = []

    @Option(
        name: .customLong("endpoint"),
        help: ArgumentHelp("EndpointList: a network endpoint. Repeatable.", valueName: "id"))
    var endpoints: [String] = []

    @Option(
        help: ArgumentHelp(
            "NetworkSharedContainerName: the container whose network is shared.", valueName: "id"))
    var networkFrom: String?

    @Option(
        name: .customLong("dns-search"),
        help: ArgumentHelp("DNSSearchList: suffixes, separated by commas. Repeatable.", valueName: "suffix"))
    var dnsSearch: [String] = []

    @Flag(
        name: .customLong("unqualified-dns"), help: "AllowUnqualifiedDNSQuery: look up names without a dot.")
    var unqualifiedDNS = false

    @OptionGroup(title: "Utility VM options") var machine: MachineFlags

    @Option(help: ArgumentHelp("ContainerType: Linux.", valueName: "type"))
    var type: String?

    @Option(help: ArgumentHelp("SystemType: Container.", valueName: "type"))
    var systemType: String?

    @Option(help: ArgumentHelp("Credentials: a file with them.", valueName: "file"))
    var credentialsFile: String?

    @Flag(help: "Servicing: the container only installs updates.")
    var servicing = false

    @Flag(help: "IgnoreFlushesDuringBoot.")
    var ignoreFlushes = false

    @Flag(help: "TerminateOnLastHandleClosed: end the container with its last client.")
    var tieToClient = false
}

extension ContainerFlags {
    /// The variable hcsshim takes additional JSON from.
    static let additionalJSON = "HCSSHIM_CREATECONTAINER_ADDITIONALJSON"

    /// The document: the file's, if there is one, then what is merged over it, then what is set, then what the flags say.
    ///
    /// What the environment adds comes before what the command line says.
    func document(owner: String?, fallbackOwner: String?, operation: String) throws -> ContainerConfig {
        var document = ContainerConfig()
        if let file {
            document = try Documents.decode(
                ContainerConfig.self, from: CommandFailure.reading(file, for: operation), source: file,
                operation: operation)
        }
        var changes: [DocumentChange] = []
        if let text = CallerProcess.environmentValue(Self.additionalJSON), !text.isEmpty {
            changes.append(.patch(Array(text.utf8), source: Self.additionalJSON))
        }
        changes += try DocumentChange.all(patches: patches, json: setJSON, text: set, operation: operation)
        document = try Documents.applying(
            changes, to: document, schema: .containerConfig, operation: operation)
        apply(to: &document)
        if let credentialsFile {
            document.credentials = try CommandFailure.readingText(credentialsFile, for: operation)
        }
        if let owner { document.owner = owner }
        if let fallbackOwner, document.owner.isEmpty { document.owner = fallbackOwner }
        if document.systemType.isEmpty { document.systemType = "Container" }
        return document
    }

    /// A list from flags replaces the document's.
    func apply(to document: inout ContainerConfig) {
        if let name { document.name = name }
        if let hostname { document.hostName = hostname }
        if let type { document.containerType = type }
        if let systemType { document.systemType = systemType }
        if servicing { document.servicing = true }
        if tieToClient { document.terminateOnLastHandleClosed = true }
        applyStorage(to: &document)
        applyLimits(to: &document)
        applyMapped(to: &document)
        if !endpoints.isEmpty { document.endpointList = endpoints }
        if let networkFrom { document.networkSharedContainerName = networkFrom }
        if !dnsSearch.isEmpty { document.dnsSearchList = dnsSearch.joined(separator: ",") }
        if unqualifiedDNS { document.allowUnqualifiedDNSQuery = true }
        machine.apply(to: &document)
    }

    private func applyStorage(to document: inout ContainerConfig) {
        if !layers.isEmpty { document.layers = layers }
        if let layerFolder { document.layerFolderPath = layerFolder }
        if let volumePath { document.volumePath = volumePath }
        if let sandboxSize { document.storageSandboxSize = sandboxSize }
        if ignoreFlushes { document.ignoreFlushesDuringBoot = true }
    }

    private func applyLimits(to document: inout ContainerConfig) {
        if let cpus { document.processorCount = cpus }
        if let cpuWeight { document.processorWeight = cpuWeight }
        if let cpuMax { document.processorMaximum = cpuMax }
        if let memory { document.memoryMaximumInMB = memory }
        if let iopsMax { document.storageIOPSMaximum = iopsMax }
        if let bandwidthMax { document.storageBandwidthMaximum = bandwidthMax }
    }

    private func applyMapped(to document: inout ContainerConfig) {
        if !mounts.isEmpty { document.mappedDirectories = mounts }
        if !pipes.isEmpty { document.mappedPipes = pipes }
        if !disks.isEmpty { document.mappedVirtualDisks = disks }
        if !devices.isEmpty {
            document.assignedDevices = devices.map { AssignedDevice(interfaceClassGuid: $0) }
        }
    }

    /// What of it may be standard input.
    func addInputs(to inputs: inout InputFiles) {
        inputs.add(file, "--file")
        inputs.add(patches, "--patch")
        inputs.add(credentialsFile, "--credentials-file")
    }
}
