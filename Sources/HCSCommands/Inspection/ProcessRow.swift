internal import HCSContainer
internal import HCSSchema

/// One process of a container; every key always.
struct ProcessRow: TableRow {
    let container: String
    let item: ProcessListItem
    let hostProcessID: UInt32
    let parentProcessID: UInt32
    let userID: UInt32
    let state: String
    let commandLine: [String]
    let now: Timestamp

    var name: String { "\(container)/\(item.processId)" }

    static func columns(isWide: Bool) -> [TableColumn] {
        [.text("CONTAINER"), .number("PID")]
            + (isWide ? [.number("HOST PID"), .number("PARENT"), .number("USER"), .text("STATE")] : [])
            + [
                .number("CPU TIME"), .number("COMMIT"), .number("PRIVATE"), .number("SHARED"),
                .text("STARTED"),
                .wideText("IMAGE"),
            ]
            + (isWide ? [.wideText("COMMAND")] : [])
    }

    func cells(isWide: Bool) -> [String] {
        [container, "\(item.processId)"]
            + (isWide ? ["\(hostProcessID)", "\(parentProcessID)", "\(userID)", state] : [])
            + [
                QuantityText.processorTime(item.userTime100ns &+ item.kernelTime100ns),
                QuantityText.size(item.memoryCommitBytes),
                QuantityText.size(item.memoryWorkingSetPrivateBytes),
                QuantityText.size(item.memoryWorkingSetSharedBytes),
                QuantityText.age(of: item.createTimestamp, now: now), item.imageName,
            ]
            + (isWide ? [commandLine.joined(separator: " ")] : [])
    }
}

extension ProcessRow {
    init(_ container: String, _ detail: ProcessDetail, now: Timestamp) {
        self.init(
            container: container, item: detail.item, hostProcessID: detail.hostProcessID,
            parentProcessID: detail.parentProcessID, userID: detail.userID, state: detail.state,
            commandLine: detail.commandLine, now: now)
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(container, forKey: .id)
        try keys.encode(item.processId, forKey: .processId)
        try keys.encode(parentProcessID, forKey: .parentProcessId)
        try keys.encode(hostProcessID, forKey: .hostProcessId)
        try keys.encode(userID, forKey: .userId)
        try keys.encode(state, forKey: .state)
        try keys.encode(item.imageName, forKey: .imageName)
        try keys.encode(commandLine, forKey: .commandLine)
        try keys.encode(MillisecondTime(item.createTimestamp), forKey: .createTimestamp)
        try keys.encode(item.userTime100ns, forKey: .userTime100ns)
        try keys.encode(item.kernelTime100ns, forKey: .kernelTime100ns)
        try keys.encode(item.memoryCommitBytes, forKey: .memoryCommitBytes)
        try keys.encode(item.memoryWorkingSetPrivateBytes, forKey: .memoryWorkingSetPrivateBytes)
        try keys.encode(item.memoryWorkingSetSharedBytes, forKey: .memoryWorkingSetSharedBytes)
    }

    private enum Key: String, CodingKey {
        case id = "Id"
        case processId = "ProcessId"
        case parentProcessId = "ParentProcessId"
        case hostProcessId = "HostProcessId"
        case userId = "UserId"
        case state = "State"
        case imageName = "ImageName"
        case commandLine = "CommandLine"
        case createTimestamp = "CreateTimestamp"
        case userTime100ns = "UserTime100ns"
        case kernelTime100ns = "KernelTime100ns"
        case memoryCommitBytes = "MemoryCommitBytes"
        case memoryWorkingSetPrivateBytes = "MemoryWorkingSetPrivateBytes"
        case memoryWorkingSetSharedBytes = "MemoryWorkingSetSharedBytes"
    }
}
