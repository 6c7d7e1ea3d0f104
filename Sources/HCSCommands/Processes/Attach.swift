internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Attach: Verb {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Join the console of a process, or the streams kept for it.",
        usage: "hcsctl attach [OPTIONS] CONTAINER/PID",
        discussion: """
            Any number may be attached: all see the output, the first to come types. Started by exec -t, or by exec -d -i.

            EXAMPLES:
              hcsctl attach web/17
              hcsctl attach --no-stdin web/17 | tee log
              hcsctl attach --detach-keys ctrl-p,ctrl-q web/17

            EXIT STATUS: the process's own, 128+n when signal n ended it; 0 after the detach keys; 125 hcsctl failed; \
            130 interrupted.
            """)

    @Argument(help: ArgumentHelp("The process.", valueName: "container/pid"))
    var target: ProcessTarget

    @Flag(help: "See the output only.")
    var noStdin = false

    @Flag(help: "Take the id as it is: no prefixes.")
    var exact = false

    @OptionGroup(title: "Session options") var stay: StayFlags
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var family: ExitStatus.Family { .child }
    var resultTarget: String? { stay.result }

    func validate() throws {
        guard target.processID == nil else { return }
        throw ValidationError(
            "'\(target.container)' is a container, not a process",
            hint: "name a process as \(target.container)/PID (hcsctl ps)")
    }

    func execute(_ context: CommandContext) throws {
        let container = try context.open(target.container, exact: exact)
        defer { container.close() }
        let process = try context.openProcess(target.processID ?? 0, in: container)
        var options = ProcessSession.Options()
        options.interactive = !noStdin
        options.proxiesSignals = stay.sigProxy
        options.drain = stay.drain
        options.detachKeys = stay.detachKeys
        // The process was there before this command and stays when it goes.
        options.supervision = ProcessSupervision(onClientExit: .detach)
        let outcome = try ProcessSession.attach(to: process, in: container, options: options) {
            event throws(ContainerError) in context.tell(event)
        }
        try ProcessStay.ended(outcome, in: container.id, result: stay.result).finish(context)
    }
}
