internal import ArgumentParser
internal import HCSContainer

struct Exec: Verb {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a process in a running container.",
        usage: "hcsctl exec [OPTIONS] CONTAINER [--] COMMAND [ARG...]",
        discussion: """
            Options may stand before and after CONTAINER, and end with the command.

            EXAMPLES:
              hcsctl exec web ps aux
              hcsctl exec -it web sh
              tar c . | hcsctl exec -i web tar x -C /srv
              hcsctl exec -d -e LEVEL=debug web worker
              hcsctl exec -f process.json --set Environment.LEVEL=debug web

            EXIT STATUS: the process's own, 128+n when signal n ended it; 124 it took longer than --timeout; \
            125 hcsctl failed; 126 the command cannot be executed; 127 it does not exist; 130 interrupted. --result says \
            whose it was. 0 after the detach keys.
            """)

    @Argument(help: "The container.")
    var container: String

    @Argument(parsing: .postTerminator, help: "The command and its arguments.")
    var command: [String] = []

    @Option(
        name: [.customShort("f", allowingJoined: true), .customLong("process")],
        help: ArgumentHelp("The process's document; - is standard input.", valueName: "file"))
    var file: String?

    @Flag(help: "Take the id as it is: no prefixes.")
    var exact = false

    @OptionGroup(title: "Process options") var flags: ProcessFlags
    @OptionGroup(title: "Process options") var changes: ProcessChanges
    @OptionGroup(title: "Start options") var launch: LaunchFlags
    @OptionGroup(title: "Session options") var stay: StayFlags
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var family: ExitStatus.Family { .child }
    var resultTarget: String? { stay.result }

    func validate() throws {
        try stay.check(launch)
        var inputs = InputFiles()
        inputs.add(file, "--process")
        inputs.add(changes.patches, "--patch")
        flags.addInputs(to: &inputs)
        try inputs.check()
    }

    func execute(_ context: CommandContext) throws {
        var document = try flags.document(
            file: file, changes: changes.all(context.verb), command: command, operation: context.verb)
        try launch.apply(to: &document, context)
        let opened = try context.open(container, exact: exact)
        defer { opened.close() }
        let start = ProcessStay.Start(
            document: document, launch: launch, stay: stay,
            supervision: launch.supervision(timeout: global.timeout))
        try ProcessStay(start, in: opened, context).finish(context)
    }
}
