internal import ArgumentParser
internal import HCSContainer

struct Shutdown: StateChange {
    static let configuration = CommandConfiguration(
        commandName: "shutdown",
        abstract: "Ask the processes of running containers to end, and stop the containers.",
        discussion: """
            What has not ended after --time is killed, unless --no-force.

            EXAMPLES:
              hcsctl shutdown web
              hcsctl shutdown --time 1m --no-force web
              hcsctl shutdown --all --ignore

            EXIT STATUS: 0 stopped; 3 no such container; 4 not running; 124 still there after --time, with --no-force.
            """,
        aliases: ["stop"])

    @OptionGroup var targets: TargetOptions

    @Option(
        help: ArgumentHelp("How long the processes have.", valueName: "duration"),
        transform: DurationText.parse)
    var time: Duration = .seconds(10)

    @Flag(help: "Do not kill what is left then.")
    var noForce = false

    @Flag(help: "Ask, and do not wait.")
    var noWait = false

    @OptionGroup(title: "Change options") var options: ChangeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let finalStates: Set = ["Stopped"]
    var startingStates: Set<String> { ["Running"] }

    func change(_ container: any Container, _ context: CommandContext) throws(ContainerError) -> Bool {
        try container.absorbingPending(container.shutdown)
        if noWait { return true }
        do {
            try container.waitForStop(atMost: time)
        } catch {
            guard error.isTimeout, !noForce else { throw error }
            try container.absorbingPending(container.terminate)
            try container.waitForStop(atMost: context.patience)
        }
        return true
    }
}
