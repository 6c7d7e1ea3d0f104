import CHCSShims
import Glibc
import Testing

extension AgentTests {
    /// Whatever comes, the connection ends and the agent goes on.
    @Suite struct Malformed {
        @Test(arguments: Bad.all)
        func endsTheConnectionOnly(_ bad: Bad) throws {
            let agent = try TestAgent()
            let connection = try bad.isGreeted ? agent.connect() : Connection(path: agent.socketPath)
            for bytes in bad.writes {
                #expect(Glibc.send(connection.descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0)
            }
            if bad.isCut { shutdown(connection.descriptor, Int32(SHUT_WR)) }
            #expect(connection.isClosedByAgent())
            #expect(try agent.connect().run(["busybox", "echo", "alive"]).output == "alive\n")
        }

        @Test func descriptorsWhereNoneBelong() throws {
            let agent = try TestAgent()
            let pipe = try Pipe()
            let acknowledge = withUnsafeBytes(of: hcs_agent_serial(serial: 1)) { Array($0) }
            for type in [HCS_AGENT_HELLO, HCS_AGENT_ACKNOWLEDGE] {
                let connection = try agent.connect()
                try connection.send(UInt16(type.rawValue), acknowledge, [pipe.readEnd, pipe.writeEnd])
                #expect(connection.isClosedByAgent())
            }
            let connection = try agent.connect()
            #expect(try agent.descriptorCount() == 6)
            #expect(try connection.run(["busybox", "true"]).status == 0)
        }

        @Test func anEndlessPeerDoesNotStopReaping() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let process = try connection.start(["busybox", "true"]).process
            // Requests without reading an answer, until the agent takes no more.
            let frame = hcs_frame(
                length: UInt32(MemoryLayout<hcs_agent_serial>.size), type: UInt16(HCS_AGENT_CONSOLE.rawValue),
                descriptors: 0, sequence: 1)
            var bytes = withUnsafeBytes(of: frame) { Array($0) }
            bytes += withUnsafeBytes(of: hcs_agent_serial(serial: 7)) { Array($0) }
            let flood = Array([[UInt8]](repeating: bytes, count: 1000).joined())
            let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
            var total = 0
            while total < 64 << 20 {
                let sent = Glibc.send(connection.descriptor, flood, flood.count, flags)
                if sent < 0 {
                    var entry = pollfd(fd: connection.descriptor, events: Int16(POLLOUT), revents: 0)
                    guard Glibc.poll(&entry, 1, 200) == 1 else { break }
                    continue
                }
                total += sent
            }
            #expect(total < 64 << 20, "an agent that nobody listens to must stop reading")
            #expect(try agent.privateMemory() < 2048)
            let (next, held) = try Connection.greeted(path: agent.socketPath)
            #expect(held.map(\.serial) == [process.serial])
            #expect(try next.exit(process.serial) == 0)
            let memory = try agent.privateMemory()
            #expect(memory < 128)
        }
    }
}

struct Bad: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var writes: [[UInt8]]
    var isGreeted = true
    /// The peer stops sending.
    var isCut = false

    static func frame(_ type: UInt32, _ payload: [UInt8], length: UInt32? = nil, count: UInt16 = 0) -> [UInt8]
    {
        let header = hcs_frame(
            length: length ?? UInt32(payload.count), type: UInt16(truncatingIfNeeded: type),
            descriptors: count,
            sequence: 1)
        return withUnsafeBytes(of: header) { Array($0) } + payload
    }

    static func spawn(
        _ strings: [String], arguments: UInt32, variables: UInt32 = 0, tail: [UInt8] = [], cut: Int = 0
    ) -> [UInt8] {
        var header = hcs_agent_spawn()
        header.arguments = arguments
        header.variables = variables
        let payload = spawnPayload(header, strings).dropLast(cut) + tail
        return frame(HCS_AGENT_SPAWN.rawValue, Array(payload))
    }

    static let all: [Bad] = [
        Bad(testDescription: "oversized", writes: [frame(2, [], length: HCS_FRAME_MAXIMUM_PAYLOAD + 1)]),
        Bad(testDescription: "four gigabytes", writes: [frame(2, [], length: .max)]),
        Bad(testDescription: "cut header", writes: [Array(frame(1, []).prefix(7))], isCut: true),
        Bad(testDescription: "cut payload", writes: [frame(2, [1, 2, 3], length: 1000)], isCut: true),
        Bad(testDescription: "unknown type", writes: [frame(99, [])]),
        Bad(testDescription: "type 0", writes: [frame(0, [])]),
        Bad(
            testDescription: "an answer",
            writes: [frame(HCS_AGENT_WELCOME.rawValue, [0, 0, 0, 0, 0, 0, 0, 0])]),
        Bad(testDescription: "short signal", writes: [frame(HCS_AGENT_SIGNAL.rawValue, [1])]),
        Bad(
            testDescription: "long hello",
            writes: [frame(HCS_AGENT_HELLO.rawValue, [UInt8](repeating: 0, count: 9))]),
        Bad(testDescription: "missing descriptors", writes: [frame(HCS_AGENT_SPAWN.rawValue, [], count: 2)]),
        Bad(testDescription: "short spawn", writes: [frame(HCS_AGENT_SPAWN.rawValue, [0, 0])]),
        Bad(testDescription: "no strings", writes: [spawn([], arguments: 1)]),
        Bad(testDescription: "fewer strings", writes: [spawn(["", "", "", "a"], arguments: 2)]),
        Bad(testDescription: "more strings", writes: [spawn(["", "", "", "a", "b"], arguments: 1)]),
        Bad(testDescription: "missing NUL", writes: [spawn(["", "", "", "abc"], arguments: 1, cut: 1)]),
        Bad(testDescription: "a tail", writes: [spawn(["", "", "", "abc"], arguments: 1, tail: [0x41])]),
        Bad(
            testDescription: "counts that wrap",
            writes: [spawn(["", "", "", "a"], arguments: .max, variables: 2)]),
        Bad(
            testDescription: "huge counts",
            writes: [spawn(["", "", "", "a"], arguments: 0x7FFF_FFFF, variables: 0x7FFF_FFFF)]),
        Bad(
            testDescription: "no hello", writes: [spawn(["", "", "", "true"], arguments: 1)], isGreeted: false
        ),
        Bad(
            testDescription: "noise",
            writes: [(0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 13) }]),
    ]
}
