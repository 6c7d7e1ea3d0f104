internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// The flags of `create` and `run` that make the container's document.
struct ContainerFlags: ParsableArguments {
    @Option(
        name: [.customShort("f", allowingJoined: true), .long],
        help: ArgumentHelp("The container's document; - is standard input.", valueName: "file"))
    var file: String?

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

    @Option(help: ArgumentHelp("VolumePath: a mounted root file system.", valueName: "dir"))
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

    @Option(
        name: .customLong("mount"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "MappedDirectories: a host directory inside. Repeatable.", valueName: "src:dst[:ro]"),
        transform: MappedDir.init(flag:))
    var mounts: [MappedDir] = []
}

extension ContainerFlags {
    /// The document: the file's, if there is one, with what the flags say in place of its fields.
    func document(owner: String?, fallbackOwner: String?, operation: String) throws -> ContainerConfig {
        var document = ContainerConfig()
        if let file {
            document = try Documents.decode(
                ContainerConfig.self, from: CommandFailure.reading(file, for: operation), source: file,
                operation: operation)
        }
        apply(to: &document)
        if let owner { document.owner = owner }
        if let fallbackOwner, document.owner.isEmpty { document.owner = fallbackOwner }
        if document.systemType.isEmpty { document.systemType = "Container" }
        return document
    }

    /// A list from flags replaces the file's.
    func apply(to document: inout ContainerConfig) {
        if let name { document.name = name }
        if !layers.isEmpty { document.layers = layers }
        if let layerFolder { document.layerFolderPath = layerFolder }
        if let volumePath { document.volumePath = volumePath }
        if let hostname { document.hostName = hostname }
        if let cpus { document.processorCount = cpus }
        if let cpuWeight { document.processorWeight = cpuWeight }
        if let cpuMax { document.processorMaximum = cpuMax }
        if let memory { document.memoryMaximumInMB = memory }
        if !mounts.isEmpty { document.mappedDirectories = mounts }
    }
}
