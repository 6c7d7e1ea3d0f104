internal import ArgumentParser
internal import HCSContainer

struct Kill: Verb {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Send a signal to processes.",
        usage: "hcsctl kill [OPTIONS] CONTAINER/PID...",
        discussion: """
            Every target gets the signal before any is waited for. Any process of the container can be named, also one that \
            hcsctl did not start.

            EXAMPLES:
              hcsctl kill web/17
              hcsctl kill -s TERM --wait=5s web/17 web/18
              hcsctl kill -s TERM --escalate 5s web/17
              hcsctl kill -s HUP --all-processes web
              hcsctl kill -l

            EXIT STATUS: 0 sent; 3 no such container or process; 4 already exited, or paused; 64 no such signal; \
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

    @Option(
        help: ArgumentHelp("Wait for the end, and after so long kill what is left.", valueName: "duration"),
        transform: DurationText.parse)
    var escalate: Duration?

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
        var deliveries = targets.map {
            SignalDelivery(target: $0, signal: signal, ignore: ignore, exact: exact, context: context)
        }
        for index in deliveries.indices { deliveries[index].send() }
        let limits = SignalDelivery.Limits(
            wait: wait == nil && escalate == nil
                ? nil : ContinuousClock.now + (wait?.duration ?? context.patience),
            escalation: escalate.map { ContinuousClock.now + $0 })
        var rest = deliveries[...]
        try TargetRun(context: context, ignoresMissing: ignore).run(targets.map(\.text)) { _ in
            guard let delivery = rest.popFirst() else { return ("", false) }
            return try delivery.finish(limits)
        }
    }
}
