package import HCSSystem

/// What a supervisor asks of the agent. The structs are those of hcs_agent_protocol.h.
package enum AgentRequest: Hashable, Sendable {
    case hello
    case spawn(SpawnRequest)
    case signal(serial: UInt64, pid: Int32, signal: Int32, scope: AgentSignalScope)
    case resize(serial: UInt64, width: UInt16, height: UInt16)
    case console(serial: UInt64)
    case acknowledge(serial: UInt64)
    /// The descriptors that come along are kept with the process: stdin's, stdout's and stderr's other ends, by the mask.
    case keep(serial: UInt64, mask: UInt32)
    /// One of them, by its number.
    case stream(serial: UInt64, number: UInt32)
    /// `killAfter` in milliseconds; 0 never forces.
    case shutdown(killAfter: UInt32)

    /// The version of the protocol this side speaks.
    package static let version: UInt32 = 1

    /// The message, without descriptors.
    package func frame(sequence: UInt64) -> Frame {
        var writer = ByteWriter()
        switch self {
        case .hello:
            writer.put(Self.version)
            writer.put(UInt32(0))
        case .spawn(let request):
            request.write(to: &writer)
        case .signal(let serial, let pid, let signal, let scope):
            writer.put(serial)
            writer.put(pid)
            writer.put(signal)
            writer.put(scope.rawValue)
            writer.put(UInt32(0))
        case .resize(let serial, let width, let height):
            writer.put(serial)
            writer.put(width)
            writer.put(height)
            writer.put(UInt32(0))
        case .console(let serial), .acknowledge(let serial):
            writer.put(serial)
        case .shutdown(let killAfter):
            writer.put(killAfter)
            writer.put(UInt32(0))
        case .keep(let serial, let value), .stream(let serial, let value):
            writer.put(serial)
            writer.put(value)
            writer.put(UInt32(0))
        }
        return Frame(type: type, sequence: sequence, payload: writer.bytes)
    }

    private var type: UInt16 {
        switch self {
        case .hello: 1
        case .spawn: 2
        case .signal: 3
        case .resize: 4
        case .console: 5
        case .acknowledge: 6
        case .shutdown: 7
        case .keep: 8
        case .stream: 9
        }
    }
}

/// Whom a signal reaches (enum hcs_signal_scope).
package enum AgentSignalScope: UInt32, Hashable, Sendable, Codable {
    case process = 0
    case group = 1
    case container = 2
    /// The process, its session and group, and what descends from it: the supervisor's doing, the agent does not know it.
    case tree = 3
}

/// A process to start (struct hcs_agent_spawn and its strings).
package struct SpawnRequest: Hashable, Sendable {
    /// 16 bytes.
    package var token: [UInt8]
    package var console: Bool
    /// Which of stdin, stdout and stderr come as descriptors.
    package var streams: [Bool]
    package var width: UInt16
    package var height: UInt16
    package var program: String
    package var directory: String
    package var user: String
    package var arguments: [String]
    package var variables: [String]

    package init(
        token: [UInt8], console: Bool, streams: [Bool], width: UInt16, height: UInt16, program: String,
        directory: String, user: String, arguments: [String], variables: [String]
    ) {
        self.token = token
        self.console = console
        self.streams = streams
        self.width = width
        self.height = height
        self.program = program
        self.directory = directory
        self.user = user
        self.arguments = arguments
        self.variables = variables
    }

    fileprivate func write(to writer: inout ByteWriter) {
        var flags: UInt32 = console ? 1 : 0
        for (index, isPassed) in streams.enumerated() where isPassed { flags |= 2 << UInt32(index) }
        writer.put(token)
        writer.put(flags)
        writer.put(width)
        writer.put(height)
        writer.put(UInt32(arguments.count))
        writer.put(UInt32(variables.count))
        for text in [program, directory, user] + arguments + variables { writer.put(text: text) }
    }
}
