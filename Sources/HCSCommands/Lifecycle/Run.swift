internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Run: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Create a container, start it, run a process in it, and stop it.",
        usage: "hcsctl run [OPTIONS] ID [--] COMMAND [ARG...]",
        discussion: """
            Options may stand before and after ID, and end with the command.

            EXAMPLES:
              hcsctl run --rm job -f job.json -- make test
              hcsctl run -it --rm box --layer /srv/layers/base sh
              hcsctl run -d web -f web.json httpd -f

            EXIT STATUS: the process's own, 128+n when signal n ended it; 124 it took longer than --timeout; \
            125 hcsctl failed; 126 the command cannot be executed; 127 it does not exist.
            """)

    @Argument(help: "The new container's id.")
    var id: String

    @Argument(parsing: .postTerminator, help: "The command and its arguments.")
    var command: [String] = []

    @Flag(help: "Delete the container at the end.")
    var rm = false

    @Option(help: ArgumentHelp("A new file for the id.", valueName: "file"))
    var cidfile: String?

    @Option(help: ArgumentHelp("The process's document; - is standard input.", valueName: "file"))
    var process: String?

    @OptionGroup(title: "Process options") var flags: ProcessFlags
    @OptionGroup(title: "Process options") var changes: ProcessChangesOfRun
    @OptionGroup(title: "Document options") var container: ContainerFlags
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var family: ExitStatus.Family { .child }

    func validate() throws {
        if rm, flags.detach { throw ValidationError("--rm needs a command that stays: it excludes --detach") }
        var inputs = InputFiles()
        inputs.add(process, "--process")
        inputs.add(changes.patches, "--process-patch")
        flags.addInputs(to: &inputs)
        container.addInputs(to: &inputs)
        try inputs.check()
    }

    func execute(_ context: CommandContext) throws {
        let task = try flags.document(
            file: process, changes: changes.all(context.verb), command: command, operation: context.verb)
        try flags.checkTerminal(task, context)
        let document = try context.containerDocument(container)
        let created = try context.create(id, document, cidfile: cidfile)
        defer { created.close() }
        let stay: ProcessStay
        do {
            try created.start()
            stay = try ProcessStay(task, in: created, flags, context)
        } catch {
            end(created, context)
            throw error
        }
        if !flags.detach { end(created, context) }
        try stay.finish(context)
    }

    /// Stops the container, with `--rm` for good. The process's end is what counts by now: a failure is only told.
    private func end(_ container: any Container, _ context: CommandContext) {
        do {
            if rm {
                try context.store.delete(container.id, force: true)
            } else {
                try container.absorbingPending(container.terminate)
                try container.waitForStop(atMost: context.patience)
            }
        } catch {
            guard !error.isAlreadyStopped else { return }
            context.reporter.note(error)
        }
    }
}
