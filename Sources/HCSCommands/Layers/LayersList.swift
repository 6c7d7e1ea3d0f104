internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct LayersList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the imported layers and who uses them.",
        discussion: """
            EXAMPLES:
              hcsctl layers list
              hcsctl layers list --format json

            EXIT STATUS: 0, also when there is nothing to list.
            """,
        aliases: ["ls"])
    static let operation = "layers list"

    @OptionGroup var options: LayerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ context: CommandContext) throws {
        let now = CallerProcess.now()
        try context.renderer.render(
            try options.store(context).layers().map { LayerRow(layer: $0, now: now) })
    }
}

/// One imported layer; every key always.
struct LayerRow: TableRow {
    let layer: StoredLayer
    let now: Timestamp

    var name: String { layer.id }

    static func columns(isWide: Bool) -> [TableColumn] {
        [.text("ID"), .number("SIZE"), .number("ENTRIES"), .text("CREATED"), .wideText("SOURCE")]
            + [.wideText("USED BY")] + (isWide ? [.text("PATH")] : [])
    }

    func cells(isWide: Bool) -> [String] {
        [
            isWide ? layer.id : String(layer.id.prefix(12)), layer.bytes.map(QuantityText.size) ?? "-",
            layer.entries.map { "\($0)" } ?? "-", QuantityText.age(of: layer.created, now: now),
            layer.source ?? "-", layer.users.isEmpty ? "-" : layer.users.joined(separator: ","),
        ] + (isWide ? [layer.path] : [])
    }

    func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(layer.id, forKey: .id)
        try keys.encode(layer.path, forKey: .path)
        try keys.encode(layer.source, forKey: .source)
        try keys.encode(MillisecondTime(layer.created), forKey: .created)
        try keys.encode(layer.bytes, forKey: .bytes)
        try keys.encode(layer.entries, forKey: .entries)
        try keys.encode(layer.users, forKey: .users)
    }

    private enum Key: String, CodingKey {
        case id = "ID"
        case path = "Path"
        case source = "Source"
        case created = "Created"
        case bytes = "Bytes"
        case entries = "Entries"
        case users = "UsedBy"
    }
}
