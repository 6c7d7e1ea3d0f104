public import HCSSchema

/// One process as Linux sees it, beside the v1 `ProcessListItem`.
public struct ProcessDetail: Hashable, Sendable {
    /// The v1 document.
    public let item: ProcessListItem
    /// The process's number on the host.
    public let hostProcessID: UInt32
    /// Its parent's number inside the container.
    public let parentProcessID: UInt32
    /// Its user inside the container.
    public let userID: UInt32
    /// The letter of /proc/PID/stat: R, S, D, Z, T…
    public let state: String
    /// Its arguments; may hold any bytes a container can write, and must be escaped where it is printed.
    public let commandLine: [String]
}

/// Everything known about a container.
public struct ContainerInspection: Hashable, Sendable, Encodable {
    /// The container's id.
    public let id: String
    /// Created, Running, Paused, Stopped or Unknown.
    public let state: String
    /// How it ended, once Stopped: GracefulExit, ForcedExit, UnexpectedExit.
    public let exitType: String?
    /// Why it ended, in words, if that is known.
    public let exitReason: String?
    /// When it was created.
    public let created: Timestamp?
    /// When it was started.
    public let started: Timestamp?
    /// When it stopped.
    public let stopped: Timestamp?
    /// The v1 configuration.
    public let configuration: ContainerConfig
    /// The OCI runtime program.
    public let runtime: String
    /// The supervisor's process on the host, while there is one.
    public let supervisorProcessID: UInt32?
    /// The agent's process on the host, while there is one.
    public let agentProcessID: UInt32?
    /// The container's folder under the state root.
    public let folder: String
    /// The OCI bundle.
    public let bundle: String
    /// Where the container's own changes are kept.
    public let scratch: String
    /// The cgroup, below each hierarchy's root.
    public let cgroup: String
    /// What of the document was changed to fit this host, a sentence each.
    public let warnings: [String]
    /// The networks it is in.
    public let endpoints: [Endpoint]
    /// Processes the kernel has killed because the memory limit was reached; nil where that cannot be said.
    public let outOfMemoryKills: UInt64?
    /// Processes the agent started, running and ended, oldest first.
    public let processes: [ProcessRecord]

    /// Writes every key always; times to the millisecond.
    public func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(id, forKey: .id)
        try keys.encode(state, forKey: .state)
        try keys.encode(exitType, forKey: .exitType)
        try keys.encode(exitReason, forKey: .exitReason)
        try keys.encode(created?.wholeMilliseconds, forKey: .created)
        try keys.encode(started?.wholeMilliseconds, forKey: .started)
        try keys.encode(stopped?.wholeMilliseconds, forKey: .stopped)
        try keys.encode(configuration, forKey: .configuration)
        try keys.encode(runtime, forKey: .runtime)
        try keys.encode(supervisorProcessID, forKey: .supervisorProcessID)
        try keys.encode(agentProcessID, forKey: .agentProcessID)
        try keys.encode(folder, forKey: .folder)
        try keys.encode(bundle, forKey: .bundle)
        try keys.encode(scratch, forKey: .scratch)
        try keys.encode(cgroup, forKey: .cgroup)
        try keys.encode(warnings, forKey: .warnings)
        try keys.encode(endpoints, forKey: .endpoints)
        try keys.encode(outOfMemoryKills, forKey: .outOfMemoryKills)
        try keys.encode(processes, forKey: .processes)
    }

    private enum Key: String, CodingKey {
        case id = "Id"
        case state = "State"
        case exitType = "ExitType"
        case exitReason = "ExitReason"
        case created = "Created"
        case started = "Started"
        case stopped = "Stopped"
        case configuration = "Configuration"
        case runtime = "Runtime"
        case supervisorProcessID = "SupervisorProcessId"
        case agentProcessID = "AgentProcessId"
        case folder = "Folder"
        case bundle = "Bundle"
        case scratch = "Scratch"
        case cgroup = "Cgroup"
        case warnings = "Warnings"
        case endpoints = "Endpoints"
        case outOfMemoryKills = "OutOfMemoryKills"
        case processes = "Processes"
    }

    /// A network the container is in.
    public struct Endpoint: Hashable, Sendable, Encodable {
        /// A destination and where it is reached.
        public struct Route: Hashable, Sendable, Encodable {
            /// With the length of its prefix.
            public let destination: String
            /// Nil where it is reached directly.
            public let gateway: String?

            /// Writes every key always.
            public func encode(to encoder: any Encoder) throws {
                var keys = encoder.container(keyedBy: Key.self)
                try keys.encode(destination, forKey: .destination)
                try keys.encode(gateway, forKey: .gateway)
            }

            private enum Key: String, CodingKey {
                case destination = "Destination"
                case gateway = "Gateway"
            }
        }

        /// The network's name.
        public let network: String
        /// The interface inside the container.
        public let interface: String
        /// Its hardware address.
        public let hardwareAddress: String?
        /// Its addresses with the lengths of their prefixes.
        public let addresses: [String]
        /// The gateways of the addresses.
        public let gateways: [String]
        /// What the network routes.
        public let routes: [Route]

        /// Writes every key always.
        public func encode(to encoder: any Encoder) throws {
            var keys = encoder.container(keyedBy: Key.self)
            try keys.encode(network, forKey: .network)
            try keys.encode(interface, forKey: .interface)
            try keys.encode(hardwareAddress, forKey: .hardwareAddress)
            try keys.encode(addresses, forKey: .addresses)
            try keys.encode(gateways, forKey: .gateways)
            try keys.encode(routes, forKey: .routes)
        }

        private enum Key: String, CodingKey {
            case network = "Network"
            case interface = "Interface"
            case hardwareAddress = "MacAddress"
            case addresses = "Addresses"
            case gateways = "Gateways"
            case routes = "Routes"
        }
    }

    /// The exit record of one process.
    public struct ProcessRecord: Hashable, Sendable, Encodable {
        /// Its number inside the container.
        public let processID: UInt32
        /// Its exit code once it ended.
        public let exitCode: Int32?
        /// The signal that ended it, if one did.
        public let signal: Int32?
        /// Whether the kernel killed it because the container was out of memory; nil while it runs.
        public let outOfMemory: Bool?
        /// When it ended.
        public let exited: Timestamp?

        /// Writes every key always; times to the millisecond.
        public func encode(to encoder: any Encoder) throws {
            var keys = encoder.container(keyedBy: Key.self)
            try keys.encode(processID, forKey: .processID)
            try keys.encode(exitCode, forKey: .exitCode)
            try keys.encode(signal, forKey: .signal)
            try keys.encode(outOfMemory, forKey: .outOfMemory)
            try keys.encode(exited?.wholeMilliseconds, forKey: .exited)
        }

        private enum Key: String, CodingKey {
            case processID = "ProcessId"
            case exitCode = "ExitCode"
            case signal = "Signal"
            case outOfMemory = "OutOfMemory"
            case exited = "Exited"
        }
    }
}

extension Timestamp {
    fileprivate var wholeMilliseconds: Timestamp {
        Timestamp(
            unixSeconds: unixSeconds, nanoseconds: nanoseconds / 1_000_000 * 1_000_000, utcOffset: utcOffset)
    }
}
