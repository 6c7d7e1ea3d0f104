internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Create: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a container from its document; nothing runs in it yet.",
        discussion: """
            The document is made in this order: --file, HCSSHIM_CREATECONTAINER_ADDITIONALJSON, --patch, --set-json, --set, \
            the flags of its fields. A PATH is HvRuntime.ImagePath, Layers[0].Path, or a JSON pointer; - is the end of a list.

            EXAMPLES:
              hcsctl create web -f web.json
              hcsctl create web --layer base=/srv/layers/base --memory 512M --hostname web
              hcsctl create web -f - --dry-run < web.json
              hcsctl create web -f web.json --start --replace
              hcsctl create web -f web.json --patch site.json --set ProcessorCount=2 --mount /srv/www:/www:ro

            EXIT STATUS: 0 created; 5 the id is taken, with --exist-ok by another document; 64 usage; 65 the document is not valid; 66 no such file; \
            69 not possible on this host; 73 the cidfile or pidfile cannot be written; 77 not permitted.
            """)

    @Argument(help: "The new container's id.")
    var id: String

    @OptionGroup(title: "Document options") var container: ContainerFlags

    @Flag(help: "Print the document as it would be sent, in one line, and create nothing.")
    var dryRun = false

    @Flag(help: "Start the container too.")
    var start = false

    @OptionGroup var creation: CreationFlags

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        try creation.check()
        var inputs = InputFiles()
        container.addInputs(to: &inputs)
        try inputs.check()
    }

    func execute(_ context: CommandContext) throws {
        let document = try context.containerDocument(container)
        if dryRun {
            try context.renderer.lines([context.store.prepare(id: id, configuration: document)])
            return
        }
        try TargetRun(context: context, ignoresMissing: false).run([id]) { _ in
            try context.create(id, document, creation, starting: start)
        }
    }
}
