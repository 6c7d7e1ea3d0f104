internal import HCSJSON
package import HCSSchema
package import HCSSystem

/// The folder of one container under the state root: names of its files, reading and writing them.
package struct ContainerFolder: Sendable {
    package let path: String
    /// The state root it is in.
    package let root: String
    package let id: String
    /// The folder itself, for sockets and files that must be this container's whatever the path becomes.
    package let descriptor: Descriptor

    package static let supervisorSocket = "supervisor.sock"
    package static let agentSocket = "agent.sock"
    package static let lock = "lock"
    package static let record = "state.json"
    package static let configuration = "config.json"
    /// There when the container ends with the last handle on it.
    package static let heldMark = "held"

    package var bundle: String { "\(path)/bundle" }
    package var rootFileSystem: String { "\(path)/bundle/rootfs" }
    /// Where a scratch that is an image or a device is mounted, in the supervisor's namespace.
    package var scratchMount: String { "\(path)/bundle/scratch" }
    package var hosts: String { "\(path)/hosts" }
    package var resolver: String { "\(path)/resolv.conf" }
    /// A file on a tmpfs of the supervisor's own namespace.
    package var credentials: String { "\(path)/credentials/credentials" }
    package var runtimeState: String { "\(path)/runtime" }
    package var runtimeLog: String { "\(path)/runtime.log" }
    package var processIDFile: String { "\(path)/agent.pid" }

    /// Opens an existing folder; `ENOENT` when there is none.
    package init(root: String, id: String) throws(SyscallError) {
        path = Self.path(root: root, id: id)
        self.root = root
        self.id = id
        descriptor = try Files.openFolder(path)
    }

    package static func path(root: String, id: String) -> String { "\(root)/\(id)" }

    /// The state; throws `SyscallError` or `JSONError` when there is none that can be read.
    package func readRecord() throws -> ContainerRecord {
        let bytes = try Files.read(Self.record, at: descriptor, maximum: 1 << 20)
        return try DocumentDecoder(mode: .lenient).decode(ContainerRecord.self, from: bytes)
    }

    package func write(_ record: ContainerRecord) throws {
        try Files.replace(Self.record, with: DocumentEncoder().encode(record), at: descriptor)
    }

    package func readConfiguration() throws -> ContainerConfig {
        try DocumentDecoder(mode: .lenient).decode(
            ContainerConfig.self, from: Files.read(Self.configuration, at: descriptor, maximum: 64 << 20))
    }

    package func write(_ configuration: ContainerConfig) throws {
        try Files.replace(Self.configuration, with: DocumentEncoder().encode(configuration), at: descriptor)
    }

    /// The exits in the container's log, oldest first: the latest thousand and more, not those before.
    package func readExits() throws -> [ExitRecord] {
        try EventLog.history(root: root, id: id).exits
    }
}

extension Timestamp {
    /// The machine's wall clock, in UTC.
    package static var now: Timestamp {
        let nanoseconds = Instant.wallClock
        return Timestamp(
            unixSeconds: nanoseconds / 1_000_000_000, nanoseconds: UInt32(nanoseconds % 1_000_000_000))
    }
}

/// The machine's boot: containers of another one are gone.
package enum Boot {
    package static func currentID() throws(SyscallError) -> String {
        try Files.text("/proc/sys/kernel/random/boot_id")
    }
}
