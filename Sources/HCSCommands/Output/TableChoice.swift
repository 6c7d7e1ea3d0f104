internal import ArgumentParser

/// Which columns a table has and what its rows are put in order by.
struct TableOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The columns, in this order, by title or document key.", valueName: "name,..."))
    var columns: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The columns rows are put in order by; -name is from the largest.", valueName: "name,..."))
    var sort: String?
}

/// The options in terms of a row's columns.
struct TableChoice<Row: OutputRow> {
    /// Nil is what the format has.
    let columns: [OutputColumn<Row>]?
    private let order: [(column: OutputColumn<Row>, isDescending: Bool)]

    /// - Throws: a usage error that names the column that is none.
    init(_ options: TableOptions) throws {
        columns = try options.columns.map { try Self.words($0).map(Self.column) }
        order =
            try options.sort.map(Self.words)?.map { word in
                let isDescending = word.hasPrefix("-")
                return (try Self.column(isDescending ? word.dropFirst() : word[...]), isDescending)
            } ?? []
    }

    /// The rows in the order asked for; equal ones stay as they were.
    func sorted(_ rows: [Row]) -> [Row] {
        guard !order.isEmpty else { return rows }
        let keyed = rows.map { row in (row: row, keys: order.map { $0.column.sortKey(row) }) }
        let indexed = keyed.enumerated().sorted { left, right in
            for (index, part) in order.enumerated() {
                let (first, second) = (left.element.keys[index], right.element.keys[index])
                if first != second { return part.isDescending ? first > second : first < second }
            }
            return left.offset < right.offset
        }
        return indexed.map(\.element.row)
    }

    private static func words(_ text: String) throws -> [Substring] {
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        guard !words.contains(where: { $0.isEmpty || $0 == "-" }) else {
            throw ValidationError("'\(text)' has a name missing between its commas")
        }
        return words
    }

    private static func column(_ word: Substring) throws -> OutputColumn<Row> {
        if let column = Row.tableColumns.first(where: { $0.isNamed(String(word)) }) { return column }
        let names = Row.tableColumns.map(\.name)
        let suggestion = Suggestion.closest(to: word.lowercased(), among: names)
        throw ValidationError(
            "no column '\(word)'",
            hint: suggestion.map { "did you mean '\($0)'?" }
                ?? "there are: \(names.joined(separator: ", "))")
    }
}
