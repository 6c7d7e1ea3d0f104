internal import CJSONStream

/// What a `DocumentStream` has to say about one place of its input.
package struct StreamFinding: Hashable, Sendable {
    /// The kind of finding, a word for programs: `unknown-key`, `range` …
    package var code: String
    package var isError: Bool
    /// The document's number in the input, from 1.
    package var document: UInt64
    /// Bytes before it.
    package var offset: UInt64
    /// From 1; the column counts characters.
    package var line: UInt64
    package var column: UInt64
    /// JSON pointer (RFC 6901) from the top of the value it is in.
    package var pointer: String
    /// May hold text of the input; escape it before it is printed.
    package var message: String
    package var got: String?
    package var expected: String?
    /// The key or value that was probably meant.
    package var suggestion: String?

    init(_ finding: hcs_json_finding) {
        code = Self.name(of: finding.code)
        isError = finding.severity == HCS_JSON_ERROR
        document = finding.document
        offset = finding.offset
        line = finding.line
        column = finding.column
        pointer = String(
            decoding: UnsafeRawBufferPointer(start: finding.pointer, count: finding.pointer_length),
            as: UTF8.self)
        message = String(cString: finding.message)
        got = finding.got.map { String(cString: $0) }
        expected = finding.expected.map { String(cString: $0) }
        suggestion = finding.suggestion.map { String(cString: $0) }
    }

    private static func name(of code: hcs_json_code) -> String {
        switch code {
        case HCS_JSON_SYNTAX: "syntax"
        case HCS_JSON_END_OF_INPUT: "end-of-input"
        case HCS_JSON_DEPTH: "depth"
        case HCS_JSON_ENCODING: "encoding"
        case HCS_JSON_CONTROL_CHARACTER: "control-character"
        case HCS_JSON_ESCAPE: "escape"
        case HCS_JSON_SURROGATE: "surrogate"
        case HCS_JSON_LIMIT: "limit"
        case HCS_JSON_TYPE: "type"
        case HCS_JSON_NUMBER: "number"
        case HCS_JSON_RANGE: "range"
        case HCS_JSON_VALUE: "value"
        case HCS_JSON_NUL: "nul"
        case HCS_JSON_MISSING_KEY: "missing-key"
        case HCS_JSON_UNKNOWN_KEY: "unknown-key"
        case HCS_JSON_DUPLICATE_KEY: "duplicate-key"
        case HCS_JSON_FOLDED_KEY: "folded-key"
        default: "rule"
        }
    }
}
