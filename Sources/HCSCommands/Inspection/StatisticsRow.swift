internal import HCSSchema

/// What one container uses, and its processor share over a window or over its life.
struct StatisticsRow: OutputRow {
    let container: String
    let state: String
    let statistics: Statistics
    let processes: Int
    /// The sample at the beginning of the window.
    var earlier: Statistics?

    var name: String { container }

    /// Percent of one processor. Nil when no time has passed, as before the start.
    var processorPercent: Double? {
        let used = statistics.processor.totalRuntime100ns
        if let earlier, let window100ns {
            let before = earlier.processor.totalRuntime100ns
            return used < before ? 0 : Double(used - before) / Double(window100ns) * 100
        }
        guard statistics.uptime100ns > 0 else { return nil }
        return Double(used) / Double(statistics.uptime100ns) * 100
    }

    /// The time between the two samples; nil where there is one, or the same one twice.
    var window100ns: Int64? {
        guard let start = earlier?.timestamp else { return nil }
        let end = statistics.timestamp
        let (seconds, overflow) = end.unixSeconds.subtractingReportingOverflow(start.unixSeconds)
        guard !overflow, (0..<1_000_000_000).contains(seconds) else { return nil }
        let passed = seconds * 10_000_000 + (Int64(end.nanoseconds) - Int64(start.nanoseconds)) / 100
        return passed > 0 ? passed : nil
    }

    /// Over all network endpoints.
    func sum(_ value: KeyPath<NetworkStats, UInt64>) -> UInt64 {
        statistics.network.reduce(0) { $0 &+ $1[keyPath: value] }
    }
}

extension StatisticsRow {
    static let tableColumns: [OutputColumn<StatisticsRow>] = [
        .text("CONTAINER", .always, ["Id"]) { $0.container },
        .text("STATE", .onDemand, color: { TextColor.ofState($0.state) }) { $0.state },
        .number("CPU%", .always, ["cpu", "CpuPercent"], by: { $0.processorPercent ?? -1 }) {
            $0.processorPercent.map(QuantityText.percent) ?? "-"
        },
        .size("MEM COMMIT", .always, ["mem", "MemoryUsageCommitBytes"]) {
            $0.statistics.memory.usageCommitBytes
        },
        .size("MEM PRIV", .always, ["MemoryUsagePrivateWorkingSetBytes"]) {
            $0.statistics.memory.usagePrivateWorkingSetBytes
        },
        .size("NET RX", .always, ["BytesReceived"]) { $0.sum(\.bytesReceived) },
        .size("NET TX", .always, ["BytesSent"]) { $0.sum(\.bytesSent) },
        .size("DISK R", .always, ["ReadSizeBytes"]) { $0.statistics.storage.readSizeBytes },
        .size("DISK W", .always, ["WriteSizeBytes"]) { $0.statistics.storage.writeSizeBytes },
        .count("PROCS", .always, ["ProcessCount"]) { UInt64($0.processes) },
        .number("UPTIME", .always, ["Uptime100ns"], by: { Double($0.statistics.uptime100ns) }) {
            QuantityText.uptime($0.statistics.uptime100ns)
        },
        .size("MEM PEAK", .wide, ["MemoryUsageCommitPeakBytes"]) {
            $0.statistics.memory.usageCommitPeakBytes
        },
        .number(
            "CPU USER", .wide, ["RuntimeUser100ns"],
            by: { Double($0.statistics.processor.runtimeUser100ns) }
        ) { QuantityText.processorTime($0.statistics.processor.runtimeUser100ns) },
        .number(
            "CPU KERNEL", .wide, ["RuntimeKernel100ns"],
            by: { Double($0.statistics.processor.runtimeKernel100ns) }
        ) { QuantityText.processorTime($0.statistics.processor.runtimeKernel100ns) },
        .count("PKT RX", .wide, ["PacketsReceived"]) { $0.sum(\.packetsReceived) },
        .count("PKT TX", .wide, ["PacketsSent"]) { $0.sum(\.packetsSent) },
        .count("DROPS", .wide) {
            $0.sum(\.droppedPacketsIncoming) &+ $0.sum(\.droppedPacketsOutgoing)
        },
        .count("IO R", .wide, ["ReadCountNormalized"]) { $0.statistics.storage.readCountNormalized },
        .count("IO W", .wide, ["WriteCountNormalized"]) { $0.statistics.storage.writeCountNormalized },
        timeColumn,
    ]

    /// When the numbers were taken: first in a stream of rows.
    static let timeColumn = OutputColumn<StatisticsRow>.text("TIME", .onDemand, ["Timestamp"]) {
        MillisecondTime($0.statistics.timestamp).text ?? "-"
    }
}
