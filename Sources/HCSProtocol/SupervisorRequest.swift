package import HCSSchema

/// What a client asks of a supervisor: one request a connection (Docs/Decisions/0004).
package struct SupervisorRequest: Hashable, Sendable, Codable {
    package enum Operation: String, Hashable, Sendable, Codable {
        case start, shutdown, terminate, pause, resume, wait
        case createProcess, openProcess, waitProcess, signal, resize, attach, closeStdin
        case modify
        /// On the connection of a process: its client leaves it alone from now on.
        case release
        /// Keeps a container that ends with its last handle; answered at once, and ended by either side's close.
        case hold
    }

    package var operation: Operation
    /// createProcess: the document.
    package var process: ProcessConfig?
    /// createProcess and openProcess: 32 hexadecimal digits the client chose.
    package var token: String?
    /// createProcess: which of stdin, stdout and stderr came as descriptors.
    package var streams: [Bool]?
    /// createProcess: which of stdin, stdout and stderr become streams that are kept for whoever attaches.
    package var keptStreams: [Bool]?
    /// createProcess: milliseconds after which the process is ended, and from that to its killing.
    package var timeLimit: Int64?
    package var killAfter: Int64?
    /// createProcess, waitProcess: what the loss of this connection means for the process.
    package var clientExit: ClientExit?
    /// createProcess: the container of a `run` ends with this process.
    package var isMain: Bool?
    /// attach: whether the client wants to type.
    package var wantsInput: Bool?
    /// A process by its number inside the container; the latest one where a number was used twice.
    package var processID: UInt32?
    /// A process by its serial number, which is never used twice.
    package var serial: UInt64?
    package var signal: Int32?
    package var scope: AgentSignalScope?
    package var width: UInt16?
    package var height: UInt16?
    /// modify: made in this order, all or none.
    package var modifications: [ResourceModificationRequestResponse]?

    package init(_ operation: Operation) {
        self.operation = operation
    }

    package enum ClientExit: String, Hashable, Sendable, Codable {
        case signal, terminate
    }

    /// Frame types of this protocol.
    package static let requestType: UInt16 = 128
    package static let replyType: UInt16 = 129
}

/// What a supervisor answers. `createProcess` and `attach` are answered twice: when the process runs, and when it has exited.
/// In between their client may be told to share its console.
package struct SupervisorReply: Hashable, Sendable, Codable {
    package var failure: Failure?
    package var processID: UInt32?
    package var serial: UInt64?
    package var hasConsole: Bool?
    package var exit: ExitRecord?
    /// attach: which of stdin, stdout and stderr come as descriptors; with a console it is the one descriptor.
    package var streams: [Bool]?
    /// attach: somebody else is typing.
    package var isReadOnly: Bool?
    /// The client uses the descriptor that comes along in place of the console from now on.
    package var isShared: Bool?
    /// wait: how the container ended.
    package var exitType: ExitType?
    package var exitReason: String?

    package init() {}

    package init(_ failure: Failure) {
        self.failure = failure
    }
}

/// How a process ended, as it is written to disk before anyone is told.
package struct ExitRecord: Hashable, Sendable, Codable {
    package var serial: UInt64
    package var processID: UInt32
    /// The exit code, or 128 + the signal.
    package var code: Int32
    package var signal: Int32?
    package var outOfMemory: Bool
    /// Whether it was ended because its time was over; absent means no.
    package var timedOut: Bool?
    package var time: Timestamp

    package init(
        serial: UInt64, processID: UInt32, code: Int32, signal: Int32?, outOfMemory: Bool, time: Timestamp
    ) {
        self.serial = serial
        self.processID = processID
        self.code = code
        self.signal = signal
        self.outOfMemory = outOfMemory
        self.time = time
    }
}

/// How a container ended, in HCS's words.
package enum ExitType: String, Hashable, Sendable, Codable {
    case graceful = "GracefulExit"
    case forced = "ForcedExit"
    case unexpected = "UnexpectedExit"
}

/// Where CNI's files are on this host.
package struct NetworkFolders: Hashable, Sendable, Codable {
    package var configurations: String
    /// With `:` between several.
    package var plugins: String

    package init(configurations: String?, plugins: String?) {
        self.configurations = configurations ?? "/etc/cni/net.d"
        self.plugins = plugins ?? "/usr/lib/cni:/opt/cni/bin"
    }
}

/// The first message to a new supervisor, over the socket it inherits.
package struct Launch: Hashable, Sendable, Codable {
    package var root: String
    package var id: String
    /// Given when the container is to be created; else an existing one is adopted.
    package var configuration: ContainerConfig?
    /// The OCI runtime by name or path.
    package var runtime: String?
    /// Where a name is looked up.
    package var searchPath: String?
    /// Folder the scratch is made in unless the document says otherwise.
    package var scratchRoot: String
    /// The guest agent's program.
    package var agent: String
    /// How long the runtime may take for one command, in milliseconds.
    package var runtimeLimit: Int64
    /// The container of a `run`: it ends when its main process has, or when the launching command goes before there is one.
    package var isRun: Bool?
    /// And is deleted then.
    package var removesAtEnd: Bool?
    /// Folder of the networks' configurations, and of their plugins (`:` between several).
    package var networks: NetworkFolders?

    package init(
        root: String, id: String, configuration: ContainerConfig?, runtime: String?, searchPath: String?,
        scratchRoot: String, agent: String, runtimeLimit: Int64
    ) {
        self.root = root
        self.id = id
        self.configuration = configuration
        self.runtime = runtime
        self.searchPath = searchPath
        self.scratchRoot = scratchRoot
        self.agent = agent
        self.runtimeLimit = runtimeLimit
    }
}
