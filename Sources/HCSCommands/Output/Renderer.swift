internal import HCSContainer
internal import HCSSchema

/// The one place data leaves hcsctl: standard output.
struct Renderer {
    let format: OutputFormat?
    let quiet: Bool
    let hasHeader: Bool
    let shortens: Bool
    let color: ColorMode
    let operation: String

    init(_ global: GlobalOptions, verb: String) {
        format = global.format
        quiet = global.quiet
        hasHeader = !global.noHeader
        shortens = !global.noTrunc
        color = global.color
        operation = verb
    }

    /// What is asked for when nothing is.
    var effectiveFormat: OutputFormat { quiet ? .name : format ?? .table }

    /// Whether documents are asked for.
    var wantsDocuments: Bool { [.json, .jsonl].contains(effectiveFormat) }

    /// Prints rows as a table, their names, or their documents.
    func render<Row: TableRow>(_ rows: [Row], of kind: Row.Type = Row.self) throws(ContainerError) {
        switch effectiveFormat {
        case .table, .wide, .prometheus:
            let columns = Row.columns(isWide: effectiveFormat == .wide)
            let cells = rows.map { $0.cells(isWide: effectiveFormat == .wide) }
            try write(
                TableOutput(columns: columns, rows: cells, hasHeader: hasHeader, width: terminalWidth).text)
        case .name: try names(rows.map(\.name))
        case .json: try document(rows)
        case .jsonl: try lines(rows)
        // A command that has it renders it itself; to the others it is refused before they run.
        case .github: try names(rows.map(\.name))
        }
    }

    /// Prints rows in the order and with the columns asked for.
    func render<Row: OutputRow>(_ rows: [Row], _ choice: TableChoice<Row>) throws(ContainerError) {
        let rows = choice.sorted(rows)
        switch effectiveFormat {
        case .table, .wide, .github, .prometheus: try write(table(rows, choice).text)
        case .name: try names(rows.map(\.name))
        case .json: try document(rows)
        case .jsonl: try lines(rows)
        }
    }

    /// The table of rows, ready to be laid out.
    func table<Row: OutputRow>(
        _ rows: [Row], _ choice: TableChoice<Row>, leading: [OutputColumn<Row>] = []
    ) -> TableOutput {
        let columns =
            leading + (choice.columns ?? Row.standardColumns(isWide: effectiveFormat == .wide))
        var table = TableOutput(
            columns: columns.map(\.table), rows: rows.map { row in columns.map { $0.cell(row) } },
            hasHeader: hasHeader, width: terminalWidth)
        if color.isOn { table.colors = rows.map { row in columns.map { $0.color?(row) } } }
        return table
    }

    /// Prints one document, indented.
    func document(_ document: some Encodable) throws(ContainerError) {
        try write(Self.line(Documents.encode(document, pretty: true, operation: operation)))
    }

    /// Prints a document a line.
    func lines(_ documents: [some Encodable]) throws(ContainerError) {
        var text = ""
        for document in documents {
            text += Self.line(try Documents.encode(document, operation: operation))
        }
        try write(text)
    }

    /// A document's text, ended by one newline.
    static func line(_ bytes: [UInt8]) -> String {
        String(
            decoding: bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [UInt8(ascii: "\n")], as: UTF8.self)
    }

    /// Prints a name a line.
    func names(_ names: [String]) throws(ContainerError) {
        try write(names.map { EscapedText.of($0) + "\n" }.joined())
    }

    /// Prints what is already text.
    func write(_ text: String) throws(ContainerError) {
        guard !text.isEmpty else { return }
        try CallerProcess.write(text, to: .standardOutput, operation: operation)
    }

    /// Only a terminal has a width to keep to.
    private var terminalWidth: Int? {
        shortens && ProcessSession.isTerminal(1) ? Int(ProcessSession.terminalSize().width) : nil
    }
}

/// What a table shows and a document holds.
protocol TableRow: Encodable {
    static func columns(isWide: Bool) -> [TableColumn]
    func cells(isWide: Bool) -> [String]
    /// What `--quiet` and `--format name` print.
    var name: String { get }
}
