package import HCSSchema

/// What happened to a container, as it is written to its log.
package struct EventRecord: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case created = "Created"
        case started = "Started"
        case processCreated = "ProcessCreated"
        case processExited = "ProcessExited"
        case paused = "Paused"
        case resumed = "Resumed"
        case modified = "Modified"
        case diskAttached = "DiskAttached"
        case diskDetached = "DiskDetached"
        case outOfMemory = "OutOfMemory"
        case stopped = "Stopped"
        case deleted = "Deleted"
        /// No event: the first line of a file that follows a full one, with what the older one said of the container.
        case continued = "Continued"
    }

    /// Rises by one in a container's log, also over a second container of the same id.
    package var sequence: UInt64
    package var time: Timestamp
    package var kind: Kind
    package var processID: UInt32?
    /// The agent's number of the process, never used twice.
    package var serial: UInt64?
    /// The exit code, or 128 + the signal.
    package var code: Int32?
    package var signal: Int32?
    package var outOfMemory: Bool?
    package var timedOut: Bool?
    package var exitType: ExitType?
    /// What the event is about beyond that: a resource, a disk, a reason.
    package var detail: String?

    package init(_ kind: Kind, sequence: UInt64 = 0, time: Timestamp = .now) {
        self.kind = kind
        self.sequence = sequence
        self.time = time
    }

    private enum CodingKeys: String, CodingKey {
        case sequence = "Sequence"
        case time = "Time"
        case kind = "Type"
        case processID = "ProcessId"
        case serial = "Serial"
        case code = "ExitCode"
        case signal = "Signal"
        case outOfMemory = "OutOfMemory"
        case timedOut = "TimedOut"
        case exitType = "ExitType"
        case detail = "Detail"
    }
}

extension EventRecord {
    package init(_ exit: ExitRecord) {
        self.init(.processExited, time: exit.time)
        processID = exit.processID
        serial = exit.serial
        code = exit.code
        signal = exit.signal
        outOfMemory = exit.outOfMemory
        timedOut = exit.timedOut
    }

    /// The end of a container whose record says Stopped.
    package static func stop(of record: ContainerRecord) -> EventRecord {
        var event = EventRecord(.stopped, time: record.stopped ?? .now)
        event.exitType = record.exitType
        event.detail = record.exitReason
        return event
    }

    /// The exit of a process, if that is what happened.
    package var exit: ExitRecord? {
        guard kind == .processExited, let serial, let processID, let code else { return nil }
        var record = ExitRecord(
            serial: serial, processID: processID, code: code, signal: signal,
            outOfMemory: outOfMemory ?? false, time: time)
        record.timedOut = timedOut
        return record
    }
}

/// What a container's log says of it, from its creation on.
package struct EventHistory: Hashable, Sendable {
    /// The last of the events that change a container's state.
    package private(set) var state: EventRecord.Kind?
    package private(set) var created: Timestamp?
    /// Of the processes whose start is in the log.
    package private(set) var lastSerial: UInt64 = 0
    package private(set) var lastSequence: UInt64 = 0
    package private(set) var exits: [ExitRecord] = []

    package init() {}

    /// Gives the exits away: a writer has no use for them.
    package mutating func takeExits() -> [ExitRecord] {
        defer { exits = [] }
        return exits
    }

    package mutating func add(_ event: EventRecord, withExit: Bool = true) {
        lastSequence = max(lastSequence, event.sequence)
        switch event.kind {
        case .created:
            (created, state, lastSerial, exits) = (event.time, .created, 0, [])
        case .started, .paused, .resumed, .stopped, .deleted:
            state = event.kind
        case .continued:
            created = event.time
            lastSerial = event.serial ?? 0
            state = event.detail.flatMap(EventRecord.Kind.init)
        case .processCreated: lastSerial = max(lastSerial, event.serial ?? 0)
        case .processExited: if withExit, let exit = event.exit { exits.append(exit) }
        case .modified, .diskAttached, .diskDetached, .outOfMemory: break
        }
    }

    /// Whether the log says so already: what is written again after a crash is written once.
    package func has(_ event: EventRecord) -> Bool {
        switch event.kind {
        case .created: created == event.time && state != .deleted
        case .started: [.started, .paused, .resumed, .stopped].contains(state)
        case .paused: state == .paused
        case .resumed: state != .paused
        case .stopped: state == .stopped || state == .deleted
        case .deleted: state == .deleted
        case .processCreated: (event.serial ?? 0) <= lastSerial
        case .continued: true
        case .processExited, .modified, .diskAttached, .diskDetached, .outOfMemory: false
        }
    }

    /// The first line of the file that follows a full one.
    package var continuation: EventRecord {
        var record = EventRecord(.continued, sequence: lastSequence, time: created ?? .now)
        record.serial = lastSerial
        record.detail = state?.rawValue
        return record
    }
}
