internal import HCSJSON
package import HCSSystem

/// The log of what happens to one container: lines of JSON in `.events` below the state root, where it outlives the
/// container (Docs/Decisions/0024).
///
/// There is one writer at a time: the container's supervisor, and after that whoever deletes it. Bounded: a full file becomes
/// the older of two, and of containers that are gone only the latest logs are kept.
package final class EventLog {
    /// Below the state root. No container's id begins with a dot.
    package static let folderName = ".events"
    /// Ends the name of the older file. No container's id holds it.
    package static let olderSuffix = "~"
    /// Bytes of one file; a container has two at most.
    package static let maximumSize: Int64 = 512 << 10
    /// How many logs of containers that are gone stay.
    package static let keptLogs = 256

    private let folder: Descriptor
    private let id: String
    private let maximumSize: Int64
    private var file: LogFile
    private var size: Int64
    package private(set) var history: EventHistory

    /// Opens a container's log for writing.
    ///
    /// - Parameter isContinued: whether what the log says of the container is needed: not where it begins or ends.
    /// - Throws: `EBUSY` when another process keeps writing it.
    package init(
        root: String, id: String, isContinued: Bool = true, maximumSize: Int64 = EventLog.maximumSize
    ) throws(SyscallError) {
        folder = try Self.makeFolder(root)
        self.id = id
        self.maximumSize = maximumSize
        guard let file = try LogFile.open(id, in: folder, within: Self.patience) else {
            throw SyscallError(call: "flock", subject: "\(Self.folderName)/\(id)", kind: .busy)
        }
        self.file = file
        size = try file.size
        history = EventHistory()
        // Without a whole line in it, the older file has the last one.
        let last = isContinued ? [] : Self.parse(try file.tail(4096))
        for event in last.isEmpty ? try Self.read(in: folder, id: id) : last { history.add(event) }
    }

    /// A writer that has just lost the container ends within milliseconds.
    private static let patience = Duration.seconds(2)

    /// Makes the folder of the logs if need be.
    package static func makeFolder(_ root: String) throws(SyscallError) -> Descriptor {
        let path = "\(root)/\(folderName)"
        do throws(SyscallError) {
            return try Files.openFolder(path)
        } catch {
            guard error.kind == .missing else { throw error }
            try Files.makeDirectories(path)
            return try Files.openFolder(path)
        }
    }

    /// Writes an event down, with the next sequence number; nothing when the log says so already.
    package func append(_ event: EventRecord) throws {
        guard !history.has(event) else { return }
        var event = event
        event.sequence = history.lastSequence + 1
        let line = try Self.line(event)
        if size > 0, size + Int64(line.count) > maximumSize { try startNextFile() }
        if size == 0, history.lastSequence > 0 { try write(Self.line(history.continuation)) }
        try write(line)
        history.add(event, withExit: false)
    }

    /// The exits that were in the log when it was opened.
    package func takeExits() -> [ExitRecord] { history.takeExits() }

    private func write(_ line: [UInt8]) throws {
        try file.append(line)
        size += Int64(line.count)
    }

    private func startNextFile() throws {
        try Files.rename(id, to: id + Self.olderSuffix, at: folder)
        guard let next = try LogFile.open(id, in: folder, within: .zero) else {
            throw SyscallError(call: "flock", subject: id, kind: .busy)
        }
        (file, size) = (next, 0)
    }

    /// Adds what a record knows and the log does not: a supervisor may have died between the two.
    package func catchUp(with record: ContainerRecord) throws {
        try append(EventRecord(.created, time: record.created))
        if let started = record.started { try append(EventRecord(.started, time: started)) }
        switch record.state {
        case .paused: try append(EventRecord(.paused))
        case .running: try append(EventRecord(.resumed))
        case .stopped: try append(.stop(of: record))
        case .creating, .created: break
        }
    }

    private static func line(_ event: EventRecord) throws -> [UInt8] {
        try DocumentEncoder().encode(event) + [UInt8(ascii: "\n")]
    }
}

// MARK: - Reading

extension EventLog {
    /// The events of a container, also of one that is gone, oldest first; none when it has no log.
    package static func read(root: String, id: String) throws(SyscallError) -> [EventRecord] {
        let folder: Descriptor
        do throws(SyscallError) {
            folder = try Files.openFolder("\(root)/\(folderName)")
        } catch {
            guard error.kind == .missing else { throw error }
            return []
        }
        return try read(in: folder, id: id)
    }

    private static func read(in folder: Descriptor, id: String) throws(SyscallError) -> [EventRecord] {
        // The older first: what moves there meanwhile is then read twice, not missed.
        var events: [EventRecord] = []
        for name in [id + olderSuffix, id] {
            guard let bytes = try Files.readIfPresent(name, at: folder, maximum: Int(maximumSize) * 4) else {
                continue
            }
            let last = events.last?.sequence ?? 0
            events += parse(bytes).filter { $0.sequence > last || $0.kind == .continued }
        }
        return events
    }

    /// What a container's log says of it.
    package static func history(root: String, id: String) throws(SyscallError) -> EventHistory {
        var history = EventHistory()
        for event in try read(root: root, id: id) { history.add(event) }
        return history
    }

    /// The events in whole lines; one that makes no sense is left out.
    package static func parse(_ bytes: some Collection<UInt8>) -> [EventRecord] {
        let decoder = DocumentDecoder(mode: .lenient)
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(EventRecord.self, from: Array($0))  // no line of ours
        }
    }
}

// MARK: - The gone

extension EventLog {
    /// Notes that a container is deleted, and before that its end, should its supervisor have died on the way to it.
    package static func noteDeletion(root: String, id: String, of record: ContainerRecord?) throws {
        let log = try EventLog(root: root, id: id, isContinued: false)
        if let record, record.state == .stopped { try log.append(.stop(of: record)) }
        try log.append(EventRecord(.deleted))
    }

    /// Removes the oldest logs of containers that are gone, when there are many.
    package static func prune(root: String, keeping kept: Int = keptLogs) throws(SyscallError) {
        let path = "\(root)/\(folderName)"
        let names = try Files.names(in: path).filter { !$0.hasSuffix(olderSuffix) }
        // A quarter more than are kept, so that not every deletion looks at every log.
        guard names.count > kept + kept / 4 else { return }
        let living = Set(try Files.names(in: root))
        let gone = names.filter { !living.contains($0) }
        guard gone.count > kept + kept / 4 else { return }
        let folder = try Files.openFolder(path)
        let aged = gone.map { name in
            // One that another deletion removes meanwhile is the oldest.
            (name: name, changed: (try? Files.status(name, at: folder))?.changed ?? 0)
        }
        for log in aged.sorted(by: { $0.changed < $1.changed }).prefix(gone.count - kept) {
            let isRemoved = try? LogFile.remove(log.name, in: folder) {
                (try? Files.status("\(root)/\(log.name)")) == nil
            }
            if isRemoved == true { try Files.remove(log.name + olderSuffix, at: folder) }
        }
    }
}
