internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct List: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the containers in every state.",
        discussion: """
            Several values of one option are alternatives; different options must all match. --query takes HCS's \
            ComputeSystemQuery, whose fields work the same way. With --watch a container is listed again whenever its state \
            changes; a deleted one is no longer listed.

            EXAMPLES:
              hcsctl list
              hcsctl list --filter state=running -q
              hcsctl list --owner-filter ci-42 --format json
              hcsctl list --sort -created --columns id,state,created

            EXIT STATUS: 0, also when there is nothing to list.
            """,
        aliases: ["ls"])

    @Option(help: ArgumentHelp("Only this id. Repeatable.", valueName: "id"))
    var id: [String] = []

    @Option(help: ArgumentHelp("Only this name. Repeatable.", valueName: "name"))
    var name: [String] = []

    @Option(help: ArgumentHelp("Only this system type. Repeatable.", valueName: "type"))
    var type: [String] = []

    @Option(help: ArgumentHelp("Only this owner. Repeatable.", valueName: "owner"))
    var ownerFilter: [String] = []

    @Option(help: ArgumentHelp("A ComputeSystemQuery; - is standard input.", valueName: "file"))
    var query: String?

    @Option(help: ArgumentHelp("state, id, name, type or owner. Repeatable.", valueName: "key=value"))
    var filter: [String] = []

    @Flag(name: .shortAndLong, help: "Containers in every state; that is so anyway.")
    var all = false

    @Flag(name: .shortAndLong, help: "Go on, and list what changes.")
    var watch = false

    @OptionGroup var table: TableOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        _ = try flags()
        _ = try TableChoice<ListRow>(table)
    }

    func execute(_ context: CommandContext) throws {
        let flags = try flags()
        let choice = try TableChoice<ListRow>(table)
        let document: ComputeSystemQuery? = try query.map { path in
            try Documents.decode(
                ComputeSystemQuery.self, from: CommandFailure.reading(path, for: context.verb), source: path,
                operation: context.verb)
        }
        // Before the list: a change that comes between the two is then listed twice, not missed.
        let follower = watch ? try EventFollower(context.store, from: .now) : nil
        let rows = try found(context, flags, document)
        guard let follower else { return try context.renderer.render(rows, choice) }
        var stream = RowStream(choice, context.renderer)
        try stream.print(choice.sorted(rows))
        let deadline = global.timeout.map { CallerProcess.now() - (.zero - $0) }
        while true {
            let left = deadline?.since(CallerProcess.now())
            let changed = Set(try follower.next(within: left).filter(Self.changesList).map(\.containerID))
            if changed.isEmpty, left == .zero { throw ExitCode(ExitStatus.timedOut.rawValue) }
            guard !changed.isEmpty else { continue }
            let rows = try found(context, flags, document).filter { changed.contains($0.properties.id) }
            if !rows.isEmpty { try stream.print(choice.sorted(rows)) }
        }
    }

    private static func changesList(_ event: ContainerEvent) -> Bool {
        [.created, .started, .paused, .resumed, .modified, .stopped].contains(event.kind)
    }

    private func found(
        _ context: CommandContext, _ flags: ContainerQuery, _ document: ComputeSystemQuery?
    ) throws -> [ListRow] {
        let now = CallerProcess.now()
        return try context.store.summaries(matching: flags.document).filter { summary in
            let properties = summary.properties
            return (flags.states.isEmpty || flags.states.contains(properties.state.lowercased()))
                && document?.matches(
                    id: properties.id, name: properties.name, type: properties.systemType,
                    owner: properties.owner) != false
        }.map { ListRow($0, now: now) }
    }

    private func flags() throws -> ContainerQuery {
        var query = ContainerQuery(ids: id, names: name, types: type, owners: ownerFilter)
        for text in filter { try query.add(filter: text) }
        return query
    }
}
