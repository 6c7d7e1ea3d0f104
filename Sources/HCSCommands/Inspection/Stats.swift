internal import ArgumentParser
internal import HCSContainer

struct Stats: Verb {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Print what containers use.",
        discussion: """
            CPU% is 100 for one processor kept busy over --window; with --window 0 over the container's whole life.
            Without a container: all running ones.

            EXAMPLES:
              hcsctl stats
              hcsctl stats web --window 2s
              hcsctl stats web --window 0 --format json

            EXIT STATUS: 0; 3 no such container.
            """)

    @OptionGroup var targets: TargetOptions

    @Option(
        help: ArgumentHelp("How long CPU% is measured; 0 is not at all.", valueName: "duration"),
        transform: DurationText.parse)
    var window: Duration = .milliseconds(200)

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ context: CommandContext) throws {
        let survey = ContainerSurvey(context: context, targets: targets)
        // One window for all: the first samples, the wait, the second ones.
        let first = try survey.ask(["Running", "Paused"]) { container throws(ContainerError) in
            StatisticsRow(
                container: container.id, statistics: try container.statistics(),
                processes: try container.processList().count)
        }
        var rows = first.answers
        if window > .zero, !rows.isEmpty, context.renderer.effectiveFormat != .name {
            CallerProcess.sleep(for: window)
            rows = rows.map { resampled($0, context) }
        }
        try context.renderer.render(rows)
        try first.status.check()
    }

    private func resampled(_ row: StatisticsRow, _ context: CommandContext) -> StatisticsRow {
        // One that is gone by now keeps its first sample, and its average over its life.
        guard let container = try? context.store.open(row.container, operation: context.verb) else {
            return row
        }
        defer { container.close() }
        guard let second = try? container.statistics() else { return row }
        return row.resampled(second)
    }
}
