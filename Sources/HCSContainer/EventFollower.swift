internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

/// Reads the events of the containers under one state root, also of those that are deleted, and follows them.
///
/// An event is handed out once. Those of one container come in their order, those of several by time as they are found.
/// Not Sendable.
public final class EventFollower {
    /// Where to begin.
    public enum Start: Hashable, Sendable {
        /// With what happens from now on.
        case now
        /// With what happened at that time or later.
        case time(Timestamp)
        /// After that event of each container.
        case sequence(UInt64)
    }

    private struct Place {
        var inode: UInt64 = 0
        var offset: Int64 = 0
        var last: UInt64 = 0
    }

    private let root: String
    private let folder: Descriptor
    private let watch: FolderWatch
    private let isWanted: (String) -> Bool
    private var places: [String: Place] = [:]
    private var found: [ContainerEvent] = []

    /// - Parameter isWanted: which ids; all unless told otherwise.
    /// - Throws: `systemFailed` where the logs cannot be read.
    public init(
        _ store: ContainerStore, from start: Start, isWanted: @escaping (String) -> Bool = { _ in true }
    ) throws(ContainerError) {
        root = store.root
        self.isWanted = isWanted
        do throws(SyscallError) {
            folder = try EventLog.makeFolder(root)
            // Before the first look: what happens in between is then seen twice, and told once.
            watch = try FolderWatch("\(root)/\(EventLog.folderName)")
            try readAll(from: start)
        } catch {
            throw ContainerError(error, doing: "cannot read the events", operation: "events")
        }
    }

    /// The events not handed out yet; waits for the first until the time is over, for ever without one.
    ///
    /// - Returns: none when the time was over, or was cut short by a signal.
    public func next(within limit: Duration?) throws(ContainerError) -> [ContainerEvent] {
        let deadline = limit.map { Instant.now + $0 }
        do throws(SyscallError) {
            while found.isEmpty {
                let left = deadline.map { max($0 - Instant.now, .zero) }
                guard ProcessSetup.waitReadable(watch.descriptor, left ?? .seconds(3600)) else {
                    if left == nil { continue }
                    return []
                }
                try take(watch.changes())
            }
        } catch {
            throw ContainerError(error, doing: "cannot follow the events", operation: "events")
        }
        defer { found = [] }
        return found.sorted(by: Self.isEarlier)
    }

    private static func isEarlier(_ left: ContainerEvent, _ right: ContainerEvent) -> Bool {
        if left.containerID == right.containerID { return left.sequence < right.sequence }
        let (first, second) = (left.time, right.time)
        if first.unixSeconds != second.unixSeconds { return first.unixSeconds < second.unixSeconds }
        if first.nanoseconds != second.nanoseconds { return first.nanoseconds < second.nanoseconds }
        return left.containerID < right.containerID
    }

    private func readAll(from start: Start) throws(SyscallError) {
        for name in try Files.names(in: "\(root)/\(EventLog.folderName)").sorted() where isLog(name) {
            switch start {
            case .now: try skip(name)
            case .time(let time):
                try read(name)
                found.removeAll { $0.containerID == name && Self.isBefore($0.time, time) }
            case .sequence(let number):
                places[name] = Place(last: number)
                try read(name)
            }
        }
    }

    private static func isBefore(_ left: Timestamp, _ right: Timestamp) -> Bool {
        (left.unixSeconds, left.nanoseconds) < (right.unixSeconds, right.nanoseconds)
    }

    private func isLog(_ name: String) -> Bool {
        !name.hasSuffix(EventLog.olderSuffix) && isWanted(name)
    }

    /// Takes what is there as read.
    private func skip(_ id: String) throws(SyscallError) {
        try read(id)
        found = []
    }

    private func take(_ changes: [FolderWatch.Change]) throws(SyscallError) {
        var written: Set<String> = []
        for change in changes {
            switch change {
            case .written(let name): if isLog(name) { written.insert(name) }
            case .gone(let name):
                // A full file goes by its name as well; only a log that is really gone is forgotten.
                if isLog(name), (try? Files.status(name, at: folder)) == nil,
                    (try? Files.status(name + EventLog.olderSuffix, at: folder)) == nil
                {
                    places[name] = nil
                }
            case .missed:
                written.formUnion(try Files.names(in: "\(root)/\(EventLog.folderName)").filter(isLog))
            }
        }
        for name in written.sorted() { try read(name) }
    }

    private func read(_ id: String) throws(SyscallError) {
        var place = places[id] ?? Place()
        defer { places[id] = place }
        guard let file = try open(id) else { return }
        let status = try Files.status(of: file)
        if status.inode != place.inode {
            // Another file: the rest of the one that was read, or all that is kept, is in the older of the two.
            if let older = try open(id + EventLog.olderSuffix) {
                let isKnown = try Files.status(of: older).inode == place.inode
                if !isKnown { place.offset = 0 }
                try read(older, id, &place)
            }
            (place.inode, place.offset) = (status.inode, 0)
        }
        try read(file, id, &place)
    }

    private func open(_ name: String) throws(SyscallError) -> Descriptor? {
        do throws(SyscallError) {
            return try Files.openReadOnly(name, at: folder)
        } catch {
            guard error.kind == .missing else { throw error }
            return nil
        }
    }

    /// From the place on, whole lines only.
    private func read(_ file: Descriptor, _ id: String, _ place: inout Place) throws(SyscallError) {
        let size = try Files.status(of: file).size
        guard size > place.offset else { return }
        let bytes = try Files.read(
            from: file, named: id, at: place.offset, maximum: Int(min(size - place.offset, 1 << 24)))
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return }
        place.offset += Int64(end + 1)
        for record in EventLog.parse(bytes[...end]) {
            guard record.sequence > place.last, let event = ContainerEvent(record, of: id) else { continue }
            if place.last > 0, record.sequence > place.last + 1 {
                found.append(.gap(of: id, before: event, missing: record.sequence - place.last - 1))
            }
            place.last = record.sequence
            found.append(event)
        }
    }
}
