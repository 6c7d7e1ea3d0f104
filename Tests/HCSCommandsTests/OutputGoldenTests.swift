import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

@Suite struct OutputGoldenTests {
    private static let row = StatisticsRow(
        container: "web", state: "Running",
        statistics: Statistics(
            timestamp: Timestamp(unixSeconds: 1_500_000_002),
            containerStartTime: Timestamp(unixSeconds: 1_500_000_000),
            uptime100ns: 20_000_000,
            memory: MemoryStats(
                usageCommitBytes: 3 << 20, usageCommitPeakBytes: 4 << 20, usagePrivateWorkingSetBytes: 1 << 20
            ),
            processor: ProcessorStats(
                totalRuntime100ns: 15_000_000, runtimeUser100ns: 10_000_000, runtimeKernel100ns: 5_000_000),
            storage: StorageStats(
                readCountNormalized: 1, readSizeBytes: 4096, writeCountNormalized: 2, writeSizeBytes: 8192),
            network: [
                NetworkStats(
                    bytesReceived: 1024, bytesSent: 2048, packetsReceived: 3, packetsSent: 4,
                    droppedPacketsIncoming: 5, droppedPacketsOutgoing: 6, endpointId: "a\"b\\c")
            ]), processes: 2)

    @Test func statisticsAsADocument() throws {
        #expect(
            try documentText(Self.row) == #"""
                {"SchemaVersion":"1.0","Id":"web","State":"Running","Timestamp":"2017-07-14T02:40:02.000Z",\#
                "ContainerStartTime":"2017-07-14T02:40:00.000Z","Uptime100ns":20000000,"Memory":\#
                {"MemoryUsageCommitBytes":3145728,"MemoryUsageCommitPeakBytes":4194304,\#
                "MemoryUsagePrivateWorkingSetBytes":1048576},"Processor":{"TotalRuntime100ns":15000000,\#
                "RuntimeUser100ns":10000000,"RuntimeKernel100ns":5000000},"Storage":{"ReadCountNormalized":1,\#
                "ReadSizeBytes":4096,"WriteCountNormalized":2,"WriteSizeBytes":8192},"Network":[{"BytesReceived":1024,\#
                "BytesSent":2048,"PacketsReceived":3,"PacketsSent":4,"DroppedPacketsIncoming":5,\#
                "DroppedPacketsOutgoing":6,"EndpointId":"a\"b\\c","InstanceId":""}],"CpuPercent":75,\#
                "CpuBasis":"lifetime","CpuScale":"core","ProcessCount":2,"UptimeSeconds":2}
                """#)
    }

    @Test func statisticsForPrometheus() {
        let lines = PrometheusText([Self.row]).text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            lines.joined(separator: "\n") == #"""
                hcs_container_state{id="web",state="Running"} 1
                hcs_container_uptime_seconds{id="web"} 2.0000000
                hcs_container_cpu_seconds_total{id="web",mode="user"} 1.0000000
                hcs_container_cpu_seconds_total{id="web",mode="kernel"} 0.5000000
                hcs_container_memory_commit_bytes{id="web"} 3145728
                hcs_container_memory_commit_peak_bytes{id="web"} 4194304
                hcs_container_memory_private_bytes{id="web"} 1048576
                hcs_container_storage_reads_total{id="web"} 1
                hcs_container_storage_read_bytes_total{id="web"} 4096
                hcs_container_storage_writes_total{id="web"} 2
                hcs_container_storage_written_bytes_total{id="web"} 8192
                hcs_container_network_received_bytes_total{id="web",endpoint="a\"b\\c"} 1024
                hcs_container_network_sent_bytes_total{id="web",endpoint="a\"b\\c"} 2048
                hcs_container_network_received_packets_total{id="web",endpoint="a\"b\\c"} 3
                hcs_container_network_sent_packets_total{id="web",endpoint="a\"b\\c"} 4
                hcs_container_network_received_dropped_total{id="web",endpoint="a\"b\\c"} 5
                hcs_container_network_sent_dropped_total{id="web",endpoint="a\"b\\c"} 6
                hcs_container_processes{id="web"} 2
                """#)
        #expect(PrometheusText([]).text.isEmpty)
    }

    @Test func events() throws {
        let time = Timestamp(unixSeconds: 1_500_000_000, nanoseconds: 1_000_000)
        let exit = EventRow(
            event: ContainerEvent(
                containerID: "web", sequence: 5, time: time, kind: .processExited, processID: 3,
                exitCode: 137,
                signal: 9, outOfMemory: true, exitType: nil, detail: nil))
        let stop = EventRow(
            event: ContainerEvent(
                containerID: "web", sequence: 6, time: time, kind: .stopped, processID: nil, exitCode: nil,
                signal: nil, outOfMemory: nil, exitType: "UnexpectedExit", detail: "gone"))
        #expect(
            TableOutput(
                columns: EventRow.columns(isWide: false), rows: [exit, stop].map { $0.cells(isWide: false) }
            ).text == """
                TIME                      SEQ  CONTAINER  TYPE           PID  DETAIL
                2017-07-14T02:40:00.001Z    5  web        ProcessExited    3  signal 9, out of memory
                2017-07-14T02:40:00.001Z    6  web        Stopped          -  UnexpectedExit, gone

                """)
        #expect(
            try documentText(exit) == """
                {"SchemaVersion":"1.0","Id":"web","Sequence":5,"Time":"2017-07-14T02:40:00.001Z",\
                "Type":"ProcessExited","ProcessId":3,"ExitCode":137,"Signal":9,"OutOfMemory":true,\
                "ExitType":null,"Detail":null}
                """)
    }

    private func process(_ pid: UInt32, _ parent: UInt32, cpu: UInt64 = 0) -> ProcessRow {
        ProcessRow(
            container: "web", item: ProcessListItem(imageName: "p\(pid)", processId: pid, userTime100ns: cpu),
            hostProcessID: pid, parentProcessID: parent, userID: 0, state: "S", commandLine: [],
            now: Timestamp(unixSeconds: 1))
    }

    @Test func aTreeHasEveryProcessOnce() throws {
        let rows = [process(2, 1), process(3, 2), process(4, 1), process(5, 3), process(6, 6), process(7, 2)]
        let tree = ProcessRow.tree(rows)
        #expect(tree.map(\.item.processId) == [2, 3, 5, 7, 4, 6])
        #expect(tree.map(\.depth) == [0, 1, 2, 1, 0, 0])
        let column = try #require(ProcessRow.tableColumns.first { $0.isNamed("image") })
        #expect(tree.map(column.cell).prefix(3) == ["p2", "└─ p3", "   └─ p5"])
    }

    private func choice<Row: OutputRow>(
        _ row: Row.Type, columns: String? = nil, sort: String? = nil
    ) throws -> TableChoice<Row> {
        var options = TableOptions()
        (options.columns, options.sort) = (columns, sort)
        return try TableChoice(options)
    }

    @Test func columnsAndOrder() throws {
        let rows = [process(10, 1, cpu: 5), process(9, 1, cpu: 5), process(2, 1, cpu: 7)]
        let byCPU = try choice(ProcessRow.self, columns: "ImageName,pid,PCPU", sort: "-cputime,pid")
        #expect(byCPU.sorted(rows).map(\.item.processId) == [2, 9, 10])
        #expect(byCPU.columns?.map(\.table.title) == ["IMAGE", "PID", "CPU%"])
        // Numbers by their value, and equal ones as they were.
        #expect(try choice(ProcessRow.self, sort: "pid").sorted(rows).map(\.item.processId) == [2, 9, 10])
        #expect(try choice(ProcessRow.self, sort: "state").sorted(rows).map(\.item.processId) == [10, 9, 2])
    }

    @Test(arguments: ["bogus", "", "pid,,image", "-", "pid,-bogus"]) func wrongColumns(_ text: String) {
        #expect(throws: (any Error).self) { try choice(ProcessRow.self, sort: text) }
        #expect(throws: (any Error).self) { try choice(ProcessRow.self, columns: text) }
    }

    @Test func colorIsAroundTheCellAlone() {
        var table = TableOutput(
            columns: [.text("ID"), .text("STATE"), .text("NAME")], rows: [["a", "Running", "x"]])
        table.colors = [[nil, .green, nil]]
        #expect(table.text == "ID  STATE    NAME\na   \u{1B}[32mRunning\u{1B}[0m  x\n")
    }

    @Test func aFrameOverwritesAndDoesNotScroll() {
        let frame = StatisticsScreen.frame("A\nb\nc\nd\n", height: 4, isFirst: false)
        #expect(frame == "\u{1B}[HA\u{1B}[K\nb\u{1B}[K\nc\u{1B}[K\n\u{1B}[J")
        #expect(StatisticsScreen.frame("A\n", height: 4, isFirst: true).hasPrefix("\u{1B}[2J\u{1B}[H"))
    }

    /// Every key a document has is in its table, for `hcsctl schema`.
    @Test func theSchemaNamesEveryKey() {
        #expect(ListRow.schema.first?.key == "SchemaVersion")
        for schema in [
            ListRow.schema, ProcessRow.schema, StatisticsRow.schema, EventRow.schema, DiskRow.schema,
        ] {
            #expect(Set(schema.map(\.key)).count == schema.count)
            #expect(!schema.contains { $0.about.isEmpty || $0.about.hasSuffix(".") })
        }
    }
}
