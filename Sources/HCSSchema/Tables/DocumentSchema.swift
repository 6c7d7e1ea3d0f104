/// What a document may hold: its keys, their types, and what each value must be.
///
/// The one description of every document. The validator's tables in C and the JSON Schemas are generated from it, and
/// tests hold the documents' coding keys against it.
public struct DocumentSchema: Hashable, Sendable {
    /// hcsshim's name of the document.
    public let name: String

    /// What the document is, in a line.
    public let summary: String

    /// Its keys, in the order in which they are written.
    public let fields: [Field]

    /// What goes for several of its fields together.
    public let rules: [Rule]

    init(_ name: String, _ summary: String, _ fields: [Field], rules: [Rule] = []) {
        self.name = name
        self.summary = summary
        self.fields = fields
        self.rules = rules
    }
}

extension DocumentSchema {
    /// One key of a document.
    public struct Field: Hashable, Sendable {
        /// The key, exactly.
        public let name: String

        /// What its value may be; null is taken for the zero value, unless the field is required.
        public let value: Value

        /// What it means, in a line.
        public let summary: String

        /// Whether the key must be there, with a value other than null.
        public let isRequired: Bool

        /// The version of hcsshim that added it; nil is the first.
        public let since: String?

        /// Why it is not to be used any more, if so.
        public let deprecation: String?

        init(
            _ name: String, _ value: Value, _ summary: String, isRequired: Bool = false, since: String? = nil,
            deprecation: String? = nil
        ) {
            self.name = name
            self.value = value
            self.summary = summary
            self.isRequired = isRequired
            self.since = since
            self.deprecation = deprecation
        }
    }

    /// The type of a value, and its range.
    public indirect enum Value: Hashable, Sendable {
        /// A string without the character U+0000.
        case text(Text)

        /// True or false.
        case flag

        /// A whole number, written without fraction and exponent.
        case integer(Integer)

        /// Another document, by name.
        case document(String)

        /// A list of any number of items, or of at most `maximumCount`.
        case list(of: Value, maximumCount: Int? = nil)

        /// A list with a fixed number of items; fewer are a warning, more an error.
        case tuple(of: Value, count: Int)

        /// An object whose keys are data.
        case map(keys: Keys, values: Value)

        /// Any JSON; a key that is there twice is a warning.
        case any
    }

    /// What a string must be.
    public enum Text: Hashable, Sendable {
        /// Anything.
        case free

        /// Not empty.
        case filled

        /// An absolute Linux path of at most 4095 bytes.
        case path(mayBeEmpty: Bool, isOneLine: Bool = false)

        /// At most this many bytes, without line breaks.
        case line(maximumBytes: Int)

        /// One of these; empty counts as one of them unless told otherwise.
        case choice([String], ignoresCase: Bool, mayBeEmpty: Bool = true)

        /// An RFC 1123 name of at most 64 bytes, or empty.
        case hostName

        /// What `ProcessConfig.splitCommandLine` takes, of at most 131072 bytes; not looked at beside `CommandArgs`.
        case commandLine

        /// An RFC 3339 time.
        case timestamp
    }

    /// What a whole number must be.
    public struct Integer: Hashable, Sendable {
        /// The Go type: its limits are those of the range at most.
        public enum Kind: String, Hashable, Sendable {
            case uint32, uint64, int64
        }

        /// The Go type.
        public let kind: Kind

        /// The smallest value.
        public let minimum: Int64

        /// The largest value.
        public let maximum: UInt64

        /// Whether 0 is allowed too, below `minimum`.
        public let allowsZero: Bool
    }

    /// What the keys of a map must be.
    public enum Keys: Hashable, Sendable {
        /// Names of variables: not empty, without `=` and U+0000.
        case variables

        /// Whole numbers of 64 bits, with a sign and leading zeros if one likes.
        case integers
    }

    /// A rule across the fields of a document.
    ///
    /// A field is set when its value is neither null nor what Go's `omitempty` leaves out; an object is set when it is
    /// there, a text that is a command line when it holds more than blanks.
    public struct Rule: Hashable, Sendable {
        /// The rule is broken when all of these are set …
        public let whenSet: [String]

        /// … and none of these.
        public let whenUnset: [String]

        /// The field to name; if it is not there, the finding is at the document.
        public let field: String

        /// What is wrong, as the rest of a sentence that begins with the field.
        public let message: String

        /// Whether the document can be used all the same.
        public let severity: DocumentFinding.Severity

        init(
            _ field: String, _ message: String, whenSet: [String] = [], whenUnset: [String] = [],
            severity: DocumentFinding.Severity = .error
        ) {
            self.field = field
            self.message = message
            self.whenSet = whenSet
            self.whenUnset = whenUnset
            self.severity = severity
        }
    }
}

extension DocumentSchema {
    /// Every document, those that others hold included.
    public static let all: [DocumentSchema] = [
        containerConfig, layer, mappedDir, mappedPipe, hvRuntime, mappedVirtualDisk, assignedDevice,
        processConfig, computeSystemQuery, resourceModificationRequestResponse, containerProperties,
        processListItem, mappedVirtualDiskController, statistics, memoryStats, processorStats, storageStats,
        networkStats,
    ]

    /// The document of that name, if there is one.
    public static func named(_ name: String) -> DocumentSchema? {
        all.first { $0.name == name }
    }
}

extension DocumentSchema.Value {
    static let text = Self.text(.free)
    static let uint32 = Self.integer(
        .init(kind: .uint32, minimum: 0, maximum: UInt64(UInt32.max), allowsZero: true))
    static let uint64 = Self.integer(.init(kind: .uint64, minimum: 0, maximum: .max, allowsZero: true))

    static func integer(
        _ kind: DocumentSchema.Integer.Kind, _ range: ClosedRange<Int64>, allowsZero: Bool = false
    ) -> Self {
        .integer(
            .init(
                kind: kind, minimum: range.lowerBound, maximum: UInt64(range.upperBound),
                allowsZero: allowsZero))
    }
}
