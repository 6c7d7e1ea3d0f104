internal import HCSSchema

/// The document: HCS's Statistics with every key always, and what is derived from it.
extension StatisticsRow {
    static let fields: [OutputField<StatisticsRow>] = [
        OutputField("Id", .text, "the container's id") { .text($0.container) },
        OutputField("State", .text, "Created, Running, Paused or Stopped") { .text($0.state) },
        OutputField("Timestamp", .time, isNullable: true, "when the numbers were taken") {
            .time($0.statistics.timestamp)
        },
        OutputField("ContainerStartTime", .time, isNullable: true, "when the container was started") {
            .time($0.statistics.containerStartTime)
        },
        OutputField("Uptime100ns", .integer, "time since the start, 100 ns") {
            .unsigned($0.statistics.uptime100ns)
        },
        OutputField("Memory", .object(memory), "memory now and at most") { row in
            let memory = row.statistics.memory
            return object(
                Self.memory,
                [
                    memory.usageCommitBytes, memory.usageCommitPeakBytes,
                    memory.usagePrivateWorkingSetBytes,
                ])
        },
        OutputField("Processor", .object(processor), "CPU time since the start") { row in
            let processor = row.statistics.processor
            return object(
                Self.processor,
                [processor.totalRuntime100ns, processor.runtimeUser100ns, processor.runtimeKernel100ns])
        },
        OutputField("Storage", .object(storage), "block devices since the start") { row in
            let storage = row.statistics.storage
            return object(
                Self.storage,
                [
                    storage.readCountNormalized, storage.readSizeBytes, storage.writeCountNormalized,
                    storage.writeSizeBytes,
                ])
        },
        OutputField("Network", .list(.object(network)), "one record an endpoint") { row in
            .list(row.statistics.network.map(Self.record))
        },
        OutputField("CpuPercent", .number, isNullable: true, "share of one processor, in percent") {
            .rounded($0.processorPercent)
        },
        OutputField("CpuBasis", .text, "window: over the window; lifetime: since the start") {
            .text($0.window100ns == nil ? "lifetime" : "window")
        },
        OutputField("CpuScale", .text, "core: 100 is one processor") { _ in .text("core") },
        OutputField("ProcessCount", .integer, "processes in the container, the agent left out") {
            .unsigned(UInt64($0.processes))
        },
        OutputField("UptimeSeconds", .number, "time since the start, in seconds") {
            .number(Double($0.statistics.uptime100ns / 10_000) / 1000)
        },
    ]

    private static let memory = [
        FieldInfo("MemoryUsageCommitBytes", .integer, "charged memory without file pages that can go"),
        FieldInfo("MemoryUsageCommitPeakBytes", .integer, "most memory charged at once, file pages too"),
        FieldInfo("MemoryUsagePrivateWorkingSetBytes", .integer, "anonymous memory"),
    ]

    private static let processor = [
        FieldInfo("TotalRuntime100ns", .integer, "CPU time, 100 ns"),
        FieldInfo("RuntimeUser100ns", .integer, "of it in user mode"),
        FieldInfo("RuntimeKernel100ns", .integer, "of it in the kernel"),
    ]

    private static let storage = [
        FieldInfo("ReadCountNormalized", .integer, "reads"),
        FieldInfo("ReadSizeBytes", .integer, "bytes read"),
        FieldInfo("WriteCountNormalized", .integer, "writes"),
        FieldInfo("WriteSizeBytes", .integer, "bytes written"),
    ]

    private static let network = [
        FieldInfo("BytesReceived", .integer, "bytes received"),
        FieldInfo("BytesSent", .integer, "bytes sent"),
        FieldInfo("PacketsReceived", .integer, "packets received"),
        FieldInfo("PacketsSent", .integer, "packets sent"),
        FieldInfo("DroppedPacketsIncoming", .integer, "packets dropped on arrival"),
        FieldInfo("DroppedPacketsOutgoing", .integer, "packets dropped before they left"),
        FieldInfo("EndpointId", .text, "the endpoint"),
        FieldInfo("InstanceId", .text, "the endpoint's instance; empty where there is none"),
    ]

    private static func object(_ infos: [FieldInfo], _ numbers: [UInt64]) -> FieldValue {
        .object(zip(infos, numbers).map { ($0.key, .unsigned($1)) })
    }

    private static func record(_ endpoint: NetworkStats) -> FieldValue {
        let numbers = [
            endpoint.bytesReceived, endpoint.bytesSent, endpoint.packetsReceived, endpoint.packetsSent,
            endpoint.droppedPacketsIncoming, endpoint.droppedPacketsOutgoing,
        ]
        let texts: [FieldValue] = [.text(endpoint.endpointId), .text(endpoint.instanceId)]
        let values = numbers.map { FieldValue.unsigned($0) } + texts
        return .object(zip(network, values).map { ($0.key, $1) })
    }
}
