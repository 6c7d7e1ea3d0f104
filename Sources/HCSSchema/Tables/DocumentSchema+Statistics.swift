extension DocumentSchema {
    /// `Statistics`.
    public static let statistics = DocumentSchema(
        "Statistics", "Resource use of a container at one moment; all counts are since its start.",
        [
            Field("Timestamp", .text(.timestamp), "When the numbers were taken."),
            Field("ContainerStartTime", .text(.timestamp), "When the container was started."),
            Field("Uptime100ns", .uint64, "Time since the start, in units of 100 ns."),
            Field("Memory", .document("MemoryStats"), "Memory use."),
            Field("Processor", .document("ProcessorStats"), "CPU time."),
            Field("Storage", .document("StorageStats"), "Storage traffic."),
            Field(
                "Network", .list(of: .document("NetworkStats")), "Network traffic, one item an endpoint."),
        ])

    /// `MemoryStats`.
    public static let memoryStats = DocumentSchema(
        "MemoryStats", "Memory use of a container.",
        [
            Field("MemoryUsageCommitBytes", .uint64, "Memory in use, in bytes."),
            Field("MemoryUsageCommitPeakBytes", .uint64, "The most memory ever in use, in bytes."),
            Field("MemoryUsagePrivateWorkingSetBytes", .uint64, "Resident private memory, in bytes."),
        ])

    /// `ProcessorStats`.
    public static let processorStats = DocumentSchema(
        "ProcessorStats", "CPU time of a container.",
        [
            Field("TotalRuntime100ns", .uint64, "All CPU time, in units of 100 ns."),
            Field("RuntimeUser100ns", .uint64, "CPU time in user mode, in units of 100 ns."),
            Field("RuntimeKernel100ns", .uint64, "CPU time in the kernel, in units of 100 ns."),
        ])

    /// `StorageStats`.
    public static let storageStats = DocumentSchema(
        "StorageStats", "Storage traffic of a container.",
        [
            Field("ReadCountNormalized", .uint64, "Number of reads."),
            Field("ReadSizeBytes", .uint64, "Bytes read."),
            Field("WriteCountNormalized", .uint64, "Number of writes."),
            Field("WriteSizeBytes", .uint64, "Bytes written."),
        ])

    /// `NetworkStats`.
    public static let networkStats = DocumentSchema(
        "NetworkStats", "Traffic of one network endpoint of a container.",
        [
            Field("BytesReceived", .uint64, "Bytes received."),
            Field("BytesSent", .uint64, "Bytes sent."),
            Field("PacketsReceived", .uint64, "Packets received."),
            Field("PacketsSent", .uint64, "Packets sent."),
            Field("DroppedPacketsIncoming", .uint64, "Incoming packets dropped."),
            Field("DroppedPacketsOutgoing", .uint64, "Outgoing packets dropped."),
            Field("EndpointId", .text, "The endpoint's id."),
            Field("InstanceId", .text, "The id of the interface instance."),
        ])
}
