/// A column of a table.
struct TableColumn: Hashable {
    let title: String
    var isNumber = false
    /// Whether it gives way when the terminal is too narrow.
    var mayShrink = false

    static func text(_ title: String) -> TableColumn { TableColumn(title: title) }
    static func number(_ title: String) -> TableColumn { TableColumn(title: title, isNumber: true) }
    static func wideText(_ title: String) -> TableColumn { TableColumn(title: title, mayShrink: true) }
}

/// Rows under titles, aligned by what they take on a terminal; numbers to the right.
struct TableOutput {
    let columns: [TableColumn]
    let rows: [[String]]
    var hasHeader = true
    /// Nil never shortens.
    var width: Int?
    /// Colours of the cells, by row and column; none where nothing is coloured.
    var colors: [[TextColor?]] = []
    /// A column is at least so wide: what was printed before stays aligned.
    var leastWidths: [Int] = []

    private static let gap = "  "

    /// The lines, each ended by a newline.
    var text: String { laidOut.text }

    /// The lines, and how wide each column is in them.
    var laidOut: (text: String, widths: [Int]) {
        let titles = hasHeader ? [columns.map(\.title)] : []
        let cells = titles + rows.map { $0.map(EscapedText.of) }
        let widths = widths(of: cells)
        var text = ""
        for (number, row) in cells.enumerated() {
            var line = ""
            let colors =
                number < titles.count || self.colors.isEmpty ? [] : self.colors[number - titles.count]
            for (index, cell) in row.enumerated() {
                if index > 0 { line += Self.gap }
                var cell = Self.shortened(cell, to: widths[index])
                let padding = String(repeating: " ", count: widths[index] - DisplayWidth.of(cell))
                if !colors.isEmpty, let color = colors[index] { cell = color.around(cell) }
                if columns[index].isNumber {
                    line += padding + cell
                } else {
                    line += index == row.count - 1 ? cell : cell + padding
                }
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return (text, widths)
    }

    private func widths(of cells: [[String]]) -> [Int] {
        var widths = columns.indices.map { column in
            cells.reduce(leastWidths.isEmpty ? 0 : leastWidths[column]) {
                max($0, DisplayWidth.of($1[column]))
            }
        }
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + Self.gap.utf8.count * (widths.count - 1) - width
        while excess > 0 {
            let candidates = widths.indices.filter { columns[$0].mayShrink && widths[$0] > Self.narrowest }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    /// Narrower than this a text says nothing any more.
    private static let narrowest = 8

    static func shortened(_ text: String, to width: Int) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        var short = ""
        var used = 1
        for character in text {
            used += DisplayWidth.of(character)
            if used > width { break }
            short.append(character)
        }
        return short + "…"
    }
}
