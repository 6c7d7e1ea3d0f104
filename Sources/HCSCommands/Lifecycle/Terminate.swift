internal import ArgumentParser
internal import HCSContainer

struct Terminate: StateChange {
    static let configuration = CommandConfiguration(
        commandName: "terminate",
        abstract: "Kill every process of containers and stop them.",
        discussion: """
            EXAMPLES:
              hcsctl terminate web
              hcsctl terminate --all --ignore

            EXIT STATUS: 0 stopped; 3 no such container; 4 already stopped; 124 still there after --timeout.
            """)

    @OptionGroup var targets: TargetOptions

    @Flag(help: "Ask, and do not wait.")
    var noWait = false

    @OptionGroup(title: "Change options") var options: ChangeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let finalStates: Set = ["Stopped"]
    var startingStates: Set<String> { ["Created", "Running", "Paused"] }

    func change(_ container: any Container, _ context: CommandContext) throws(ContainerError) -> Bool {
        try container.absorbingPending(container.terminate)
        if !noWait { try container.waitForStop(atMost: context.patience) }
        return true
    }
}
