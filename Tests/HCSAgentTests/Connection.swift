import CHCSShims
import Glibc

struct ProtocolError: Error {
    let message: String
    let error = errno
}

/// A message from the agent.
struct Message {
    var frame: hcs_frame
    var payload: [UInt8]
    var descriptors: [Int32]

    var type: UInt32 { UInt32(frame.type) }

    func decode<Value: BitwiseCopyable>(as type: Value.Type) throws -> Value {
        guard payload.count == MemoryLayout<Value>.size else {
            throw ProtocolError(message: "message \(frame.type) has \(payload.count) bytes")
        }
        return payload.withUnsafeBytes { $0.loadUnaligned(as: type) }
    }
}

/// What a spawn was answered.
enum Spawned {
    case process(hcs_agent_process, console: Int32?)
    case failed(stage: UInt32, error: Int32)
}

/// The supervisor's side of one connection, blocking and with a time limit everywhere.
final class Connection {
    static let limit: Int32 = 10_000

    let descriptor: Int32
    private var sequence: UInt64 = 0
    /// Exits that came while an answer was awaited.
    private var pendingExits: [hcs_agent_process] = []

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let result = withSocketAddress(path) { connect(descriptor, $0, $1) }
        guard result == 0 else { throw ProtocolError(message: "connect") }
    }

    deinit { close(descriptor) }

    /// Connects and says HELLO; returns what the agent holds.
    static func greeted(path: String) throws -> (Connection, [hcs_agent_process]) {
        let connection = try Connection(path: path)
        return (connection, try connection.hello())
    }

    func hello() throws -> [hcs_agent_process] {
        try send(HCS_AGENT_HELLO, hcs_agent_hello(version: UInt32(HCS_AGENT_VERSION), reserved: 0))
        let welcome = try receive(HCS_AGENT_WELCOME).decode(as: hcs_agent_welcome.self)
        var processes: [hcs_agent_process] = []
        for _ in 0..<welcome.processes {
            processes.append(try receive(HCS_AGENT_PROCESS).decode(as: hcs_agent_process.self))
        }
        _ = try receive(HCS_AGENT_SYNCED)
        return processes
    }

    func send<Payload: BitwiseCopyable>(_ type: hcs_agent_message, _ payload: Payload) throws {
        try withUnsafeBytes(of: payload) { try send(UInt16(type.rawValue), Array($0), []) }
    }

    func send(_ type: UInt16, _ payload: [UInt8], _ descriptors: [Int32]) throws {
        sequence += 1
        var frame = hcs_frame(
            length: UInt32(payload.count), type: type, descriptors: UInt16(descriptors.count),
            sequence: sequence)
        guard hcs_frame_send(descriptor, &frame, payload, descriptors, Self.limit) == 0 else {
            throw ProtocolError(message: "send")
        }
    }

    /// The next message, or nil when the agent closed the connection.
    func receiveAny(limit: Int32 = Connection.limit) throws -> Message? {
        var frame = hcs_frame()
        var received = [Int32](repeating: -1, count: Int(HCS_FRAME_MAXIMUM_DESCRIPTORS))
        let size = hcs_frame_receive(descriptor, &frame, &received, limit)
        if size == 0 || (size < 0 && errno == ECONNRESET) { return nil }
        guard size > 0 else { throw ProtocolError(message: "receive") }
        var payload = [UInt8](repeating: 0, count: Int(frame.length))
        let length = payload.withUnsafeMutableBytes {
            hcs_read_exactly(descriptor, $0.baseAddress, $0.count, limit)
        }
        guard length == payload.count else { throw ProtocolError(message: "payload") }
        return Message(
            frame: frame, payload: payload, descriptors: Array(received.prefix(Int(frame.descriptors))))
    }

    /// The next message of a type; exits that come before are kept for `exit`.
    func receive(_ type: hcs_agent_message) throws -> Message {
        while let message = try receiveAny() {
            if message.type == type.rawValue { return message }
            guard message.type == HCS_AGENT_EXIT.rawValue else {
                throw ProtocolError(message: "message \(message.type) instead of \(type.rawValue)")
            }
            pendingExits.append(try message.decode(as: hcs_agent_process.self))
        }
        throw ProtocolError(message: "closed")
    }

    /// Whether the agent closes, rather than answers.
    func isClosedByAgent() -> Bool {
        do { return try receiveAny() == nil } catch { return false }
    }

    func spawn(
        _ arguments: [String], program: String = "", directory: String = "", user: String = "",
        variables: [String] = [], flags: UInt32 = 0, size: (UInt16, UInt16) = (0, 0),
        descriptors: [Int32] = []
    ) throws -> Spawned {
        var header = hcs_agent_spawn()
        header.token.0 = 0xAB
        header.flags = flags
        header.width = size.0
        header.height = size.1
        header.arguments = UInt32(arguments.count)
        header.variables = UInt32(variables.count)
        let strings = [program, directory, user] + arguments + variables
        try send(UInt16(HCS_AGENT_SPAWN.rawValue), spawnPayload(header, strings), descriptors)
        while let answer = try receiveAny() {
            switch answer.type {
            case HCS_AGENT_EXIT.rawValue:
                pendingExits.append(try answer.decode(as: hcs_agent_process.self))
            case HCS_AGENT_SPAWNED.rawValue:
                let process = try answer.decode(as: hcs_agent_process.self)
                guard process.token.0 == 0xAB else { throw ProtocolError(message: "another token") }
                return .process(process, console: answer.descriptors.first)
            case HCS_AGENT_FAILED.rawValue:
                let failure = try answer.decode(as: hcs_agent_failure.self)
                return .failed(stage: failure.stage, error: failure.error)
            default: throw ProtocolError(message: "message \(answer.type)")
            }
        }
        throw ProtocolError(message: "closed")
    }

    /// Starts what must start.
    func start(
        _ arguments: [String], directory: String = "", user: String = "", variables: [String] = [],
        flags: UInt32 = 0, size: (UInt16, UInt16) = (0, 0), descriptors: [Int32] = []
    ) throws -> (process: hcs_agent_process, console: Int32?) {
        let answer = try spawn(
            arguments, directory: directory, user: user, variables: variables, flags: flags, size: size,
            descriptors: descriptors)
        switch answer {
        case .process(let process, let console): return (process, console)
        case .failed(let stage, let error):
            throw ProtocolError(message: "stage \(stage), error \(error) for \(arguments)")
        }
    }

    /// Waits for the exit of a process and acknowledges it; returns the wait status.
    func exit(_ serial: UInt64) throws -> Int32 {
        let record = try exitRecord(serial)
        try acknowledge(serial)
        return record.status
    }

    func exitRecord(_ serial: UInt64) throws -> hcs_agent_process {
        if let index = pendingExits.firstIndex(where: { $0.serial == serial }) {
            return pendingExits.remove(at: index)
        }
        while true {
            let record = try receive(HCS_AGENT_EXIT).decode(as: hcs_agent_process.self)
            if record.serial == serial { return record }
            pendingExits.append(record)
        }
    }

    func acknowledge(_ serial: UInt64) throws {
        try send(HCS_AGENT_ACKNOWLEDGE, hcs_agent_serial(serial: serial))
    }

    func signal(
        _ number: Int32, serial: UInt64 = 0, pid: Int32 = 0, scope: hcs_signal_scope = HCS_SIGNAL_PROCESS
    ) throws -> Int32 {
        let request = hcs_agent_signal(
            serial: serial, pid: pid, signal: number, scope: scope.rawValue, reserved: 0)
        try send(HCS_AGENT_SIGNAL, request)
        return try result()
    }

    func resize(_ serial: UInt64, _ width: UInt16, _ height: UInt16) throws -> Int32 {
        try send(
            HCS_AGENT_RESIZE, hcs_agent_resize(serial: serial, width: width, height: height, reserved: 0))
        return try result()
    }

    func result() throws -> Int32 {
        try receive(HCS_AGENT_RESULT).decode(as: hcs_agent_result.self).error
    }

    /// Runs a program with its output in a pipe; returns the status and the output.
    func run(
        _ arguments: [String], directory: String = "", user: String = "", variables: [String] = []
    ) throws -> (status: Int32, output: String) {
        let pipe = try Pipe()
        let flags = HCS_SPAWN_STDOUT.rawValue | HCS_SPAWN_STDERR.rawValue
        let started = try start(
            arguments, directory: directory, user: user, variables: variables, flags: flags,
            descriptors: [pipe.writeEnd, pipe.writeEnd])
        pipe.closeWriteEnd()
        let output = try pipe.readAll()
        return (try exit(started.process.serial), output)
    }
}

func spawnPayload(_ header: hcs_agent_spawn, _ strings: [String]) -> [UInt8] {
    var payload = withUnsafeBytes(of: header) { Array($0) }
    for string in strings { payload += Array(string.utf8) + [0] }
    return payload
}

func exitCode(_ status: Int32) -> Int32? { status & 0x7F == 0 ? (status >> 8) & 0xFF : nil }
