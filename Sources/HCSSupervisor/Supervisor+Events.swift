internal import HCSProtocol
internal import HCSSchema

extension Supervisor {
    /// Writes an event into the container's log. Call it before anyone is told.
    ///
    /// With a full disk the event is lost, not the container.
    func emit(_ kind: EventRecord.Kind, detail: String? = nil) {
        var event = EventRecord(kind)
        event.detail = detail
        try? log.append(event)
    }

    /// Writes down that a process runs; once, however often it is heard of.
    func emitCreation(of process: AgentProcess) {
        var event = EventRecord(.processCreated)
        event.serial = process.serial
        event.processID = UInt32(process.pid)
        try? log.append(event)
    }

    /// Writes the state and after it the event that tells of it: whoever follows the log reads the state next.
    ///
    /// What a supervisor killed between the two leaves out, the next one adds (`EventLog.catchUp`). The event is written
    /// also where the state cannot be: it is true all the same.
    func writeRecord(thenEmit kind: EventRecord.Kind) throws(Failure) {
        defer { emit(kind) }
        try writeRecord()
    }

    /// Tells of the disks that went and came, by their files on the host.
    func emitDisks(since before: [DiskRecord] = []) {
        let (old, new) = (before.map(\.disk.hostPath), (record.disks ?? []).map(\.disk.hostPath))
        for path in old where !new.contains(path) { emit(.diskDetached, detail: path) }
        for path in new where !old.contains(path) { emit(.diskAttached, detail: path) }
    }
}
