internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Processes: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "List the processes in containers.",
        discussion: """
            Without a container: those of all running containers.

            EXAMPLES:
              hcsctl ps web
              hcsctl ps --format wide
              hcsctl ps -q web

            EXIT STATUS: 0; 3 no such container.
            """)

    @OptionGroup var targets: TargetOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ context: CommandContext) throws {
        let now = CallerProcess.now()
        let survey = try ContainerSurvey(context: context, targets: targets)
            .ask(["Running", "Paused"]) { container throws(ContainerError) in
                try container.processDetails().map { ProcessRow(container.id, $0, now: now) }
            }
        let rows = Array(survey.answers.joined())
        if context.renderer.effectiveFormat == .name, targets.containers.count == 1 {
            try context.renderer.names(rows.map { "\($0.item.processId)" })
        } else {
            try context.renderer.render(rows)
        }
        try survey.status.check()
    }
}
