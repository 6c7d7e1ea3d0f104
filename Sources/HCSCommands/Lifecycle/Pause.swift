internal import ArgumentParser
internal import HCSContainer

struct Pause: StateChange {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Freeze every process of running containers.",
        discussion: """
            EXAMPLES:
              hcsctl pause web
              hcsctl pause --all --ignore

            EXIT STATUS: 0 done; 3 no such container; 4 not possible in its state; 1 failures of several kinds.
            """)

    @OptionGroup var targets: TargetOptions
    @OptionGroup(title: "Change options") var options: ChangeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let finalStates: Set = ["Paused"]
    var startingStates: Set<String> { ["Running"] }

    func change(_ container: any Container, _ context: CommandContext) throws(ContainerError) -> Bool {
        try container.pause()
        return true
    }
}
