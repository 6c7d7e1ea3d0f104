internal import HCSProtocol
public import HCSSchema

/// Something that happened to a container.
public struct ContainerEvent: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The container was created.
        case created = "Created"
        /// It was started.
        case started = "Started"
        /// A process was started in it.
        case processCreated = "ProcessCreated"
        /// A process ended.
        case processExited = "ProcessExited"
        /// It was frozen.
        case paused = "Paused"
        /// It was thawed.
        case resumed = "Resumed"
        /// It was changed; the detail names the resource.
        case modified = "Modified"
        /// A disk was attached; the detail is its path.
        case diskAttached = "DiskAttached"
        /// A disk was taken away; the detail is its path.
        case diskDetached = "DiskDetached"
        /// The kernel killed something in it for want of memory.
        case outOfMemory = "OutOfMemory"
        /// It stopped; the detail is the reason, if one is known.
        case stopped = "Stopped"
        /// It was deleted.
        case deleted = "Deleted"
        /// Events are missing that were overwritten before they were read; the detail says how many.
        case gap = "Gap"
    }

    /// The container's id.
    public let containerID: String
    /// Rises by one with each event of an id.
    public let sequence: UInt64
    /// When it happened.
    public let time: Timestamp
    /// What happened.
    public let kind: Kind
    /// The process it is about.
    public let processID: UInt32?
    /// The exit code, or 128 and the signal's number.
    public let exitCode: Int32?
    /// The signal that ended the process.
    public let signal: Int32?
    /// Whether the kernel killed the process because the container was out of memory; nil where no process ended.
    public let outOfMemory: Bool?
    /// GracefulExit, ForcedExit or UnexpectedExit, where the container stopped.
    public let exitType: String?
    /// What there is to say beyond that.
    public let detail: String?

    /// Makes an event.
    public init(
        containerID: String, sequence: UInt64, time: Timestamp, kind: Kind, processID: UInt32? = nil,
        exitCode: Int32? = nil, signal: Int32? = nil, outOfMemory: Bool? = nil, exitType: String? = nil,
        detail: String? = nil
    ) {
        self.containerID = containerID
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.processID = processID
        self.exitCode = exitCode
        self.signal = signal
        self.outOfMemory = outOfMemory
        self.exitType = exitType
        self.detail = detail
    }
}

extension ContainerEvent {
    /// Nil for a line of the log that is no event.
    init?(_ record: EventRecord, of id: String) {
        guard let kind = Kind(rawValue: record.kind.rawValue) else { return nil }
        self.init(
            containerID: id, sequence: record.sequence, time: record.time, kind: kind,
            processID: record.processID, exitCode: record.code, signal: record.signal,
            outOfMemory: record.outOfMemory, exitType: record.exitType?.rawValue, detail: record.detail)
    }

    /// What stands for events that nobody can read any more.
    static func gap(of id: String, before event: ContainerEvent, missing: UInt64) -> ContainerEvent {
        ContainerEvent(
            containerID: id, sequence: event.sequence - 1, time: event.time, kind: .gap,
            detail: missing == 1 ? "1 event is lost" : "\(missing) events are lost")
    }
}
