internal import ArgumentParser
internal import HCSContainer

struct Stats: Verb {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Print what containers use.",
        discussion: """
            CPU% is 100 for one processor kept busy over --window, which all containers share; with --window 0 over the \
            container's whole life. Without a container: all running ones. --stream prints again every --interval, over which \
            CPU% is then measured: on a terminal in place, else rows with their time, and a document a line for json and jsonl.

            EXAMPLES:
              hcsctl stats
              hcsctl stats web --window 2s
              hcsctl stats --stream --sort -cpu
              hcsctl stats web --window 0 --format json
              hcsctl stats --format prometheus

            EXIT STATUS: 0; 3 no such container.
            """)

    @OptionGroup var targets: TargetOptions

    @Option(
        help: ArgumentHelp("How long CPU% is measured; 0 is not at all.", valueName: "duration"),
        transform: DurationText.parse)
    var window: Duration = .milliseconds(200)

    @Flag(help: "Go on.")
    var stream = false

    @Option(name: [.customShort("n"), .long], help: "Print so many times; more than 1 is a stream.")
    var count: Int?

    @Option(
        help: ArgumentHelp("How often a stream prints.", valueName: "duration"),
        transform: DurationText.parse)
    var interval: Duration = .seconds(1)

    @Flag(name: .shortAndLong, help: "Containers in every state.")
    var all = false

    @OptionGroup var table: TableOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let ownFormats: [OutputFormat] = [.prometheus]

    func validate() throws {
        _ = try TableChoice<StatisticsRow>(table)
        if let count, count < 1 { throw ValidationError("--count must be at least 1") }
        guard isStream else { return }
        if interval < .milliseconds(10) { throw ValidationError("--interval must be at least 10ms") }
        if global.format == .prometheus { throw ValidationError("--format prometheus is no stream") }
    }

    private var isStream: Bool { stream || (count ?? 1) > 1 }

    func execute(_ context: CommandContext) throws {
        let choice = try TableChoice<StatisticsRow>(table)
        let sampler = StatisticsSampler(context: context, targets: targets, all: all)
        var first = try sampler.sample(after: [:])
        let needsWindow =
            window > .zero && !first.rows.isEmpty
            && ![.name, .prometheus].contains(context.renderer.effectiveFormat)
        if needsWindow {
            CallerProcess.sleep(for: window)
            first = (sampler.resample(first.rows), first.status)
        }
        guard isStream else {
            if context.renderer.effectiveFormat == .prometheus {
                try context.renderer.write(PrometheusText(first.rows).text)
            } else {
                try context.renderer.render(first.rows, choice)
            }
            return try first.status.check()
        }
        try follow(first.rows, sampler, StatisticsScreen(choice, context.renderer))
    }

    private func follow(
        _ first: [StatisticsRow], _ sampler: StatisticsSampler, _ screen: StatisticsScreen
    ) throws {
        var screen = screen
        var rows = first
        var left = (count ?? .max) - 1
        let start = CallerProcess.now()
        var due = Duration.zero
        try screen.show(rows)
        while left > 0 {
            // Of the beginning, not of the last time: what printing costs does not add up.
            due += interval
            CallerProcess.sleep(for: max(.zero, due - CallerProcess.now().since(start)))
            let earlier = Dictionary(rows.map { ($0.container, $0.statistics) }) { first, _ in first }
            rows = try sampler.sample(after: earlier).rows
            try screen.show(rows)
            left -= 1
        }
    }
}
