import CHCSShims
import HCSProtocol
import HCSSystem
import Testing

/// What the supervisor writes is read back through the C structs that the agent is built with.
struct AgentRequestTests {
    private static let token = (0..<16).map { UInt8($0 + 1) }

    @Test func helloIsTheVersion() {
        let frame = AgentRequest.hello.frame(sequence: 0)
        #expect(frame.type == HCS_AGENT_HELLO.rawValue)
        #expect(frame.sequence == 0)
        let body = load(frame.payload, as: hcs_agent_hello.self)
        #expect(body.version == UInt32(HCS_AGENT_VERSION))
        #expect(AgentRequest.version == UInt32(HCS_AGENT_VERSION))
    }

    @Test(arguments: [
        (AgentSignalScope.process, HCS_SIGNAL_PROCESS), (.group, HCS_SIGNAL_GROUP),
        (.container, HCS_SIGNAL_CONTAINER),
    ])
    func signalNamesItsScope(_ scope: AgentSignalScope, _ raw: hcs_signal_scope) {
        let frame = AgentRequest.signal(serial: 1 << 40, pid: -7, signal: 64, scope: scope).frame(sequence: 9)
        #expect(frame.type == HCS_AGENT_SIGNAL.rawValue)
        #expect(frame.sequence == 9)
        let body = load(frame.payload, as: hcs_agent_signal.self)
        #expect(body.serial == 1 << 40)
        #expect(body.pid == -7)
        #expect(body.signal == 64)
        #expect(body.scope == raw.rawValue)
    }

    @Test func resizeKeepsWidthAndHeightApart() {
        let frame = AgentRequest.resize(serial: 3, width: 132, height: 43).frame(sequence: 1)
        #expect(frame.type == HCS_AGENT_RESIZE.rawValue)
        let body = load(frame.payload, as: hcs_agent_resize.self)
        #expect(body.serial == 3)
        #expect(body.width == 132)
        #expect(body.height == 43)
    }

    @Test(arguments: [
        (AgentRequest.console(serial: 5), HCS_AGENT_CONSOLE),
        (.acknowledge(serial: 5), HCS_AGENT_ACKNOWLEDGE),
    ])
    func serialAlone(_ request: AgentRequest, _ type: hcs_agent_message) {
        let frame = request.frame(sequence: 2)
        #expect(frame.type == type.rawValue)
        #expect(load(frame.payload, as: hcs_agent_serial.self).serial == 5)
    }

    @Test func shutdownCountsMilliseconds() {
        let frame = AgentRequest.shutdown(killAfter: 1500).frame(sequence: 2)
        #expect(frame.type == HCS_AGENT_SHUTDOWN.rawValue)
        #expect(load(frame.payload, as: hcs_agent_shutdown.self).kill_after_ms == 1500)
    }

    @Test func spawnIsItsStructAndItsStrings() {
        let request = SpawnRequest(
            token: Self.token, console: false, streams: [true, false, true], width: 80, height: 25,
            program: "",
            directory: "/tmp", user: "1000:5", arguments: ["sh", "-c", "", "ä"], variables: ["A=", "B=x=y"])
        let frame = AgentRequest.spawn(request).frame(sequence: 4)
        #expect(frame.type == HCS_AGENT_SPAWN.rawValue)
        let size = MemoryLayout<hcs_agent_spawn>.size
        let body = load(Array(frame.payload.prefix(size)), as: hcs_agent_spawn.self)
        #expect(withUnsafeBytes(of: body.token) { Array($0) } == Self.token)
        #expect(body.flags == HCS_SPAWN_STDIN.rawValue | HCS_SPAWN_STDERR.rawValue)
        #expect(body.width == 80)
        #expect(body.height == 25)
        #expect(body.arguments == 4)
        #expect(body.variables == 2)
        let strings = frame.payload.dropFirst(size).split(separator: 0, omittingEmptySubsequences: false)
        let texts = strings.map { String(decoding: $0, as: UTF8.self) }
        #expect(texts == ["", "/tmp", "1000:5", "sh", "-c", "", "ä", "A=", "B=x=y", ""])
    }

    @Test(arguments: [
        (true, [Bool](), HCS_SPAWN_CONSOLE.rawValue), (false, [true], HCS_SPAWN_STDIN.rawValue),
        (false, [false, true], HCS_SPAWN_STDOUT.rawValue),
        (false, [false, false, true], HCS_SPAWN_STDERR.rawValue),
    ])
    func spawnFlags(_ console: Bool, _ streams: [Bool], _ flags: UInt32) {
        let request = SpawnRequest(
            token: Self.token, console: console, streams: streams, width: 0, height: 0, program: "p",
            directory: "",
            user: "", arguments: ["p"], variables: [])
        let payload = AgentRequest.spawn(request).frame(sequence: 1).payload
        let body = load(Array(payload.prefix(MemoryLayout<hcs_agent_spawn>.size)), as: hcs_agent_spawn.self)
        #expect(body.flags == flags)
    }

    /// The bytes must be exactly the struct.
    private func load<Body>(_ bytes: [UInt8], as type: Body.Type) -> Body {
        #expect(bytes.count == MemoryLayout<Body>.size)
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: type) }
    }
}
