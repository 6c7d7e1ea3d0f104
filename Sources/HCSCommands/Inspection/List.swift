internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct List: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the containers in every state.",
        discussion: """
            EXAMPLES:
              hcsctl list
              hcsctl list --filter state=running -q
              hcsctl list --owner-filter ci-42 --format json

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

    @Option(help: ArgumentHelp("state, id, name, type or owner. Repeatable.", valueName: "key=value"))
    var filter: [String] = []

    @Flag(name: .shortAndLong, help: "Containers in every state; that is so anyway.")
    var all = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        _ = try query()
    }

    func execute(_ context: CommandContext) throws {
        let query = try query()
        let found = try context.store.summaries(matching: query.document)
            .filter { query.states.isEmpty || query.states.contains($0.properties.state.lowercased()) }
        let now = CallerProcess.now()
        try context.renderer.render(found.map { ListRow($0.properties, created: $0.created, now: now) })
    }

    private func query() throws -> ContainerQuery {
        var query = ContainerQuery(ids: id, names: name, types: type, owners: ownerFilter)
        for text in filter { try query.add(filter: text) }
        return query
    }
}
