internal import HCSSchema

/// Statistics in Prometheus's text format: base units, counters that end in `_total`.
struct PrometheusText {
    private let rows: [StatisticsRow]

    init(_ rows: [StatisticsRow]) {
        self.rows = rows
    }

    private struct Sample: Sendable {
        var labels: [(String, String)] = []
        let value: String
    }

    private struct Family: Sendable {
        let name: String
        let kind: String
        let help: String
        let samples: @Sendable (StatisticsRow) -> [Sample]
    }

    var text: String {
        var text = ""
        for family in Self.families {
            let lines = rows.flatMap { row in
                family.samples(row).map { Self.line(family.name, row.container, $0) }
            }
            guard !lines.isEmpty else { continue }
            text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind)\n"
            text += lines.joined()
        }
        return text
    }

    private static func line(_ name: String, _ id: String, _ sample: Sample) -> String {
        let labels = [("id", id)] + sample.labels
        let text = labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
        return "\(name){\(text)} \(sample.value)\n"
    }

    /// What the format escapes; interface names can hold nearly anything.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return EscapedText.of(result)
    }

    /// 100 ns in seconds, without an exponent or noise.
    static func seconds(_ hundredNanoseconds: UInt64) -> String {
        let fraction = String(10_000_000 + hundredNanoseconds % 10_000_000).dropFirst()
        return "\(hundredNanoseconds / 10_000_000).\(fraction)"
    }

    private static func gauge(
        _ name: String, _ help: String, _ value: @escaping @Sendable (StatisticsRow) -> String
    ) -> Family {
        Family(name: name, kind: "gauge", help: help) { [Sample(value: value($0))] }
    }

    private static func counter(
        _ name: String, _ help: String, _ value: @escaping @Sendable (StatisticsRow) -> UInt64
    ) -> Family {
        Family(name: name, kind: "counter", help: help) { [Sample(value: "\(value($0))")] }
    }

    private static func network(
        _ name: String, _ help: String, _ value: any KeyPath<NetworkStats, UInt64> & Sendable
    ) -> Family {
        Family(name: name, kind: "counter", help: help) { row in
            row.statistics.network.map {
                Sample(labels: [("endpoint", $0.endpointId)], value: "\($0[keyPath: value])")
            }
        }
    }

    private static let families = [
        Family(name: "hcs_container_state", kind: "gauge", help: "1 for the state the container is in.") {
            [Sample(labels: [("state", $0.state)], value: "1")]
        },
        gauge("hcs_container_uptime_seconds", "Time since the start.") {
            seconds($0.statistics.uptime100ns)
        },
        Family(name: "hcs_container_cpu_seconds_total", kind: "counter", help: "CPU time, by mode.") {
            let processor = $0.statistics.processor
            return [
                Sample(labels: [("mode", "user")], value: seconds(processor.runtimeUser100ns)),
                Sample(labels: [("mode", "kernel")], value: seconds(processor.runtimeKernel100ns)),
            ]
        },
        gauge("hcs_container_memory_commit_bytes", "Charged memory without file pages that can go.") {
            "\($0.statistics.memory.usageCommitBytes)"
        },
        gauge("hcs_container_memory_commit_peak_bytes", "Most memory charged at once.") {
            "\($0.statistics.memory.usageCommitPeakBytes)"
        },
        gauge("hcs_container_memory_private_bytes", "Anonymous memory.") {
            "\($0.statistics.memory.usagePrivateWorkingSetBytes)"
        },
        counter("hcs_container_storage_reads_total", "Reads from block devices.") {
            $0.statistics.storage.readCountNormalized
        },
        counter("hcs_container_storage_read_bytes_total", "Bytes read from block devices.") {
            $0.statistics.storage.readSizeBytes
        },
        counter("hcs_container_storage_writes_total", "Writes to block devices.") {
            $0.statistics.storage.writeCountNormalized
        },
        counter("hcs_container_storage_written_bytes_total", "Bytes written to block devices.") {
            $0.statistics.storage.writeSizeBytes
        },
        network("hcs_container_network_received_bytes_total", "Bytes received.", \.bytesReceived),
        network("hcs_container_network_sent_bytes_total", "Bytes sent.", \.bytesSent),
        network("hcs_container_network_received_packets_total", "Packets received.", \.packetsReceived),
        network("hcs_container_network_sent_packets_total", "Packets sent.", \.packetsSent),
        network(
            "hcs_container_network_received_dropped_total", "Packets dropped on arrival.",
            \.droppedPacketsIncoming),
        network(
            "hcs_container_network_sent_dropped_total", "Packets dropped before they left.",
            \.droppedPacketsOutgoing),
        gauge("hcs_container_processes", "Processes in the container, the agent left out.") {
            "\($0.processes)"
        },
    ]
}
