internal import HCSSchema

/// The document: HCS's Statistics with every key always, and what is derived from it.
extension StatisticsRow {
    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(container, forKey: "Id")
        try keys.encode(MillisecondTime(statistics.timestamp), forKey: "Timestamp")
        try keys.encode(MillisecondTime(statistics.containerStartTime), forKey: "ContainerStartTime")
        try keys.encode(statistics.uptime100ns, forKey: "Uptime100ns")
        try encodeUse(&keys)
        try encodeNetwork(&keys)
        try keys.encode(processorPercent.map { ($0 * 1000).rounded() / 1000 }, forKey: "CpuPercent")
        try keys.encode(window100ns == nil ? "lifetime" : "window", forKey: "CpuBasis")
        try keys.encode("core", forKey: "CpuScale")
        try keys.encode(processes, forKey: "ProcessCount")
        try keys.encode(Double(statistics.uptime100ns / 10_000) / 1000, forKey: "UptimeSeconds")
    }

    private func encodeUse(_ keys: inout KeyedEncodingContainer<Key>) throws {
        var memory = keys.nestedContainer(keyedBy: Key.self, forKey: "Memory")
        try memory.encode(statistics.memory.usageCommitBytes, forKey: "MemoryUsageCommitBytes")
        try memory.encode(statistics.memory.usageCommitPeakBytes, forKey: "MemoryUsageCommitPeakBytes")
        try memory.encode(
            statistics.memory.usagePrivateWorkingSetBytes, forKey: "MemoryUsagePrivateWorkingSetBytes")
        var processor = keys.nestedContainer(keyedBy: Key.self, forKey: "Processor")
        try processor.encode(statistics.processor.totalRuntime100ns, forKey: "TotalRuntime100ns")
        try processor.encode(statistics.processor.runtimeUser100ns, forKey: "RuntimeUser100ns")
        try processor.encode(statistics.processor.runtimeKernel100ns, forKey: "RuntimeKernel100ns")
        var storage = keys.nestedContainer(keyedBy: Key.self, forKey: "Storage")
        try storage.encode(statistics.storage.readCountNormalized, forKey: "ReadCountNormalized")
        try storage.encode(statistics.storage.readSizeBytes, forKey: "ReadSizeBytes")
        try storage.encode(statistics.storage.writeCountNormalized, forKey: "WriteCountNormalized")
        try storage.encode(statistics.storage.writeSizeBytes, forKey: "WriteSizeBytes")
    }

    private func encodeNetwork(_ keys: inout KeyedEncodingContainer<Key>) throws {
        var network = keys.nestedUnkeyedContainer(forKey: "Network")
        for endpoint in statistics.network {
            var keys = network.nestedContainer(keyedBy: Key.self)
            try keys.encode(endpoint.bytesReceived, forKey: "BytesReceived")
            try keys.encode(endpoint.bytesSent, forKey: "BytesSent")
            try keys.encode(endpoint.packetsReceived, forKey: "PacketsReceived")
            try keys.encode(endpoint.packetsSent, forKey: "PacketsSent")
            try keys.encode(endpoint.droppedPacketsIncoming, forKey: "DroppedPacketsIncoming")
            try keys.encode(endpoint.droppedPacketsOutgoing, forKey: "DroppedPacketsOutgoing")
            try keys.encode(endpoint.endpointId, forKey: "EndpointId")
            try keys.encode(endpoint.instanceId, forKey: "InstanceId")
        }
    }

    private struct Key: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringLiteral text: String) {
            stringValue = text
        }

        /// Keys that take any name are a map's to the encoder, and a map is sorted.
        init?(stringValue: String) {
            nil
        }

        init?(intValue: Int) {
            nil
        }
    }
}
