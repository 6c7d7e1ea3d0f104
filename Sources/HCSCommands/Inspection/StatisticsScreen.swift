internal import HCSContainer
internal import HCSSchema

/// Where a stream of statistics goes: a table in place on a terminal, else rows with their time.
struct StatisticsScreen {
    private let choice: TableChoice<StatisticsRow>
    private let renderer: Renderer
    private var rows: RowStream<StatisticsRow>
    private let isLive: Bool
    private var isFirst = true

    init(_ choice: TableChoice<StatisticsRow>, _ renderer: Renderer) {
        self.choice = choice
        self.renderer = renderer
        isLive = [.table, .wide].contains(renderer.effectiveFormat) && ProcessSession.isTerminal(1)
        rows = RowStream(choice, renderer, leading: choice.columns == nil ? [StatisticsRow.timeColumn] : [])
    }

    mutating func show(_ samples: [StatisticsRow]) throws(ContainerError) {
        let samples = choice.sorted(samples)
        guard isLive else { return try rows.print(samples) }
        let height = Int(ProcessSession.terminalSize().height)
        let table = renderer.table(samples, choice).text
        try renderer.write(Self.frame(table, height: height, isFirst: isFirst))
        isFirst = false
    }

    /// One write that overwrites what is there, line by line: nothing is cleared before it is written, so nothing flickers.
    static func frame(_ table: String, height: Int, isFirst: Bool) -> String {
        let lines = table.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        // The last line stays free: a newline there would scroll.
        let shown = lines.prefix(max(1, height - 1))
        return (isFirst ? "\u{1B}[2J" : "") + "\u{1B}[H" + shown.map { $0 + "\u{1B}[K\n" }.joined()
            + "\u{1B}[J"
    }
}
