internal import HCSContainer
internal import HCSSchema

/// One process of a container.
struct ProcessRow: OutputRow {
    let container: String
    let item: ProcessListItem
    let hostProcessID: UInt32
    let parentProcessID: UInt32
    let userID: UInt32
    let state: String
    let commandLine: [String]
    let now: Timestamp
    /// How many of its parents are in the list, in a tree.
    var depth = 0

    var name: String { "\(container)/\(item.processId)" }

    private var processorTime: UInt64 { item.userTime100ns &+ item.kernelTime100ns }

    /// Percent of one processor since the process was started, as ps(1) has it.
    var processorPercent: Double? {
        let start = item.createTimestamp
        let seconds =
            Double(now.unixSeconds &- start.unixSeconds)
            + (Double(now.nanoseconds) - Double(start.nanoseconds)) / 1e9
        return start.unixSeconds > 0 && seconds > 0 ? Double(processorTime) / 1e5 / seconds : nil
    }

    private var branch: String {
        depth == 0 ? "" : String(repeating: "   ", count: depth - 1) + "└─ "
    }

    static let tableColumns: [OutputColumn<ProcessRow>] = [
        .text("CONTAINER", .always, ["Id"]) { $0.container },
        .count("PID", .always, ["ProcessId"]) { UInt64($0.item.processId) },
        .count("HOST PID", .wide, ["HostProcessId"]) { UInt64($0.hostProcessID) },
        .count("PARENT", .wide, ["ppid", "ParentProcessId"]) { UInt64($0.parentProcessID) },
        .count("USER", .wide, ["uid", "UserId"]) { UInt64($0.userID) },
        .text("STATE", .wide, ["s", "stat"]) { $0.state },
        .number("CPU%", .always, ["pcpu", "CpuPercent"], by: { $0.processorPercent ?? 0 }) {
            $0.processorPercent.map(QuantityText.percent) ?? "-"
        },
        .number("CPU TIME", .always, ["time", "cputime"], by: { Double($0.processorTime) }) {
            QuantityText.processorTime($0.processorTime)
        },
        .number("USER TIME", .onDemand, ["utime", "UserTime100ns"], by: { Double($0.item.userTime100ns) }) {
            QuantityText.processorTime($0.item.userTime100ns)
        },
        .number(
            "KERNEL TIME", .onDemand, ["stime", "KernelTime100ns"], by: { Double($0.item.kernelTime100ns) }
        ) { QuantityText.processorTime($0.item.kernelTime100ns) },
        .size("COMMIT", .always, ["vsz", "MemoryCommitBytes"]) { $0.item.memoryCommitBytes },
        .size("PRIVATE", .always, ["MemoryWorkingSetPrivateBytes"]) {
            $0.item.memoryWorkingSetPrivateBytes
        },
        .size("SHARED", .always, ["MemoryWorkingSetSharedBytes"]) { $0.item.memoryWorkingSetSharedBytes },
        .size("RSS", .onDemand) {
            $0.item.memoryWorkingSetPrivateBytes &+ $0.item.memoryWorkingSetSharedBytes
        },
        .age("STARTED", .always, ["start", "etime", "CreateTimestamp"]) {
            ($0.item.createTimestamp, $0.now)
        },
        .text("IMAGE", .always, ["comm", "ImageName"], mayShrink: true) { $0.branch + $0.item.imageName },
        .text("COMMAND", .wide, ["args", "cmd", "CommandLine"], mayShrink: true) {
            $0.commandLine.joined(separator: " ")
        },
    ]

    static let fields: [OutputField<ProcessRow>] = [
        OutputField("Id", .text, "the container's id") { .text($0.container) },
        OutputField("ProcessId", .integer, "its number inside the container") {
            .unsigned(UInt64($0.item.processId))
        },
        OutputField("ParentProcessId", .integer, "its parent's number inside; 0 for one outside") {
            .unsigned(UInt64($0.parentProcessID))
        },
        OutputField("HostProcessId", .integer, "its number on the host") {
            .unsigned(UInt64($0.hostProcessID))
        },
        OutputField("UserId", .integer, "its user") { .unsigned(UInt64($0.userID)) },
        OutputField("State", .text, "the letter of proc(5): R, S, D, T, Z") { .text($0.state) },
        OutputField("ImageName", .text, "the program's name, at most 15 bytes") { .text($0.item.imageName) },
        OutputField("CommandLine", .list(.text), "its arguments, as the process shows them") {
            .list($0.commandLine.map { .text($0) })
        },
        OutputField("CreateTimestamp", .time, isNullable: true, "when it was started") {
            .time($0.item.createTimestamp)
        },
        OutputField("UserTime100ns", .integer, "CPU time in user mode, 100 ns") {
            .unsigned($0.item.userTime100ns)
        },
        OutputField("KernelTime100ns", .integer, "CPU time in the kernel, 100 ns") {
            .unsigned($0.item.kernelTime100ns)
        },
        OutputField("MemoryCommitBytes", .integer, "virtual memory") {
            .unsigned($0.item.memoryCommitBytes)
        },
        OutputField("MemoryWorkingSetPrivateBytes", .integer, "resident memory of its own") {
            .unsigned($0.item.memoryWorkingSetPrivateBytes)
        },
        OutputField("MemoryWorkingSetSharedBytes", .integer, "resident memory of files and shared") {
            .unsigned($0.item.memoryWorkingSetSharedBytes)
        },
        OutputField(
            "CpuPercent", .number, isNullable: true, "share of one processor since its start, in percent"
        ) { .rounded($0.processorPercent) },
    ]
}

extension ProcessRow {
    init(_ container: String, _ detail: ProcessDetail, now: Timestamp) {
        self.init(
            container: container, item: detail.item, hostProcessID: detail.hostProcessID,
            parentProcessID: detail.parentProcessID, userID: detail.userID, state: detail.state,
            commandLine: detail.commandLine, now: now)
    }

    /// The processes of one container with each below its parent.
    static func tree(_ rows: [ProcessRow]) -> [ProcessRow] {
        let known = Set(rows.map(\.item.processId))
        // One whose parent is not in the list, or that claims to be its own, is a root.
        let children = Dictionary(grouping: rows) { row in
            known.contains(row.parentProcessID) && row.parentProcessID != row.item.processId
                ? row.parentProcessID : 0
        }
        var ordered: [ProcessRow] = []
        var open = (children[0] ?? []).reversed().map { (row: $0, depth: 0) }
        while let (row, depth) = open.popLast() {
            ordered.append(row)
            ordered[ordered.count - 1].depth = depth
            open += (children[row.item.processId] ?? []).reversed().map { (row: $0, depth: depth + 1) }
        }
        return ordered
    }
}
