internal import ArgumentParser
internal import HCSContainer

struct LayersDelete: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete imported layers that no container uses.",
        discussion: """
            LAYER is an id or a unique prefix of one. A layer that a container of the state root names, in whatever \
            state that is, stays.

            EXAMPLES:
              hcsctl layers delete 3f9a41c2
              hcsctl layers delete --unused

            EXIT STATUS: 0 gone; 3 no such layer; 4 in use.
            """,
        aliases: ["rm"])
    static let operation = "layers delete"

    @Argument(help: ArgumentHelp("Layers to delete.", valueName: "layer"))
    var layers: [String] = []

    @Flag(help: "Every layer that no container uses.")
    var unused = false

    @Flag(help: "A missing layer is no failure.")
    var ignore = false

    @OptionGroup var options: LayerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard layers.isEmpty == unused else {
            throw ValidationError("either layers or --unused", hint: "hcsctl layers list")
        }
    }

    func execute(_ context: CommandContext) throws {
        let store = options.store(context)
        let references = unused ? try store.layers().filter(\.users.isEmpty).map(\.id) : layers
        try TargetRun(context: context, ignoresMissing: ignore).run(references) { reference in
            (try store.delete(reference), true)
        }
    }
}
