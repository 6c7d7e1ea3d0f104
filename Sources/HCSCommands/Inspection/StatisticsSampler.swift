internal import HCSContainer
internal import HCSSchema

/// Takes the samples of `stats`: of every container before the next moment, with one reader.
struct StatisticsSampler {
    let context: CommandContext
    let targets: TargetOptions
    let all: Bool
    private let reader: ContainerReader

    init(context: CommandContext, targets: TargetOptions, all: Bool) {
        self.context = context
        self.targets = targets
        self.all = all
        reader = ContainerReader(context.store)
    }

    /// - Parameter earlier: the samples that began the window, by container.
    func sample(after earlier: [String: Statistics]) throws -> (rows: [StatisticsRow], status: ExitStatus) {
        let states: Set = all ? ["Created", "Running", "Paused", "Stopped"] : ["Running", "Paused"]
        let survey = try ContainerSurvey(context: context, targets: targets)
            .ask(states) { id throws(ContainerError) in
                StatisticsRow(try reader.sample(of: id, operation: context.verb), earlier: earlier[id])
            }
        return (survey.answers, survey.status)
    }

    /// The same containers again; one that is gone by now keeps its first sample, and its average over its life.
    func resample(_ rows: [StatisticsRow]) -> [StatisticsRow] {
        rows.map { row in
            guard let second = try? reader.sample(of: row.container, again: true, operation: context.verb)
            else { return row }
            return StatisticsRow(second, earlier: row.statistics)
        }
    }
}

extension StatisticsRow {
    init(_ sample: ContainerSample, earlier: Statistics? = nil) {
        self.init(
            container: sample.id, state: sample.state, statistics: sample.statistics,
            processes: sample.processCount, earlier: earlier)
    }
}
