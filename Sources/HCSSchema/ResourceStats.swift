/// Memory use of a container.
public struct MemoryStats: Hashable, Sendable {
    /// Memory in use, in bytes.
    public var usageCommitBytes: UInt64

    /// The most memory ever in use, in bytes.
    public var usageCommitPeakBytes: UInt64

    /// Resident private memory, in bytes.
    public var usagePrivateWorkingSetBytes: UInt64

    /// Makes the document; what is not given is zero.
    public init(
        usageCommitBytes: UInt64 = 0,
        usageCommitPeakBytes: UInt64 = 0,
        usagePrivateWorkingSetBytes: UInt64 = 0
    ) {
        self.usageCommitBytes = usageCommitBytes
        self.usageCommitPeakBytes = usageCommitPeakBytes
        self.usagePrivateWorkingSetBytes = usagePrivateWorkingSetBytes
    }
}

extension MemoryStats: Codable {
    enum Field: String, CaseIterable {
        case usageCommitBytes = "MemoryUsageCommitBytes"
        case usageCommitPeakBytes = "MemoryUsageCommitPeakBytes"
        case usagePrivateWorkingSetBytes = "MemoryUsagePrivateWorkingSetBytes"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        usageCommitBytes = try fields.integer(.usageCommitBytes)
        usageCommitPeakBytes = try fields.integer(.usageCommitPeakBytes)
        usagePrivateWorkingSetBytes = try fields.integer(.usagePrivateWorkingSetBytes)
    }

    /// Writes the fields that are not zero, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(usageCommitBytes, .usageCommitBytes)
        try fields.writeUnlessEmpty(usageCommitPeakBytes, .usageCommitPeakBytes)
        try fields.writeUnlessEmpty(usagePrivateWorkingSetBytes, .usagePrivateWorkingSetBytes)
    }
}

/// CPU time of a container.
public struct ProcessorStats: Hashable, Sendable {
    /// All CPU time, in units of 100 ns.
    public var totalRuntime100ns: UInt64

    /// CPU time in user mode, in units of 100 ns.
    public var runtimeUser100ns: UInt64

    /// CPU time in the kernel, in units of 100 ns.
    public var runtimeKernel100ns: UInt64

    /// Makes the document; what is not given is zero.
    public init(totalRuntime100ns: UInt64 = 0, runtimeUser100ns: UInt64 = 0, runtimeKernel100ns: UInt64 = 0) {
        self.totalRuntime100ns = totalRuntime100ns
        self.runtimeUser100ns = runtimeUser100ns
        self.runtimeKernel100ns = runtimeKernel100ns
    }
}

extension ProcessorStats: Codable {
    enum Field: String, CaseIterable {
        case totalRuntime100ns = "TotalRuntime100ns"
        case runtimeUser100ns = "RuntimeUser100ns"
        case runtimeKernel100ns = "RuntimeKernel100ns"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        totalRuntime100ns = try fields.integer(.totalRuntime100ns)
        runtimeUser100ns = try fields.integer(.runtimeUser100ns)
        runtimeKernel100ns = try fields.integer(.runtimeKernel100ns)
    }

    /// Writes the fields that are not zero, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(totalRuntime100ns, .totalRuntime100ns)
        try fields.writeUnlessEmpty(runtimeUser100ns, .runtimeUser100ns)
        try fields.writeUnlessEmpty(runtimeKernel100ns, .runtimeKernel100ns)
    }
}

/// Storage traffic of a container.
public struct StorageStats: Hashable, Sendable {
    /// Number of reads.
    public var readCountNormalized: UInt64

    /// Bytes read.
    public var readSizeBytes: UInt64

    /// Number of writes.
    public var writeCountNormalized: UInt64

    /// Bytes written.
    public var writeSizeBytes: UInt64

    /// Makes the document; what is not given is zero.
    public init(
        readCountNormalized: UInt64 = 0,
        readSizeBytes: UInt64 = 0,
        writeCountNormalized: UInt64 = 0,
        writeSizeBytes: UInt64 = 0
    ) {
        self.readCountNormalized = readCountNormalized
        self.readSizeBytes = readSizeBytes
        self.writeCountNormalized = writeCountNormalized
        self.writeSizeBytes = writeSizeBytes
    }
}

extension StorageStats: Codable {
    enum Field: String, CaseIterable {
        case readCountNormalized = "ReadCountNormalized"
        case readSizeBytes = "ReadSizeBytes"
        case writeCountNormalized = "WriteCountNormalized"
        case writeSizeBytes = "WriteSizeBytes"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        readCountNormalized = try fields.integer(.readCountNormalized)
        readSizeBytes = try fields.integer(.readSizeBytes)
        writeCountNormalized = try fields.integer(.writeCountNormalized)
        writeSizeBytes = try fields.integer(.writeSizeBytes)
    }

    /// Writes the fields that are not zero, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(readCountNormalized, .readCountNormalized)
        try fields.writeUnlessEmpty(readSizeBytes, .readSizeBytes)
        try fields.writeUnlessEmpty(writeCountNormalized, .writeCountNormalized)
        try fields.writeUnlessEmpty(writeSizeBytes, .writeSizeBytes)
    }
}

/// Traffic of one network endpoint of a container.
public struct NetworkStats: Hashable, Sendable {
    /// Bytes received.
    public var bytesReceived: UInt64

    /// Bytes sent.
    public var bytesSent: UInt64

    /// Packets received.
    public var packetsReceived: UInt64

    /// Packets sent.
    public var packetsSent: UInt64

    /// Incoming packets dropped.
    public var droppedPacketsIncoming: UInt64

    /// Outgoing packets dropped.
    public var droppedPacketsOutgoing: UInt64

    /// The endpoint's id.
    public var endpointId: String

    /// The id of the interface instance.
    public var instanceId: String

    /// Makes the document; what is not given is zero.
    public init(
        bytesReceived: UInt64 = 0,
        bytesSent: UInt64 = 0,
        packetsReceived: UInt64 = 0,
        packetsSent: UInt64 = 0,
        droppedPacketsIncoming: UInt64 = 0,
        droppedPacketsOutgoing: UInt64 = 0,
        endpointId: String = "",
        instanceId: String = ""
    ) {
        self.bytesReceived = bytesReceived
        self.bytesSent = bytesSent
        self.packetsReceived = packetsReceived
        self.packetsSent = packetsSent
        self.droppedPacketsIncoming = droppedPacketsIncoming
        self.droppedPacketsOutgoing = droppedPacketsOutgoing
        self.endpointId = endpointId
        self.instanceId = instanceId
    }
}

extension NetworkStats: Codable {
    enum Field: String, CaseIterable {
        case bytesReceived = "BytesReceived"
        case bytesSent = "BytesSent"
        case packetsReceived = "PacketsReceived"
        case packetsSent = "PacketsSent"
        case droppedPacketsIncoming = "DroppedPacketsIncoming"
        case droppedPacketsOutgoing = "DroppedPacketsOutgoing"
        case endpointId = "EndpointId"
        case instanceId = "InstanceId"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        bytesReceived = try fields.integer(.bytesReceived)
        bytesSent = try fields.integer(.bytesSent)
        packetsReceived = try fields.integer(.packetsReceived)
        packetsSent = try fields.integer(.packetsSent)
        droppedPacketsIncoming = try fields.integer(.droppedPacketsIncoming)
        droppedPacketsOutgoing = try fields.integer(.droppedPacketsOutgoing)
        endpointId = try fields.text(.endpointId)
        instanceId = try fields.text(.instanceId)
    }

    /// Writes the fields that are not zero, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(bytesReceived, .bytesReceived)
        try fields.writeUnlessEmpty(bytesSent, .bytesSent)
        try fields.writeUnlessEmpty(packetsReceived, .packetsReceived)
        try fields.writeUnlessEmpty(packetsSent, .packetsSent)
        try fields.writeUnlessEmpty(droppedPacketsIncoming, .droppedPacketsIncoming)
        try fields.writeUnlessEmpty(droppedPacketsOutgoing, .droppedPacketsOutgoing)
        try fields.writeUnlessEmpty(endpointId, .endpointId)
        try fields.writeUnlessEmpty(instanceId, .instanceId)
    }
}
