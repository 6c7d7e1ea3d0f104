internal import CJSONStream

/// Checks documents while they come in, in bounded memory, and says everything that is wrong with them.
///
/// It decodes nothing; what it passes, `DocumentDecoder` reads.
package final class DocumentStream {
    package enum Framing: Sendable {
        /// One document, and nothing after it.
        case single
        /// Documents one after the other, or one array of them.
        case stream
        /// A document a line; none at all is fine.
        case lines
    }

    package struct Options: Sendable {
        /// hcsshim's name of the documents; nil: each document's keys decide.
        package var document: String?
        package var framing = Framing.single
        /// Go's way: unknown and duplicate keys are ignored, keys match in any case.
        package var isLenient = false
        /// Warnings are errors.
        package var isStrict = false
        /// Whether json-c reads every value, also those of which it is proved that nothing is to be said about them.
        package var readsEverythingWithJSONC = false
        /// 0 is 128.
        package var maximumDepth = 0
        /// Findings beyond it are only counted; 0 is no limit.
        package var maximumFindings = 0
        /// Bytes held at a time; 0 is 256 KiB.
        package var window = 0

        package init() {}
    }

    package struct Summary: Hashable, Sendable {
        package var bytes: UInt64
        package var documents: UInt64
        package var errors: UInt64
        package var warnings: UInt64
        /// Whether something of the input was not checked.
        package var stopped: Bool
    }

    private let stream: OpaquePointer
    private let sink: FindingSink

    /// Nil where there is no such document, or no memory.
    package init?(_ options: Options, _ onFinding: @escaping (StreamFinding) -> Void) {
        var settings = hcs_json_options()
        if let name = options.document {
            guard let document = hcs_json_document_named(name) else { return nil }
            settings.document = document
        }
        settings.framing =
            switch options.framing {
            case .single: HCS_JSON_SINGLE
            case .stream: HCS_JSON_STREAM
            case .lines: HCS_JSON_LINES
            }
        settings.everything_through_json_c = options.readsEverythingWithJSONC
        settings.lenient = options.isLenient
        settings.strict = options.isStrict
        settings.maximum_depth = UInt32(clamping: options.maximumDepth)
        settings.maximum_findings = UInt64(clamping: options.maximumFindings)
        settings.window = options.window
        sink = FindingSink(onFinding)
        let made = hcs_json_stream_new(
            &settings,
            { context, finding in
                guard let context, let finding else { return 0 }
                Unmanaged<FindingSink>.fromOpaque(context).takeUnretainedValue().receive(
                    StreamFinding(finding.pointee))
                return 0
            }, Unmanaged.passUnretained(sink).toOpaque())
        guard let made else { return nil }
        stream = made
    }

    deinit {
        hcs_json_stream_free(stream)
    }

    /// Takes the next bytes; false when nothing more is looked at.
    package func feed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        hcs_json_stream_feed(stream, bytes.baseAddress, bytes.count) == 0
    }

    /// Takes what `read` puts into the buffer, whose count it returns; false when nothing more is looked at.
    package func fill<Failure: Error>(
        _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) -> (count: Int, goesOn: Bool) {
        var size = 0
        let space = hcs_json_stream_space(stream, &size)
        let count = try read(UnsafeMutableRawBufferPointer(start: space, count: size))
        return (count, hcs_json_stream_filled(stream, count) == 0)
    }

    /// Ends the input.
    package func finish() -> Summary {
        _ = hcs_json_stream_finish(stream)
        return summary
    }

    package var summary: Summary {
        var counts = hcs_json_statistics()
        hcs_json_stream_statistics(stream, &counts)
        return Summary(
            bytes: counts.bytes, documents: counts.documents, errors: counts.errors,
            warnings: counts.warnings, stopped: counts.stopped)
    }

    /// hcsshim's name of the document a text begins with, by its keys.
    package static func kind(of bytes: [UInt8]) -> String {
        let document = bytes.withUnsafeBytes { hcs_json_document_of($0.baseAddress, $0.count) }
        return document.map { String(cString: hcs_json_document_name($0)) } ?? ""
    }

    /// Checks a text that is in memory.
    package static func check(_ bytes: [UInt8], _ options: Options) -> (
        findings: [StreamFinding], summary: Summary
    )? {
        let list = FindingList()
        guard let stream = DocumentStream(options, { list.all.append($0) }) else { return nil }
        _ = bytes.withUnsafeBytes { stream.feed($0) }
        let summary = stream.finish()
        return (list.all, summary)
    }
}

private final class FindingList {
    var all: [StreamFinding] = []
}

private final class FindingSink {
    let receive: (StreamFinding) -> Void

    init(_ receive: @escaping (StreamFinding) -> Void) {
        self.receive = receive
    }
}
