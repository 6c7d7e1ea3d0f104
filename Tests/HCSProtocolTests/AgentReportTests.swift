import CHCSShims
import HCSProtocol
import HCSSystem
import Testing

/// What the agent's C structs say, and that everything else is refused.
struct AgentReportTests {
    static func process(
        serial: UInt64 = 7, pid: Int32 = 12, status: Int32 = 0, flags: UInt32 = 0
    ) -> hcs_agent_process {
        var body = hcs_agent_process()
        withUnsafeMutableBytes(of: &body.token) { $0.copyBytes(from: (1...16).map { UInt8($0) }) }
        body.serial = serial
        body.pid = pid
        body.status = status
        body.flags = flags
        body.started_ns = 1
        body.exited_ns = 2
        return body
    }

    static func frame(_ type: hcs_agent_message, _ payload: [UInt8]) -> Frame {
        Frame(type: UInt16(type.rawValue), payload: payload)
    }

    static func bytes(_ body: some BitwiseCopyable) -> [UInt8] {
        withUnsafeBytes(of: body) { Array($0) }
    }

    @Test func welcomeAndSynced() {
        let welcome = Self.bytes(hcs_agent_welcome(version: 1, processes: 3))
        #expect(AgentReport(Self.frame(HCS_AGENT_WELCOME, welcome)) == .welcome(version: 1, processes: 3))
        #expect(AgentReport(Self.frame(HCS_AGENT_SYNCED, [])) == .synced)
    }

    @Test(arguments: [HCS_AGENT_PROCESS, HCS_AGENT_SPAWNED, HCS_AGENT_EXIT])
    func processInThreeMessages(_ type: hcs_agent_message) throws {
        let report = try #require(AgentReport(Self.frame(type, Self.bytes(Self.process()))))
        let process: AgentProcess
        switch report {
        case .process(let found) where type == HCS_AGENT_PROCESS: process = found
        case .spawned(let found) where type == HCS_AGENT_SPAWNED: process = found
        case .exit(let found) where type == HCS_AGENT_EXIT: process = found
        default: throw Unexpected(report: report)
        }
        #expect(process.token == (1...16).map { UInt8($0) })
        #expect(process.serial == 7)
        #expect(process.pid == 12)
        #expect(process.status == nil)
        #expect(!process.hasConsole)
    }

    @Test(arguments: [
        (Int32(0), HCSSystem.ExitStatus.exited(0)), (3 << 8, .exited(3)), (255 << 8, .exited(255)),
        (9, .signalled(9)),
        (11 | 0x80, .signalled(11)),
    ])
    func statusOfAnExit(_ status: Int32, _ expected: HCSSystem.ExitStatus) throws {
        let flags = HCS_PROCESS_EXITED.rawValue | HCS_PROCESS_CONSOLE.rawValue
        let body = Self.process(status: status, flags: flags)
        guard case .exit(let process) = AgentReport(Self.frame(HCS_AGENT_EXIT, Self.bytes(body))) else {
            throw Unexpected(report: nil)
        }
        #expect(process.status == expected)
        #expect(process.hasConsole)
    }

    @Test(arguments: [
        (HCS_STAGE_REQUEST, SpawnStage.request), (HCS_STAGE_RESOURCES, .resources),
        (HCS_STAGE_CONSOLE, .console),
        (HCS_STAGE_STREAMS, .streams), (HCS_STAGE_USER, .user), (HCS_STAGE_DIRECTORY, .directory),
        (HCS_STAGE_EXECUTE, .execute),
    ])
    func stages(_ raw: hcs_spawn_stage, _ stage: SpawnStage) {
        let body = Self.bytes(hcs_agent_failure(stage: raw.rawValue, error: 2))
        #expect(AgentReport(Self.frame(HCS_AGENT_FAILED, body)) == .failed(stage: stage, errno: 2))
        #expect(stage.name == "\(stage)")
    }

    @Test func result() {
        let body = Self.bytes(hcs_agent_result(error: -1, reserved: 0))
        #expect(AgentReport(Self.frame(HCS_AGENT_RESULT, body)) == .result(errno: -1))
    }

    @Test(arguments: [0, 1, 7, 63, 71, 128, 0xFFFF] as [UInt16])
    func unknownTypesAreRefused(_ type: UInt16) {
        #expect(AgentReport(Frame(type: type)) == nil)
        #expect(AgentReport(Frame(type: type, payload: Self.bytes(Self.process()))) == nil)
    }

    static let sizes: [(hcs_agent_message, Int)] = [
        (HCS_AGENT_WELCOME, MemoryLayout<hcs_agent_welcome>.size),
        (HCS_AGENT_PROCESS, MemoryLayout<hcs_agent_process>.size), (HCS_AGENT_SYNCED, 0),
        (HCS_AGENT_SPAWNED, MemoryLayout<hcs_agent_process>.size),
        (HCS_AGENT_FAILED, MemoryLayout<hcs_agent_failure>.size),
        (HCS_AGENT_RESULT, MemoryLayout<hcs_agent_result>.size),
        (HCS_AGENT_EXIT, MemoryLayout<hcs_agent_process>.size),
    ]

    /// Ones in every byte: positive pid and serial, stage 1 in none. Every length but the right one is refused.
    @Test(arguments: sizes)
    func wrongLengthsAreRefused(_ type: hcs_agent_message, _ size: Int) {
        for length in 0...(2 * size + 8) where length != size {
            let payload = [UInt8](repeating: 1, count: length)
            #expect(AgentReport(Self.frame(type, payload)) == nil, "\(type) of \(length) bytes")
        }
    }

    @Test(arguments: [(UInt64(0), Int32(5)), (1, 0), (1, -1), (0, 0), (1, .min)])
    func impossibleProcessesAreRefused(_ serial: UInt64, _ pid: Int32) {
        for type in [HCS_AGENT_PROCESS, HCS_AGENT_SPAWNED, HCS_AGENT_EXIT] {
            #expect(AgentReport(Self.frame(type, Self.bytes(Self.process(serial: serial, pid: pid)))) == nil)
        }
    }

    @Test(arguments: [0, 8, .max] as [UInt32])
    func unknownStagesAreRefused(_ stage: UInt32) {
        #expect(
            AgentReport(Self.frame(HCS_AGENT_FAILED, Self.bytes(hcs_agent_failure(stage: stage, error: 2))))
                == nil)
    }

    /// Seeded noise must neither crash nor be mistaken for a process without a number.
    @Test func noiseIsRefusedOrHarmless() {
        var state: UInt64 = 42
        func random() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        for _ in 0..<20_000 {
            let payload = (0..<Int(random() % 72)).map { _ in UInt8(truncatingIfNeeded: random()) }
            switch AgentReport(Frame(type: UInt16(60 + random() % 14), payload: payload)) {
            case .process(let process), .spawned(let process), .exit(let process):
                #expect(process.pid > 0 && process.serial > 0 && process.token.count == 16)
            default: continue
            }
        }
    }

    struct Unexpected: Error {
        let report: AgentReport?
    }
}
