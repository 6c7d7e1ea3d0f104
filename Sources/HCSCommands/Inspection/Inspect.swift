internal import ArgumentParser
internal import HCSContainer

struct Inspect: Verb {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Print everything known about containers and processes, as JSON.",
        discussion: """
            The answer is an array, also for one target. Secrets are left out.

            EXAMPLES:
              hcsctl inspect web
              hcsctl inspect web/17
              hcsctl inspect web | jq '.[0].Configuration' | hcsctl create copy -f -

            EXIT STATUS: 0; 3 no such container or process.
            """)

    @Argument(help: ArgumentHelp("Containers and processes.", valueName: "container[/pid]"))
    var targets: [ProcessTarget]

    @Flag(help: "Print secrets too.")
    var showSecrets = false

    @Flag(help: "Take ids as they are: no prefixes.")
    var exact = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ context: CommandContext) throws {
        var found: [InspectionRow] = []
        var failures: [ExitStatus] = []
        for target in targets {
            do throws(ContainerError) {
                let container = try context.open(target.container, exact: exact)
                defer { container.close() }
                let inspection = try container.inspect(showSecrets: showSecrets)
                found.append(try InspectionRow(inspection, target.processID, context.verb))
            } catch {
                failures.append(context.report(error))
            }
        }
        switch context.renderer.effectiveFormat {
        case .name: try context.renderer.names(found.map(\.name))
        case .jsonl: try context.renderer.lines(found)
        case .table, .wide, .json, .github, .prometheus: try context.renderer.document(found)
        }
        try ExitStatus.ofTargets(failures).check()
    }
}
