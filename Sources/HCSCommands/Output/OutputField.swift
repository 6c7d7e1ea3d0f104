internal import HCSSchema

/// What a key of one of our own documents holds.
struct FieldInfo: Sendable {
    indirect enum Kind: Sendable {
        case text, integer, number, boolean
        /// RFC 3339 in UTC with milliseconds.
        case time
        case list(Kind)
        case object([FieldInfo])
        /// A v1 document or another whole document, by its name in `hcsctl schema`.
        case document(String)
    }

    let key: String
    let kind: Kind
    /// Whether null stands for "there is none"; the key is there in any case.
    var isNullable = false
    /// What it says, for people: a phrase without a period.
    let about: String

    init(_ key: String, _ kind: Kind, isNullable: Bool = false, _ about: String) {
        self.key = key
        self.kind = kind
        self.isNullable = isNullable
        self.about = about
    }
}

/// A value on its way into a document.
enum FieldValue {
    case null
    case text(String)
    case unsigned(UInt64)
    case signed(Int64)
    case number(Double)
    case boolean(Bool)
    case time(Timestamp?)
    case list([FieldValue])
    /// In this order.
    case object([(String, FieldValue)])
    case document(any Encodable)

    static func text(_ text: String?) -> FieldValue { text.map { .text($0) } ?? .null }
    static func signed(_ number: Int64?) -> FieldValue { number.map { .signed($0) } ?? .null }
    static func unsigned(_ number: UInt64?) -> FieldValue { number.map { .unsigned($0) } ?? .null }

    /// A share or a length of time, to three places: what a machine compares need not be noise.
    static func rounded(_ number: Double?) -> FieldValue {
        number.map { .number(($0 * 1000).rounded() / 1000) } ?? .null
    }
}

/// One key of the document of a row, and where its value comes from.
struct OutputField<Row>: Sendable {
    let info: FieldInfo
    let value: @Sendable (Row) -> FieldValue

    init(
        _ key: String, _ kind: FieldInfo.Kind, isNullable: Bool = false, _ about: String,
        _ value: @escaping @Sendable (Row) -> FieldValue
    ) {
        info = FieldInfo(key, kind, isNullable: isNullable, about)
        self.value = value
    }
}

/// A column of the table of a row: what it shows, and what it is sorted by.
struct OutputColumn<Row>: Sendable {
    enum Place: Sendable {
        case always
        /// With `--format wide` only.
        case wide
        /// Only when asked for by name.
        case onDemand
    }

    let table: TableColumn
    var place = Place.always
    /// Names for `--columns` and `--sort` beside the title's own: those of the document's keys and of ps(1).
    var aliases: [String] = []
    let sortKey: @Sendable (Row) -> SortKey
    let cell: @Sendable (Row) -> String
    var color: (@Sendable (Row) -> TextColor?)?

    /// A column of text, sorted by it.
    static func text(
        _ title: String, _ place: Place = .always, _ aliases: [String] = [], mayShrink: Bool = false,
        color: (@Sendable (Row) -> TextColor?)? = nil, _ cell: @escaping @Sendable (Row) -> String
    ) -> Self {
        Self(
            table: mayShrink ? .wideText(title) : .text(title), place: place, aliases: aliases,
            sortKey: { .text(cell($0)) }, cell: cell, color: color)
    }

    /// A column of numbers, to the right, sorted by their value.
    static func number(
        _ title: String, _ place: Place = .always, _ aliases: [String] = [],
        by value: @escaping @Sendable (Row) -> Double, _ cell: @escaping @Sendable (Row) -> String
    ) -> Self {
        Self(
            table: .number(title), place: place, aliases: aliases, sortKey: { .number(value($0)) },
            cell: cell)
    }

    /// A column of whole numbers as they are.
    static func count(
        _ title: String, _ place: Place = .always, _ aliases: [String] = [],
        _ value: @escaping @Sendable (Row) -> UInt64
    ) -> Self {
        number(title, place, aliases, by: { Double(value($0)) }) { "\(value($0))" }
    }

    /// A column of bytes.
    static func size(
        _ title: String, _ place: Place = .always, _ aliases: [String] = [],
        _ value: @escaping @Sendable (Row) -> UInt64
    ) -> Self {
        number(title, place, aliases, by: { Double(value($0)) }) { QuantityText.size(value($0)) }
    }

    /// A column of times, as their age, the youngest last.
    static func age(
        _ title: String, _ place: Place = .always, _ aliases: [String] = [],
        _ value: @escaping @Sendable (Row) -> (Timestamp?, now: Timestamp)
    ) -> Self {
        Self(
            table: .text(title), place: place, aliases: aliases,
            sortKey: { .number(Double(value($0).0?.unixSeconds ?? 0)) },
            cell: { QuantityText.age(of: value($0).0, now: value($0).now) })
    }

    /// Its name on the command line: the title in small letters with dashes.
    var name: String {
        String(table.title.lowercased().map { $0 == " " ? "-" : $0 })
    }

    func isNamed(_ word: String) -> Bool {
        let word = word.lowercased()
        return name == word || aliases.contains { $0.lowercased() == word }
    }
}

/// What rows are put in order by.
enum SortKey: Comparable {
    case number(Double)
    case text(String)
}
