internal import ArgumentParser
internal import HCSContainer

struct Resume: StateChange {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Thaw paused containers.",
        discussion: """
            EXAMPLES:
              hcsctl resume web
              hcsctl resume --all --ignore

            EXIT STATUS: 0 done; 3 no such container; 4 not possible in its state; 1 failures of several kinds.
            """)

    @OptionGroup var targets: TargetOptions
    @OptionGroup(title: "Change options") var options: ChangeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let finalStates: Set = ["Running"]
    var startingStates: Set<String> { ["Paused"] }

    func change(_ container: any Container, _ context: CommandContext) throws(ContainerError) -> Bool {
        try container.resume()
        return true
    }
}
