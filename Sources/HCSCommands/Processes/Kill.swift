internal import ArgumentParser
internal import HCSContainer

struct Kill: Verb {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Send a signal to processes.",
        usage: "hcsctl kill [OPTIONS] CONTAINER/PID...",
        discussion: """
            EXAMPLES:
              hcsctl kill web/17
              hcsctl kill -s TERM --wait=5s web/17 web/18
              hcsctl kill -s HUP --all-processes web
              hcsctl kill -l

            EXIT STATUS: 0 sent; 3 no such container or process; 4 already exited; 64 no such signal; \
            124 still there after --wait.
            """)

    @Argument(help: ArgumentHelp("Processes; with --all-processes containers.", valueName: "container/pid"))
    var targets: [ProcessTarget] = []

    @Option(
        name: [.customShort("s", allowingJoined: true), .long],
        help: ArgumentHelp("The signal's name or number.", valueName: "signal"), transform: SignalNumber.parse
    )
    var signal: Int32 = 9

    @Flag(name: [.customShort("l"), .customLong("list")], help: "List the signals.")
    var list = false

    @Flag(help: "Every process of the containers.")
    var allProcesses = false

    @Option(
        defaultAsFlag: WaitLimit.patience,
        help: ArgumentHelp("Wait for the end, at most so long.", valueName: "duration"))
    var wait: WaitLimit?

    @Flag(help: "Count what has exited, or is missing, as success.")
    var ignore = false

    @Flag(help: "Take ids as they are: no prefixes.")
    var exact = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if list { return }
        if targets.isEmpty { throw ValidationError("no process given", hint: "name one as CONTAINER/PID") }
        let whole = targets.first { $0.processID == nil }
        if let whole, !allProcesses {
            throw ValidationError(
                "'\(whole.container)' is a container, not a process",
                hint: "name a process as \(whole.container)/PID (hcsctl ps), or --all-processes")
        }
        if allProcesses, let one = targets.first(where: { $0.processID != nil })?.processID {
            throw ValidationError("--all-processes takes containers: leave out /\(one)")
        }
    }

    func execute(_ context: CommandContext) throws {
        if list {
            try context.renderer.render(SignalRow.all)
            return
        }
        try TargetRun(context: context, ignoresMissing: ignore).run(targets.map(\.text)) { text in
            guard let target = ProcessTarget(argument: text) else { return (text, false) }
            return try SignalDelivery(signal: signal, wait: wait, ignore: ignore, context: context)
                .deliver(to: target, exact: exact)
        }
    }
}
