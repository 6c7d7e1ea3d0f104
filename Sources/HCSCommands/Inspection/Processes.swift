internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Processes: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ps",
        abstract: "List the processes in containers.",
        discussion: """
            Without a container: those of all running containers. Numbers are those inside; wide and json have the host's too. \
            CPU% is a process's share since its start.

            EXAMPLES:
              hcsctl ps web
              hcsctl ps web --tree
              hcsctl ps --columns container,pid,pcpu,args --sort -pcpu
              hcsctl ps -q web

            EXIT STATUS: 0; 3 no such container.
            """)

    @OptionGroup var targets: TargetOptions

    @Flag(help: "Each process below its parent.")
    var tree = false

    @OptionGroup var table: TableOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        _ = try TableChoice<ProcessRow>(table)
        if tree, table.sort != nil { throw ValidationError("--tree has an order of its own: no --sort") }
    }

    func execute(_ context: CommandContext) throws {
        let now = CallerProcess.now()
        let reader = ContainerReader(context.store)
        let survey = try ContainerSurvey(context: context, targets: targets)
            .ask(["Running", "Paused"]) { id throws(ContainerError) in
                let rows = try reader.processes(of: id, operation: context.verb).map {
                    ProcessRow(id, $0, now: now)
                }
                return tree ? ProcessRow.tree(rows) : rows
            }
        let rows = Array(survey.answers.joined())
        if context.renderer.effectiveFormat == .name, targets.containers.count == 1 {
            try context.renderer.names(rows.map { "\($0.item.processId)" })
        } else {
            try context.renderer.render(rows, TableChoice(table))
        }
        try survey.status.check()
    }
}
