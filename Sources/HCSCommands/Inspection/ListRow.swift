internal import HCSSchema

/// One container in a list: the v1 properties that say what it is, every key always.
struct ListRow: TableRow {
    let properties: ContainerProperties
    let created: Timestamp?
    let now: Timestamp

    init(_ properties: ContainerProperties, created: Timestamp?, now: Timestamp) {
        self.properties = properties
        self.created = created
        self.now = now
    }

    var name: String { properties.id }

    static func columns(isWide: Bool) -> [TableColumn] {
        [.text("ID"), .text("STATE"), .wideText("NAME"), .wideText("OWNER"), .text("CREATED")]
            + (isWide ? [.text("TYPE"), .text("OS"), .text("EXIT TYPE")] : [])
    }

    func cells(isWide: Bool) -> [String] {
        [
            properties.id, properties.state, properties.name, properties.owner,
            QuantityText.age(of: created, now: now),
        ] + (isWide ? [properties.systemType, properties.runtimeOsType, properties.exitType] : [])
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(properties.id, forKey: .id)
        try keys.encode(properties.state, forKey: .state)
        try keys.encode(properties.name, forKey: .name)
        try keys.encode(properties.systemType, forKey: .systemType)
        try keys.encode(properties.runtimeOsType, forKey: .runtimeOsType)
        try keys.encode(properties.owner, forKey: .owner)
        try keys.encode(properties.runtimeId, forKey: .runtimeId)
        try keys.encode(properties.stopped, forKey: .stopped)
        try keys.encode(properties.exitType, forKey: .exitType)
        try keys.encode(properties.areUpdatesPending, forKey: .areUpdatesPending)
        try keys.encode(MillisecondTime(created), forKey: .created)
    }

    private enum Key: String, CodingKey {
        case id = "Id"
        case state = "State"
        case name = "Name"
        case systemType = "SystemType"
        case runtimeOsType = "RuntimeOsType"
        case owner = "Owner"
        case runtimeId = "RuntimeId"
        case stopped = "Stopped"
        case exitType = "ExitType"
        case areUpdatesPending = "AreUpdatesPending"
        case created = "Created"
    }
}
