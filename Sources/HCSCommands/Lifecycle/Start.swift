internal import ArgumentParser
internal import HCSContainer

struct Start: StateChange {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Boot created containers; no process runs in them yet.",
        discussion: """
            EXAMPLES:
              hcsctl start web
              hcsctl start --all --ignore

            EXIT STATUS: 0 done; 3 no such container; 4 not possible in its state; 1 failures of several kinds.
            """)

    @OptionGroup var targets: TargetOptions
    @OptionGroup(title: "Change options") var options: ChangeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let finalStates: Set = ["Running"]
    var startingStates: Set<String> { ["Created"] }

    func change(_ container: any Container, _ context: CommandContext) throws(ContainerError) -> Bool {
        try container.start()
        return true
    }
}
