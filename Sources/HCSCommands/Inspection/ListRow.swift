internal import HCSContainer
internal import HCSSchema

/// One container in a list: the v1 properties that say what it is.
struct ListRow: OutputRow {
    let properties: ContainerProperties
    let created: Timestamp?
    let started: Timestamp?
    let now: Timestamp

    init(_ properties: ContainerProperties, created: Timestamp?, started: Timestamp? = nil, now: Timestamp) {
        self.properties = properties
        self.created = created
        self.started = started
        self.now = now
    }

    init(_ summary: ContainerSummary, now: Timestamp) {
        self.init(summary.properties, created: summary.created, started: summary.started, now: now)
    }

    var name: String { properties.id }

    static let tableColumns: [OutputColumn<ListRow>] = [
        .text("ID") { $0.properties.id },
        .text("STATE", color: { TextColor.ofState($0.properties.state) }) { $0.properties.state },
        .text("NAME", mayShrink: true) { $0.properties.name },
        .text("OWNER", mayShrink: true) { $0.properties.owner },
        .age("CREATED") { ($0.created, $0.now) },
        .text("TYPE", .wide, ["SystemType"]) { $0.properties.systemType },
        .text("OS", .wide, ["RuntimeOsType"]) { $0.properties.runtimeOsType },
        .text("EXIT TYPE", .wide, ["ExitType"]) { $0.properties.exitType },
        .age("STARTED", .onDemand) { ($0.started, $0.now) },
    ]

    static let fields: [OutputField<ListRow>] = [
        OutputField("Id", .text, "the container's id") { .text($0.properties.id) },
        OutputField("State", .text, "Created, Running, Paused, Stopped or Unknown") {
            .text($0.properties.state)
        },
        OutputField("Name", .text, "its name in the document") { .text($0.properties.name) },
        OutputField("SystemType", .text, "Container") { .text($0.properties.systemType) },
        OutputField("RuntimeOsType", .text, "Linux") { .text($0.properties.runtimeOsType) },
        OutputField("Owner", .text, "its owner in the document") { .text($0.properties.owner) },
        OutputField("RuntimeId", .text, "always empty: no utility VM") { .text($0.properties.runtimeId) },
        OutputField("Stopped", .boolean, "whether it is Stopped") { .boolean($0.properties.stopped) },
        OutputField("ExitType", .text, "GracefulExit, ForcedExit or UnexpectedExit, once Stopped") {
            .text($0.properties.exitType)
        },
        OutputField("AreUpdatesPending", .boolean, "whether updates wait for a restart") {
            .boolean($0.properties.areUpdatesPending)
        },
        OutputField("Created", .time, isNullable: true, "when it was created") { .time($0.created) },
        OutputField("Started", .time, isNullable: true, "when it was started") { .time($0.started) },
    ]
}
