import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

@Suite struct RowTests {
    private func table<Row: TableRow>(_ rows: [Row], isWide: Bool = false) -> String {
        TableOutput(columns: Row.columns(isWide: isWide), rows: rows.map { $0.cells(isWide: isWide) }).text
    }

    @Test func results() throws {
        let error = ContainerError(
            .notFound, operation: "start", containerID: "db", reason: "no such container")
        let rows = [
            TargetResult(id: "web", changed: true, error: nil),
            TargetResult(id: "db", changed: false, error: ErrorDocument(error: error, status: .notFound)),
        ]
        #expect(
            try documentText(rows) == """
                [{"SchemaVersion":"1.0","Id":"web","Changed":true,"Error":null},\
                {"SchemaVersion":"1.0","Id":"db","Changed":false,"Error":{"Code":"NotFound",\
                "Name":"ErrComputeSystemDoesNotExist","HResult":"0xc037010e","Operation":"start","Container":"db",\
                "ProcessId":null,"Message":"no such container","Hint":null,"Retryable":false,"ExitCode":3,"Events":[]}}]
                """)
        #expect(try documentText([TargetResult]()) == "[]")
    }

    @Test func list() throws {
        let now = Timestamp(unixSeconds: 1_500_000_180)
        let rows = [
            ListRow(
                ContainerProperties(
                    id: "web", state: "Running", name: "shop", systemType: "Container",
                    runtimeOsType: "Linux",
                    owner: "ci"),
                created: Timestamp(unixSeconds: 1_500_000_000), now: now),
            ListRow(ContainerProperties(id: "db", state: "Unknown"), created: nil, now: now),
        ]
        #expect(
            table(rows) == """
                ID   STATE    NAME  OWNER  CREATED
                web  Running  shop  ci     3 minutes ago
                db   Unknown               -

                """)
        #expect(
            try documentText(rows[0]) == """
                {"SchemaVersion":"1.0","Id":"web","State":"Running","Name":"shop","SystemType":"Container","RuntimeOsType":"Linux",\
                "Owner":"ci","RuntimeId":"","Stopped":false,"ExitType":"","AreUpdatesPending":false,\
                "Created":"2017-07-14T02:40:00.000Z","Started":null}
                """)
        #expect(try documentText(rows[1]).hasSuffix(#""Created":null,"Started":null}"#))
    }

    @Test func processes() throws {
        let now = Timestamp(unixSeconds: 1_500_000_005)
        let item = ProcessListItem(
            createTimestamp: Timestamp(unixSeconds: 1_500_000_000), imageName: "sh", kernelTime100ns: 100_000,
            memoryCommitBytes: 1 << 20, memoryWorkingSetPrivateBytes: 2048, memoryWorkingSetSharedBytes: 0,
            processId: 7, userTime100ns: 200_000)
        let row = ProcessRow(
            container: "web", item: item, hostProcessID: 4711, parentProcessID: 1, userID: 0, state: "S",
            commandLine: ["sh", "-c", "a\u{1B}b"], now: now)
        #expect(
            table([row]) == """
                CONTAINER  PID  CPU%  CPU TIME  COMMIT  PRIVATE  SHARED  STARTED        IMAGE
                web          7  0.6%      0.03  1.0MiB   2.0KiB      0B  5 seconds ago  sh

                """)
        #expect(table([row], isWide: true).hasSuffix("sh     sh -c a\\x1bb\n"))
        #expect(row.name == "web/7")
        #expect(
            try documentText(row) == """
                {"SchemaVersion":"1.0","Id":"web","ProcessId":7,"ParentProcessId":1,"HostProcessId":4711,"UserId":0,"State":"S",\
                "ImageName":"sh","CommandLine":["sh","-c","a\\u001bb"],"CreateTimestamp":"2017-07-14T02:40:00.000Z",\
                "UserTime100ns":200000,"KernelTime100ns":100000,"MemoryCommitBytes":1048576,\
                "MemoryWorkingSetPrivateBytes":2048,"MemoryWorkingSetSharedBytes":0,"CpuPercent":0.6}
                """)
    }

    @Test func disks() throws {
        let disk = MappedVirtualDisk(hostPath: "/d.vhdx", containerPath: "/data", readOnly: true)
        let map = DiskMap(
            container: "web",
            controllers: [
                10: MappedVirtualDiskController(mappedVirtualDisks: [0: disk]),
                2: MappedVirtualDiskController(mappedVirtualDisks: [1: disk]),
            ])
        #expect(map.rows.map(\.controller) == [2, 10])
        #expect(
            table(map.rows) == """
                CONTAINER  CONTROLLER  LUN  HOST PATH  CONTAINER PATH  MODE  CACHE  ATTACH-ONLY  UVM
                web                 2    1  /d.vhdx    /data           ro    -      no           no
                web                10    0  /d.vhdx    /data           ro    -      no           no

                """)
        #expect(
            try documentText(map.v1).hasPrefix(#"{"10":{"MappedVirtualDisks":{"0":{"HostPath":"/d.vhdx""#))
        #expect(
            try documentText(map).hasPrefix(
                #"{"SchemaVersion":"1.0","Id":"web","MappedVirtualDiskControllers":{"10":"#))
        #expect(try documentText(DiskMap(container: "web", controllers: [:]).v1) == "{}")
    }

    @Test func waits() throws {
        let exit = ProcessExit(
            code: 137, signal: 9, outOfMemory: true, time: Timestamp(unixSeconds: 1_500_000_000))
        #expect(
            try documentText(WaitRow(container: "web", processID: 7, exit: exit)) == """
                {"Id":"web","ProcessId":7,"ExitCode":137,"Signal":9,"OutOfMemory":true,\
                "ExitTime":"2017-07-14T02:40:00.000Z","Error":null}
                """)
        let missing = WaitRow(try #require(ProcessTarget(argument: "gone")), failure: nil)
        #expect(missing.name == "-1" && missing.status == nil)
        #expect(WaitRow(container: "web", code: 0).name == "0")
    }

    @Test func startedProcess() throws {
        let row = ProcessResult(container: "web", processID: 7)
        #expect(row.name == "web/7")
        #expect(try documentText(row) == #"{"Id":"web","ProcessId":7}"#)
    }
}

@Suite struct StatisticsRowTests {
    private func sample(seconds: Int64, nanoseconds: UInt32 = 0, used: UInt64, uptime: UInt64 = 0)
        -> Statistics
    {
        Statistics(
            timestamp: Timestamp(unixSeconds: seconds, nanoseconds: nanoseconds), uptime100ns: uptime,
            memory: MemoryStats(usageCommitBytes: 3 << 20, usagePrivateWorkingSetBytes: 1 << 20),
            processor: ProcessorStats(totalRuntime100ns: used),
            network: [NetworkStats(bytesReceived: 1024, bytesSent: 1), NetworkStats(bytesReceived: 1024)])
    }

    @Test func shareOverTheWindow() {
        let row = StatisticsRow(
            container: "web", state: "Running",
            statistics: sample(seconds: 1001, nanoseconds: 100_000_000, used: 4_000_000), processes: 2,
            earlier: sample(seconds: 1000, nanoseconds: 900_000_000, used: 1_000_000))
        #expect(row.window100ns == 2_000_000)
        #expect(row.processorPercent == 150)
    }

    @Test func shareOverTheLifeWhereThereIsNoWindow() throws {
        var only = StatisticsRow(
            container: "web", state: "Running",
            statistics: sample(seconds: 1000, used: 10_000_000, uptime: 40_000_000),
            processes: 1)
        #expect(only.processorPercent == 25)
        only.earlier = only.statistics
        #expect(only.processorPercent == 25)
        #expect(try documentText(only).contains(#""CpuPercent":25,"CpuBasis":"lifetime","CpuScale":"core""#))
    }

    @Test func noShareBeforeTheStart() throws {
        let row = StatisticsRow(container: "web", state: "Created", statistics: Statistics(), processes: 0)
        #expect(row.processorPercent == nil && row.cells(isWide: false)[1] == "-")
        #expect(
            try documentText(row) == """
                {"SchemaVersion":"1.0","Id":"web","State":"Created","Timestamp":null,"ContainerStartTime":null,"Uptime100ns":0,"Memory":\
                {"MemoryUsageCommitBytes":0,"MemoryUsageCommitPeakBytes":0,"MemoryUsagePrivateWorkingSetBytes":0},\
                "Processor":{"TotalRuntime100ns":0,"RuntimeUser100ns":0,"RuntimeKernel100ns":0},"Storage":\
                {"ReadCountNormalized":0,"ReadSizeBytes":0,"WriteCountNormalized":0,"WriteSizeBytes":0},"Network":[],\
                "CpuPercent":null,"CpuBasis":"lifetime","CpuScale":"core","ProcessCount":0,"UptimeSeconds":0}
                """)
    }

    @Test func aCounterThatWentBackIsNoShare() {
        let row = StatisticsRow(
            container: "web", state: "Running", statistics: sample(seconds: 1001, used: 1), processes: 1,
            earlier: sample(seconds: 1000, used: 9))
        #expect(row.processorPercent == 0)
    }

    @Test func table() {
        let row = StatisticsRow(
            container: "web", state: "Running",
            statistics: sample(seconds: 1000, used: 10_000_000, uptime: 40_000_000),
            processes: 1)
        #expect(
            TableOutput(columns: StatisticsRow.columns(isWide: false), rows: [row.cells(isWide: false)]).text
                == """
                CONTAINER   CPU%  MEM COMMIT  MEM PRIV  NET RX  NET TX  DISK R  DISK W  PROCS  UPTIME
                web        25.0%      3.0MiB    1.0MiB  2.0KiB      1B      0B      0B      1      4s

                """)
        #expect(row.cells(isWide: true).count == StatisticsRow.columns(isWide: true).count)
    }
}
