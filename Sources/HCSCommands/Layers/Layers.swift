internal import ArgumentParser
internal import HCSContainer

/// The group of commands about imported layers.
struct Layers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layers",
        abstract: "Import, list and delete layers.",
        discussion: """
            EXAMPLES:
              hcsctl layers import debian.tar.zst
              hcsctl layers list
              hcsctl layers delete 3f9a

            EXIT STATUS: see each command.
            """,
        subcommands: [LayersImport.self, LayersList.self, LayersDelete.self])
}

/// The folder the commands work on.
struct LayerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the imported layers [HCSCTL_LAYERS].", valueName: "dir"))
    var store: String?

    func store(_ context: CommandContext) -> LayerStore {
        let variable = CallerProcess.environmentValue("HCSCTL_LAYERS").flatMap { $0.isEmpty ? nil : $0 }
        return LayerStore(containers: context.store, folder: store ?? variable)
    }
}
