internal import Glibc
internal import HCSJSON
public import HCSSchema
internal import HCSSystem

/// Checks documents of any size, in bounded memory, and says everything that is wrong with them.
///
/// It holds none of the documents; `Documents` decodes them.
public struct DocumentValidator: Sendable {
    /// How it checks.
    public struct Options: Sendable {
        /// hcsshim's name of the documents, such as `ContainerConfig`; nil: the keys of each decide.
        public var kind: String?
        /// Whether documents may follow each other, or stand in one array; otherwise there is one.
        public var isStream = false
        /// Whether a line holds a document: none at all is fine then.
        public var isLines = false
        /// Whether unknown and duplicate keys are ignored, and keys match in any case, as in Go.
        public var isLenient = false
        /// Whether warnings count as errors.
        public var isStrict = false
        /// Whether json-c reads every value, also those that are proved to be in order.
        public var readsEverythingWithJSONC = false
        /// How deep containers may be nested; 0 is 128.
        public var maximumDepth = 0
        /// Findings beyond this are counted but not handed over; 0 is no limit.
        public var maximumFindings = 0

        /// Makes the options for one document of a kind.
        public init(kind: String? = nil) {
            self.kind = kind
        }
    }

    /// What was checked, and how it went.
    public struct Summary: Hashable, Sendable {
        /// Size of the input.
        public var bytes: UInt64
        /// Documents begun.
        public var documents: UInt64
        /// Findings that make a document unusable.
        public var errors: UInt64
        /// The others.
        public var warnings: UInt64
        /// Whether a part of the input could not be checked after an error.
        public var stopped: Bool
    }

    private let options: Options

    /// Makes a validator.
    public init(_ options: Options = Options()) {
        self.options = options
    }

    /// Checks a file, or standard input for `-`.
    ///
    /// - Parameters:
    ///   - onFinding: is handed every finding, in the order of the text as far as it can be.
    ///   - onProgress: is told bytes done and, for a file, its size; about every 8 MiB.
    /// - Throws: `systemFailed` with the path and `errno`.
    public func validate(
        path: String, operation: String, onFinding: @escaping (DocumentFinding) -> Void,
        onProgress: (_ done: UInt64, _ size: UInt64) -> Void = { _, _ in }
    ) throws(ContainerError) -> Summary {
        let stream = try makeStream(operation, onFinding)
        do throws(SyscallError) {
            let isInput = path == "-"
            let input = isInput ? try Descriptor.duplicating(0) : try Files.open(path, O_RDONLY)
            let size = isInput ? 0 : UInt64(try Files.status(path, followLinks: true).size)
            var done: UInt64 = 0
            var told: UInt64 = 0
            while true {
                let (count, goesOn) = try stream.fill { space throws(SyscallError) in
                    try Files.read(input, into: space, named: path)
                }
                done += UInt64(count)
                if done - told >= 8 << 20 {
                    told = done
                    onProgress(done, size)
                }
                if count == 0 || !goesOn { break }
            }
        } catch {
            throw ContainerError(error, doing: "cannot read \(path)", operation: operation)
        }
        return Summary(stream.finish())
    }

    /// Checks a text that is in memory.
    public func validate(_ bytes: [UInt8], operation: String) throws(ContainerError) -> [DocumentFinding] {
        let list = FindingList()
        let stream = try makeStream(operation) { list.all.append($0) }
        _ = bytes.withUnsafeBytes { stream.feed($0) }
        _ = stream.finish()
        return list.all
    }

    private func makeStream(
        _ operation: String, _ onFinding: @escaping (DocumentFinding) -> Void
    ) throws(ContainerError) -> DocumentStream {
        var settings = DocumentStream.Options()
        settings.document = options.kind
        settings.framing = options.isLines ? .lines : options.isStream ? .stream : .single
        settings.isLenient = options.isLenient
        settings.isStrict = options.isStrict
        settings.readsEverythingWithJSONC = options.readsEverythingWithJSONC
        settings.maximumDepth = options.maximumDepth
        settings.maximumFindings = options.maximumFindings
        guard let stream = DocumentStream(settings, { onFinding(DocumentFinding($0)) }) else {
            throw ContainerError(
                .invalidArgument, operation: operation,
                reason: "no document is called \(options.kind ?? "")")
        }
        return stream
    }
}

private final class FindingList {
    var all: [DocumentFinding] = []
}

extension DocumentValidator.Summary {
    init(_ summary: DocumentStream.Summary) {
        self.init(
            bytes: summary.bytes, documents: summary.documents, errors: summary.errors,
            warnings: summary.warnings, stopped: summary.stopped)
    }
}

extension DocumentFinding {
    init(_ finding: StreamFinding) {
        self.init(
            finding.pointer, finding.message, severity: finding.isError ? .error : .warning,
            code: finding.code,
            place: Place(
                document: finding.document, offset: finding.offset, line: finding.line, column: finding.column
            ),
            got: finding.got, expected: finding.expected, suggestion: finding.suggestion)
    }
}

extension DocumentValidator {
    /// hcsshim's name of the one document in a text, by its first key that no other kind has.
    public static func kind(
        of bytes: [UInt8], given kind: String?, operation: String
    ) throws(ContainerError) -> String {
        kind ?? DocumentStream.kind(of: bytes)
    }
}
