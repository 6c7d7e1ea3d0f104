internal import HCSContainer

/// Rows that come over time: one heading, columns that stay where they were, a document a line.
struct RowStream<Row: OutputRow> {
    private let choice: TableChoice<Row>
    private let renderer: Renderer
    private let leading: [OutputColumn<Row>]
    private var widths: [Int] = []

    init(_ choice: TableChoice<Row>, _ renderer: Renderer, leading: [OutputColumn<Row>] = []) {
        self.choice = choice
        self.renderer = renderer
        self.leading = leading
    }

    mutating func print(_ rows: [Row]) throws(ContainerError) {
        switch renderer.effectiveFormat {
        case .json, .jsonl: try renderer.lines(rows)
        case .name: try renderer.names(rows.map(\.name))
        case .table, .wide, .github, .prometheus:
            var table = renderer.table(rows, choice, leading: leading)
            table.hasHeader = table.hasHeader && widths.isEmpty
            table.leastWidths = widths
            let laidOut = table.laidOut
            widths = laidOut.widths
            try renderer.write(laidOut.text)
        }
    }
}
