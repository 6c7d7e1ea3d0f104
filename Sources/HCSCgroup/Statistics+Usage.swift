package import HCSSchema

extension Statistics {
    /// The v1 document of what a cgroup has used. What the host does not count is zero.
    ///
    /// - Parameters:
    ///   - started: when the container was started.
    ///   - moment: when the usage was read.
    ///   - networks: one record an interface.
    package init(
        _ usage: CgroupUsage, started: Timestamp, at moment: Timestamp, networks: [NetworkCounters] = []
    ) {
        let seconds = moment.unixSeconds - started.unixSeconds
        let nanoseconds = seconds * 1_000_000_000 + Int64(moment.nanoseconds) - Int64(started.nanoseconds)
        self.init(
            timestamp: moment, containerStartTime: started, uptime100ns: UInt64(max(nanoseconds, 0) / 100),
            memory: MemoryStats(
                usageCommitBytes: usage.memory?.commit ?? 0,
                usageCommitPeakBytes: usage.memory?.commitPeak ?? 0,
                usagePrivateWorkingSetBytes: usage.memory?.privateWorkingSet ?? 0),
            processor: ProcessorStats(
                totalRuntime100ns: usage.processor?.total ?? 0,
                runtimeUser100ns: usage.processor?.user ?? 0,
                runtimeKernel100ns: usage.processor?.kernel ?? 0),
            storage: StorageStats(
                readCountNormalized: usage.storage?.readCount ?? 0,
                readSizeBytes: usage.storage?.readBytes ?? 0,
                writeCountNormalized: usage.storage?.writeCount ?? 0,
                writeSizeBytes: usage.storage?.writeBytes ?? 0),
            network: networks.map {
                NetworkStats(
                    bytesReceived: $0.bytesReceived, bytesSent: $0.bytesSent,
                    packetsReceived: $0.packetsReceived,
                    packetsSent: $0.packetsSent, droppedPacketsIncoming: $0.droppedIncoming,
                    droppedPacketsOutgoing: $0.droppedOutgoing, endpointId: $0.interface)
            })
    }
}
