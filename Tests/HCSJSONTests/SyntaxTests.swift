import HCSJSON
import Testing

/// Takes any document and keeps nothing: what is tested is the scanner.
private struct Anything: Decodable {
    init(from decoder: any Decoder) {}
}

private func scan(_ bytes: [UInt8], _ mode: DocumentDecoder.Mode = .lenient) throws(JSONError) {
    _ = try DocumentDecoder(mode: mode).decode(Anything.self, from: bytes)
}

struct SyntaxTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "10", "1.5", "-1.5", "0.0", "1e1", "1E+2", "1e-2",
        "0e0",
        "123456789012345678901234567890", "1e999999", "\"\"", "\"a\"", "\" \u{7F} \"", #""\"\\\/\b\f\n\r\t""#,
        #""\u0000""#, #""\uD834\uDD1E""#, #""\ud800""#, "\"é日🎉\"", "[]", "[ ]", "[1]", "[1,2]", "[[],{}]",
        "[ 1 , 2 ]", "{}", "{ }", #"{"":0}"#, #"{"a":1,"a":2}"#, #"{"a":{"b":[null,true,false]}}"#,
        " \t\r\n1 \t\r\n", "[1\n,\n2]",
    ])
    func accepts(_ text: String) throws {
        try scan(Array(text.utf8))
    }

    @Test(arguments: [
        ("01", 1), ("-01", 2), ("00", 1), ("+1", 0), (".5", 0), ("1.e1", 2), ("1.x", 2), ("-x", 1),
        ("--1", 1),
        ("1ex", 2), ("1e+x", 3), ("1 2", 2), ("0x10", 1), ("1_000", 1), ("NaN", 0), ("-NaN", 1),
        ("Infinity", 0),
        ("-Infinity", 1), ("True", 0), ("TRUE", 0), ("nul1", 3), ("truex", 4), ("undefined", 0), ("'a'", 0),
        ("{'a':1}", 1), ("{a:1}", 1), ("{1:1}", 1), (#"{"a" 1}"#, 5), (#"{"a"::1}"#, 5), (#"{"a":1,}"#, 7),
        (#"{"a":1 "b":2}"#, 7), (#"{"a":1]"#, 6), (#"{,"a":1}"#, 1), (#"{"a"}"#, 4), ("[1,]", 3), ("[,1]", 1),
        ("[1 2]", 3), ("[1}", 2), ("]", 0), ("}", 0), (",", 0), ("[1,,2]", 3), ("{}{}", 2), ("[][]", 2),
        ("{} x", 3),
        ("// a\n1", 0), ("1 // a", 2), ("/* */1", 0), ("\"a\tb\"", 2), ("\"a\nb\"", 2), ("\"\u{0}\"", 1),
        (#""\x41""#, 2), (#""\'""#, 2), (#""\u12g4""#, 5), (#""\U0041""#, 2), ("\u{0B}1", 0), ("\u{A0}1", 0),
        ("\u{FEFF}{}", 0), ("1\u{0}", 1), ("{\"a\":1}\u{0}x", 7), ("\u{2028}1", 0), ("“a”", 0), ("[1|-5]", 2),
    ])
    func refuses(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONError.self) { try scan(Array(text.utf8)) }
        #expect(error?.kind == .syntax)
        #expect(error?.offset == offset)
    }

    @Test(arguments: [
        "", " ", "\n\t", "{", "[", "[1", "[1,", #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, "\"", "\"a",
        #""\"#,
        #""\u00"#, "-", "1.", "1e", "1e+", "t", "nul", "fals",
    ])
    func findsTheEnd(_ text: String) {
        let error = #expect(throws: JSONError.self) { try scan(Array(text.utf8)) }
        #expect(error?.kind == .endOfInput)
        #expect(error?.offset == text.utf8.count)
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0x80],
            [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x8E],
        ] as [[UInt8]])
    func badEncoding(_ sequence: [UInt8]) throws {
        let document = [UInt8(ascii: "\"")] + sequence + [UInt8(ascii: "\"")]
        let error = #expect(throws: JSONError.self) { try scan(document, .strict) }
        #expect(error?.kind == .encoding)
        let text = try DocumentDecoder(mode: .lenient).decode(String.self, from: document)
        #expect(text == String(repeating: "\u{FFFD}", count: sequence.count))
        // Cut off at the end of the text.
        #expect(throws: JSONError.self) { try scan([UInt8(ascii: "\"")] + sequence) }
    }

    @Test(
        arguments: [
            [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
            [0xEF, 0xBF, 0xBF],
            [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
        ] as [[UInt8]])
    func goodEncoding(_ sequence: [UInt8]) throws {
        try scan([UInt8(ascii: "\"")] + sequence + [UInt8(ascii: "\"")], .strict)
    }

    @Test func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        try scan(nested(10000), .lenient)
        try scan(nested(128), .strict)
        let lenient = #expect(throws: JSONError.self) { try scan(nested(10001), .lenient) }
        let strict = #expect(throws: JSONError.self) { try scan(nested(129), .strict) }
        #expect(lenient?.kind == .depth)
        #expect(strict?.kind == .depth)
        #expect(throws: JSONError.self) { try scan(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) }
    }

    @Test func places() {
        let text = "{\n  \"é\": [1,\n    {\"a/b~\": x}]\n}"
        let error = #expect(throws: JSONError.self) { try scan(Array(text.utf8)) }
        #expect(error?.line == 3)
        #expect(error?.column == 14)
        #expect(error?.pointer == "/é/1")
        #expect(error?.description == "3:14: /é/1: expected a value, found \"x\"")
    }

    @Test func messagesAreSafeToPrint() {
        let text = "{\"a\u{202E}\\u001b[2J\": {x}}"
        let error = #expect(throws: JSONError.self) { try scan(Array(text.utf8)) }
        #expect(
            error?.description.hasSuffix(#"/a\u{202e}\u{1b}[2J: expected a key in double quotes, found "x""#)
                == true)
    }
}
