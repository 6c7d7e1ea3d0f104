internal import HCSContainer

/// What became of one target of a command that changes something.
struct TargetResult: TableRow {
    /// The container's id, or what was typed where there is none.
    let id: String
    /// Whether anything was done; false where it was done already.
    let changed: Bool
    let error: ErrorDocument?

    static func columns(isWide: Bool) -> [TableColumn] { [.text("ID")] }
    func cells(isWide: Bool) -> [String] { [id] }
    var name: String { id }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(id, forKey: .id)
        try keys.encode(changed, forKey: .changed)
        try keys.encode(error, forKey: .error)
    }

    private enum Key: String, CodingKey {
        case id = "Id"
        case changed = "Changed"
        case error = "Error"
    }
}
