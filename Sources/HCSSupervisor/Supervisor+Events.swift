internal import HCSProtocol
internal import HCSSchema

extension Supervisor {
    /// Writes an event into the container's log. Call it before anyone is told, and after the state is written: whoever
    /// follows the log reads that next. What a supervisor killed between the two leaves out, `EventLog.catchUp` adds.
    ///
    /// With a full disk the event is lost, not the container.
    func emit(_ kind: EventRecord.Kind, at time: Timestamp? = nil, detail: String? = nil) {
        var event = EventRecord(kind, time: time ?? .now)
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
        try? log.append(.stop(of: record))
    }
}
