internal import HCSProtocol

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

    func emitStop() {
        var event = EventRecord(.stopped, time: record.stopped ?? .now)
        event.exitType = record.exitType
        event.detail = record.exitReason
        try? log.append(event)
    }
}
