internal import ArgumentParser
internal import HCSContainer

struct Disks: Verb {
    static let configuration = CommandConfiguration(
        commandName: "disks",
        abstract: "List the virtual disks of containers.",
        discussion: """
            JSON for one named container is HCS's map of controllers; for several an array of {Id, \
            MappedVirtualDiskControllers}.

            EXAMPLES:
              hcsctl disks web
              hcsctl disks web --format json

            EXIT STATUS: 0; 3 no such container; 4 not possible in its state.
            """)

    @OptionGroup var targets: TargetOptions

    @Option(help: ArgumentHelp("Only the disks of this controller.", valueName: "number"))
    var controller: Int?

    @Option(help: ArgumentHelp("Only the disks of this unit.", valueName: "number"))
    var lun: Int?

    @OptionGroup var table: TableOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        _ = try TableChoice<DiskRow>(table)
    }

    func execute(_ context: CommandContext) throws {
        let survey = try ContainerSurvey(context: context, targets: targets)
            .ask(["Created", "Running", "Paused", "Stopped"]) { id throws(ContainerError) in
                let container = try context.store.open(id, operation: context.verb)
                defer { container.close() }
                return DiskMap(
                    container: id, controllers: try container.mappedVirtualDisks(), controller: controller,
                    unit: lun)
            }
        switch context.renderer.effectiveFormat {
        case .json where targets.containers.count == 1:
            if let map = survey.answers.first { try context.renderer.document(map.v1) }
        case .json: try context.renderer.document(survey.answers)
        case .jsonl: try context.renderer.lines(survey.answers)
        case .table, .wide, .name, .github, .prometheus:
            try context.renderer.render(survey.answers.flatMap(\.rows), TableChoice(table))
        }
        try survey.status.check()
    }
}
