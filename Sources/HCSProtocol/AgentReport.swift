package import HCSSystem

/// What the agent says. It shares the container's trust domain: a message that is not exactly one of these is refused.
package enum AgentReport: Hashable, Sendable {
    case welcome(version: UInt32, processes: UInt32)
    case process(AgentProcess)
    case synced
    case spawned(AgentProcess)
    case failed(stage: SpawnStage, errno: Int32)
    case result(errno: Int32)
    case exit(AgentProcess)

    /// Reads a message; nil when it breaks the protocol.
    package init?(_ frame: Frame) {
        var reader = ByteReader(frame.payload)
        switch frame.type {
        case 64:
            guard let version: UInt32 = reader.take(), let count: UInt32 = reader.take() else { return nil }
            self = .welcome(version: version, processes: count)
        case 65, 67, 70:
            guard let process = AgentProcess(&reader) else { return nil }
            self =
                frame.type == 65 ? .process(process) : frame.type == 67 ? .spawned(process) : .exit(process)
        case 66:
            self = .synced
        case 68:
            guard let raw: UInt32 = reader.take(), let stage = SpawnStage(rawValue: raw),
                let errno: Int32 = reader.take()
            else { return nil }
            self = .failed(stage: stage, errno: errno)
        case 69:
            guard let errno: Int32 = reader.take(), reader.take(UInt32.self) != nil else { return nil }
            self = .result(errno: errno)
        default:
            return nil
        }
        guard reader.isAtEnd else { return nil }
    }
}

/// A process as the agent knows it (struct hcs_agent_process).
package struct AgentProcess: Hashable, Sendable {
    package let token: [UInt8]
    package let serial: UInt64
    package let pid: Int32
    package let status: ExitStatus?
    package let hasConsole: Bool

    package init(token: [UInt8], serial: UInt64, pid: Int32, status: ExitStatus?, hasConsole: Bool) {
        self.token = token
        self.serial = serial
        self.pid = pid
        self.status = status
        self.hasConsole = hasConsole
    }

    fileprivate init?(_ reader: inout ByteReader) {
        guard let token = reader.take(count: 16), let serial: UInt64 = reader.take(),
            let pid: Int32 = reader.take(),
            let status: Int32 = reader.take(), let flags: UInt32 = reader.take(),
            reader.take(UInt32.self) != nil,
            reader.take(UInt64.self) != nil, reader.take(UInt64.self) != nil, pid > 0, serial > 0
        else { return nil }
        self.token = token
        self.serial = serial
        self.pid = pid
        self.status = flags & 1 != 0 ? ExitStatus(waitStatus: status) : nil
        hasConsole = flags & 2 != 0
    }
}

/// The step at which a start failed (enum hcs_spawn_stage).
package enum SpawnStage: UInt32, Hashable, Sendable {
    case request = 1
    case resources = 2
    case console = 3
    case streams = 4
    case user = 5
    case directory = 6
    case execute = 7

    /// As in `Failure.StartFailure`.
    package var name: String {
        switch self {
        case .request: "request"
        case .resources: "resources"
        case .console: "console"
        case .streams: "streams"
        case .user: "user"
        case .directory: "directory"
        case .execute: "execute"
        }
    }
}
