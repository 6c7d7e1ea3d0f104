internal import HCSContainer

/// What became of one target of a command that changes something.
struct TargetResult: OutputRow {
    /// The container's id, or what was typed where there is none.
    let id: String
    /// Whether anything was done; false where it was done already.
    let changed: Bool
    let error: ErrorDocument?

    var name: String { id }

    static let tableColumns: [OutputColumn<TargetResult>] = [.text("ID") { $0.id }]

    static let fields: [OutputField<TargetResult>] = [
        OutputField("Id", .text, "the container's id, or what was typed") { .text($0.id) },
        OutputField("Changed", .boolean, "whether anything was done") { .boolean($0.changed) },
        OutputField("Error", .document("error"), isNullable: true, "what went wrong") {
            $0.error.map { .document($0) } ?? .null
        },
    ]
}
