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
              hcsctl run --rm -d web -f web.json httpd -f

            The container ends with the process. It also ends when this command is killed before it has started the process.

            EXIT STATUS: the process's own, 128+n when signal n ended it; 124 it took longer than --timeout; \
            125 hcsctl failed; 126 the command cannot be executed; 127 it does not exist.
            """)

    @Argument(help: "The new container's id.")
    var id: String

    @Argument(parsing: .postTerminator, help: "The command and its arguments.")
    var command: [String] = []

    @Flag(help: "Delete the container at the end, also when this command is killed.")
    var rm = false

    @Option(help: ArgumentHelp("A new file for the id.", valueName: "file"))
    var cidfile: String?

    @Option(help: ArgumentHelp("The process's document; - is standard input.", valueName: "file"))
    var process: String?

    @OptionGroup(title: "Process options") var flags: ProcessFlags
    @OptionGroup(title: "Process options") var changes: ProcessChangesOfRun
    @OptionGroup(title: "Start options") var launch: LaunchFlags
    @OptionGroup(title: "Session options") var stay: StayFlags
    @OptionGroup(title: "Document options") var container: ContainerFlags
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var family: ExitStatus.Family { .child }

    func validate() throws {
        try stay.check(launch)
        var inputs = InputFiles()
        inputs.add(process, "--process")
        inputs.add(changes.patches, "--process-patch")
        flags.addInputs(to: &inputs)
        container.addInputs(to: &inputs)
        try inputs.check()
    }

    var resultTarget: String? { stay.result }

    func execute(_ context: CommandContext) throws {
        var task = try flags.document(
            file: process, changes: changes.all(context.verb), command: command, operation: context.verb)
        try launch.apply(to: &task, context)
        let document = try context.containerDocument(container)
        let run = try context.store.run(id: id, configuration: document, removesAtEnd: rm)
        defer { run.container.close() }
        let ended: ProcessStay
        do {
            if let cidfile {
                try CommandFailure.writing(cidfile, run.container.id + "\n", for: context.verb)
            }
            try run.container.start()
            var supervision = launch.supervision(timeout: global.timeout)
            supervision.isMain = true
            let start = ProcessStay.Start(
                document: task, launch: launch, stay: stay, supervision: supervision)
            ended = try ProcessStay(start, in: run.container, context)
        } catch {
            end(run, context)
            throw error
        }
        if ended.isOver { end(run, context) } else { run.leave() }
        try ended.finish(context)
    }

    /// Stops the container, with `--rm` for good. The process's end is what counts by now: a failure is only told.
    private func end(_ run: ContainerRun, _ context: CommandContext) {
        do {
            try run.end()
        } catch {
            context.reporter.note(context.named(error))
        }
    }
}
