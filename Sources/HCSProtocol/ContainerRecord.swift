package import HCSSchema
package import HCSSystem

/// A container's state on disk: what every question about it is answered from.
///
/// Written by its supervisor only, whole, by rename.
package struct ContainerRecord: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable {
        /// Being made; a supervisor that finds it in a folder without one takes everything away again.
        case creating = "Creating"
        case created = "Created"
        case running = "Running"
        case paused = "Paused"
        case stopped = "Stopped"
    }

    package static let currentVersion = 1

    package var version: Int
    package var id: String
    /// /proc/sys/kernel/random/boot_id: of another boot nothing is alive any more.
    package var bootID: String
    package var state: State
    package var name: String
    package var owner: String
    package var systemType: String
    package var created: Timestamp
    package var started: Timestamp?
    package var stopped: Timestamp?
    package var exitType: ExitType?
    package var exitReason: String?
    /// What was asked of the container when it is on its way to Stopped.
    package var ending: ExitType?
    package var supervisor: ProcessIdentity
    package var agent: ProcessIdentity?
    package var runtimePath: String
    package var masksUnifiedHierarchy: Bool
    package var cgroup: String
    package var scratch: String
    /// What of the scratch was made by us (`Scratch.Made`).
    package var scratchMade: UInt8
    /// The block device under the scratch as `254:0`, if there is one.
    package var scratchDevice: String?
    /// The virtual disks that are attached.
    package var disks: [DiskRecord]?
    /// What of the document was changed to fit this host, a sentence each.
    package var warnings: [String]
    /// Whether it ends with the last handle on it.
    package var endsWithLastHandle: Bool?
    /// The networks it is in, or is just joining or leaving.
    package var endpoints: [EndpointRecord]?
    package var networks: NetworkFolders?
    /// Processes the kernel has killed because the memory limit was reached, once Stopped.
    package var outOfMemoryKills: UInt64?
    /// The container of a `run`, see `Launch`.
    package var isRun: Bool?
    package var removesAtEnd: Bool?
    /// The serial of its process.
    package var mainProcess: UInt64?
    package var timeLimits: [TimeLimit]?
    /// The last known, once Stopped.
    package var statistics: Statistics?

    /// When a process is to be ended; here so that the next supervisor knows.
    package struct TimeLimit: Hashable, Sendable, Codable {
        package var serial: UInt64
        /// CLOCK_BOOTTIME.
        package var due: Int64
        package var killAfterMilliseconds: Int64

        package init(serial: UInt64, due: Int64, killAfterMilliseconds: Int64) {
            self.serial = serial
            self.due = due
            self.killAfterMilliseconds = killAfterMilliseconds
        }
    }

    package init(
        id: String, bootID: String, configuration: ContainerConfig, created: Timestamp,
        supervisor: ProcessIdentity,
        cgroup: String, scratch: String
    ) {
        version = Self.currentVersion
        self.id = id
        self.bootID = bootID
        state = .creating
        name = configuration.name
        owner = configuration.owner
        systemType = configuration.systemType
        self.created = created
        self.supervisor = supervisor
        runtimePath = ""
        masksUnifiedHierarchy = false
        self.cgroup = cgroup
        self.scratch = scratch
        scratchMade = 0
        warnings = []
    }
}
