internal import HCSSchema

/// What one container uses, and its processor share over a window or over its life.
struct StatisticsRow: TableRow {
    let container: String
    let statistics: Statistics
    let processes: Int
    /// The sample at the beginning of the window.
    var earlier: Statistics?

    var name: String { container }

    func resampled(_ later: Statistics) -> StatisticsRow {
        StatisticsRow(container: container, statistics: later, processes: processes, earlier: statistics)
    }

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

    static func columns(isWide: Bool) -> [TableColumn] {
        [
            .text("CONTAINER"), .number("CPU%"), .number("MEM COMMIT"), .number("MEM PRIV"),
            .number("NET RX"),
            .number("NET TX"), .number("DISK R"), .number("DISK W"), .number("PROCS"), .number("UPTIME"),
        ]
            + (isWide
                ? [
                    .number("MEM PEAK"), .number("CPU USER"), .number("CPU KERNEL"), .number("PKT RX"),
                    .number("PKT TX"), .number("DROPS"), .number("IO R"), .number("IO W"),
                ] : [])
    }

    func cells(isWide: Bool) -> [String] {
        let memory = statistics.memory
        let storage = statistics.storage
        let cells = [
            container, processorPercent.map(QuantityText.percent) ?? "-",
            QuantityText.size(memory.usageCommitBytes),
            QuantityText.size(memory.usagePrivateWorkingSetBytes), QuantityText.size(sum(\.bytesReceived)),
            QuantityText.size(sum(\.bytesSent)), QuantityText.size(storage.readSizeBytes),
            QuantityText.size(storage.writeSizeBytes), "\(processes)",
            QuantityText.uptime(statistics.uptime100ns),
        ]
        guard isWide else { return cells }
        return cells + [
            QuantityText.size(memory.usageCommitPeakBytes),
            QuantityText.processorTime(statistics.processor.runtimeUser100ns),
            QuantityText.processorTime(statistics.processor.runtimeKernel100ns), "\(sum(\.packetsReceived))",
            "\(sum(\.packetsSent))", "\(sum(\.droppedPacketsIncoming) &+ sum(\.droppedPacketsOutgoing))",
            "\(storage.readCountNormalized)", "\(storage.writeCountNormalized)",
        ]
    }

    private func sum(_ value: KeyPath<NetworkStats, UInt64>) -> UInt64 {
        statistics.network.reduce(0) { $0 &+ $1[keyPath: value] }
    }
}
