internal import HCSContainer
internal import HCSSchema

/// One event of a container.
struct EventRow: OutputRow {
    let event: ContainerEvent

    var name: String { event.containerID }

    /// What it says of a process or of the container's end, on a line.
    private var about: String {
        var parts: [String] = []
        if let exitType = event.exitType { parts.append(exitType) }
        if let signal = event.signal {
            parts.append("signal \(signal)")
        } else if let code = event.exitCode {
            parts.append("code \(code)")
        }
        if event.outOfMemory == true { parts.append("out of memory") }
        if let detail = event.detail { parts.append(detail) }
        return parts.joined(separator: ", ")
    }

    static let tableColumns: [OutputColumn<EventRow>] = [
        .text("TIME", .always, ["Time"]) { MillisecondTime($0.event.time).text ?? "-" },
        .count("SEQ", .always, ["Sequence"]) { $0.event.sequence },
        .text("CONTAINER", .always, ["Id"]) { $0.event.containerID },
        .text("TYPE", .always) { $0.event.kind.rawValue },
        .number("PID", .always, ["ProcessId"], by: { Double($0.event.processID ?? 0) }) {
            $0.event.processID.map { "\($0)" } ?? "-"
        },
        .text("DETAIL", .always, mayShrink: true) { $0.about },
    ]

    static let fields: [OutputField<EventRow>] = [
        OutputField("Id", .text, "the container's id") { .text($0.event.containerID) },
        OutputField("Sequence", .integer, "rises by one with each event of an id") {
            .unsigned($0.event.sequence)
        },
        OutputField("Time", .time, "when it happened") { .time($0.event.time) },
        OutputField("Type", .text, "what happened, such as ProcessExited") {
            .text($0.event.kind.rawValue)
        },
        OutputField("ProcessId", .integer, isNullable: true, "the process inside the container") {
            .unsigned($0.event.processID.map(UInt64.init))
        },
        OutputField("ExitCode", .integer, isNullable: true, "the exit code, or 128 + the signal") {
            .signed($0.event.exitCode.map(Int64.init))
        },
        OutputField("Signal", .integer, isNullable: true, "the signal that ended the process") {
            .signed($0.event.signal.map(Int64.init))
        },
        OutputField(
            "OutOfMemory", .boolean, isNullable: true, "whether it was killed for want of memory"
        ) { $0.event.outOfMemory.map { .boolean($0) } ?? .null },
        OutputField("ExitType", .text, isNullable: true, "how the container stopped") {
            .text($0.event.exitType)
        },
        OutputField("Detail", .text, isNullable: true, "a resource, a disk or a reason") {
            .text($0.event.detail)
        },
    ]
}
