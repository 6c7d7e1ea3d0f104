internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// The flags of `modify`: each becomes a request.
struct ModificationFlags: ParsableArguments {
    @Option(
        name: [.customShort("f", allowingJoined: true), .long],
        help: ArgumentHelp("A request document; - is standard input.", valueName: "file"))
    var file: String?

    @Option(
        help: ArgumentHelp("Memory: MiB, or as 512M or 2G; 0 lifts.", valueName: "size"),
        transform: MemorySize.parse)
    var memory: Int64?

    @Option(help: ArgumentHelp("ProcessorCount; 0 lifts.", valueName: "count"))
    var cpus: UInt32?

    @Option(help: ArgumentHelp("ProcessorWeight, 1 to 10000; 0 for the usual.", valueName: "weight"))
    var cpuWeight: UInt64?

    @Option(
        help: ArgumentHelp(
            "ProcessorMaximum: share of the host, 1 to 10000 or as 12.5%; 0 lifts.", valueName: "share"),
        transform: ProcessorShare.parse)
    var cpuMax: Int64?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Join a network. Repeatable.", valueName: "network"))
    var addNetwork: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Leave a network. Repeatable.", valueName: "network"))
    var removeNetwork: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Map a socket or FIFO. Repeatable.", valueName: "host=name"),
        transform: MappedPipe.init(flag:))
    var addPipe: [MappedPipe] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Take a pipe away. Repeatable.", valueName: "name"))
    var removePipe: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Map a host directory. Repeatable.", valueName: "src:dst[:ro]"),
        transform: MappedDir.init(flag:))
    var addMount: [MappedDir] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Take a mapped directory away. Repeatable.", valueName: "dst"))
    var removeMount: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Attach a disk image. Repeatable.", valueName: "host[:dst][:options]"),
        transform: MappedVirtualDisk.init(flag:))
    var addDisk: [MappedVirtualDisk] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Take a disk away, by its image. Repeatable.", valueName: "host"))
    var removeDisk: [String] = []

    /// At least one change.
    func check() throws {
        let hasFlag =
            memory != nil || cpus != nil || cpuWeight != nil || cpuMax != nil || !addNetwork.isEmpty
            || !removeNetwork.isEmpty || !addPipe.isEmpty || !removePipe.isEmpty || !addMount.isEmpty
            || !removeMount.isEmpty || !addDisk.isEmpty || !removeDisk.isEmpty
        guard hasFlag || file != nil else {
            throw ValidationError("nothing to change", hint: "give a flag, or a request with --file")
        }
    }

    /// The file's request, then what the flags ask for; things are taken away before others come.
    func requests(operation: String) throws -> [ResourceModificationRequestResponse] {
        typealias Request = ResourceModificationRequestResponse
        var requests: [Request] = []
        if let file {
            requests.append(
                try Documents.decode(
                    Request.self, from: CommandFailure.reading(file, for: operation), source: file,
                    operation: operation))
        }
        func add(_ type: String, _ kind: String, _ settings: some Encodable) throws {
            let bytes = try Documents.encode(settings, operation: operation)
            requests.append(
                Request(
                    resourceType: type, settings: RawJSON(String(decoding: bytes, as: UTF8.self)),
                    requestType: kind))
        }
        for name in removeNetwork { try add("Network", Request.remove, name) }
        for name in removePipe {
            try add("MappedPipe", Request.remove, MappedPipe(containerPipeName: name))
        }
        for path in removeMount {
            try add("MappedDirectory", Request.remove, MappedDir(containerPath: path))
        }
        for path in removeDisk {
            try add("MappedVirtualDisk", Request.remove, MappedVirtualDisk(hostPath: path))
        }
        if let memory { try add("Memory", "Update", ["MemoryMaximumInMB": memory]) }
        let processors = ProcessorSettings(count: cpus, weight: cpuWeight, maximum: cpuMax)
        if !processors.isEmpty { try add("Processor", "Update", processors) }
        for directory in addMount { try add("MappedDirectory", Request.add, directory) }
        for disk in addDisk { try add("MappedVirtualDisk", Request.add, disk) }
        for pipe in addPipe { try add("MappedPipe", Request.add, pipe) }
        for name in addNetwork { try add("Network", Request.add, name) }
        return requests
    }
}

/// `Settings` of a Processor request: what is not given stays as it is.
private struct ProcessorSettings: Encodable {
    let count: UInt32?
    let weight: UInt64?
    let maximum: Int64?

    var isEmpty: Bool { count == nil && weight == nil && maximum == nil }

    private enum CodingKeys: String, CodingKey {
        case count = "ProcessorCount"
        case weight = "ProcessorWeight"
        case maximum = "ProcessorMaximum"
    }
}
