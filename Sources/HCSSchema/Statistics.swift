/// Resource use of a container at one moment.
///
/// All counts are since its start.
public struct Statistics: Hashable, Sendable {
    /// When the numbers were taken.
    public var timestamp: Timestamp

    /// When the container was started.
    public var containerStartTime: Timestamp

    /// Time since the start, in units of 100 ns.
    public var uptime100ns: UInt64

    /// Memory use.
    public var memory: MemoryStats

    /// CPU time.
    public var processor: ProcessorStats

    /// Storage traffic.
    public var storage: StorageStats

    /// Network traffic, one item an endpoint.
    public var network: [NetworkStats]

    /// Makes the document; what is not given is zero.
    public init(
        timestamp: Timestamp = .zero,
        containerStartTime: Timestamp = .zero,
        uptime100ns: UInt64 = 0,
        memory: MemoryStats = MemoryStats(),
        processor: ProcessorStats = ProcessorStats(),
        storage: StorageStats = StorageStats(),
        network: [NetworkStats] = []
    ) {
        self.timestamp = timestamp
        self.containerStartTime = containerStartTime
        self.uptime100ns = uptime100ns
        self.memory = memory
        self.processor = processor
        self.storage = storage
        self.network = network
    }
}

extension Statistics: Codable {
    enum Field: String, CaseIterable {
        case timestamp = "Timestamp"
        case containerStartTime = "ContainerStartTime"
        case uptime100ns = "Uptime100ns"
        case memory = "Memory"
        case processor = "Processor"
        case storage = "Storage"
        case network = "Network"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        timestamp = try fields.value(.timestamp, or: .zero)
        containerStartTime = try fields.value(.containerStartTime, or: .zero)
        uptime100ns = try fields.integer(.uptime100ns)
        memory = try fields.value(.memory, or: MemoryStats())
        processor = try fields.value(.processor, or: ProcessorStats())
        storage = try fields.value(.storage, or: StorageStats())
        network = try fields.list(.network)
    }

    /// Writes the fields in the order of hcsshim; those with `omitempty` there only if not zero.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.write(timestamp, .timestamp)
        try fields.write(containerStartTime, .containerStartTime)
        try fields.writeUnlessEmpty(uptime100ns, .uptime100ns)
        try fields.write(memory, .memory)
        try fields.write(processor, .processor)
        try fields.write(storage, .storage)
        try fields.writeUnlessEmpty(network, .network)
    }
}
