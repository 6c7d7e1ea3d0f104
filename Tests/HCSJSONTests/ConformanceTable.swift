/// Texts and whether each is JSON by RFC 8259.
enum ConformanceTable {
    struct Case {
        let name: String
        let bytes: [UInt8]
        let isJSON: Bool

        var isDeep: Bool { name.hasPrefix("deep") }
        var isBadEncoding: Bool { name.hasPrefix("BOM") }
    }

    /// Each text once.
    static let cases: [Case] = {
        var seen: Set<[UInt8]> = []
        let all = values + numbers + strings + bytes + structure + blanks + nesting
        return all.filter { seen.insert($0.bytes).inserted }
    }()

    private static func make(_ texts: [String], _ isJSON: Bool) -> [Case] {
        texts.map { Case(name: $0, bytes: Array($0.utf8), isJSON: isJSON) }
    }

    private static let values =
        make(["true", "false", "null", "0", "\"\"", "[]", "{}", " 1 ", "\n[]\n", "\t\"a\"\r\n"], true)
        + make(
            [
                "", " ", "\n", "tru", "nul", "fals", "True", "TRUE", "NULL", "Null", "nulll", "truefalse",
                "true false",
                "undefined", "NaN", "Infinity", "-Infinity", "inf", "nan", "None", "yes", "a", "'a'", "1 2",
                "[] []",
                "{} {}", "\"a\" \"b\"", "[]]", "{}}", "1,", ",1", ":", ",", "]", "}", "[", "{", "\"", "`a`",
                "/**/1",
                "1//", "#1", "1#", "<a>", "*", "@", "$", "\\", "\\u0031", "(1)",
            ], false)

    private static let goodNumbers = [
        "0", "-0", "1", "-1", "10", "123456789", "9007199254740993", "18446744073709551615",
        "18446744073709551616", "-9223372036854775809", "0.0", "-0.0", "0.5", "1.0", "1.25", "123.456", "1e0",
        "1E0", "1e1", "1e+1", "1e-1", "1E+10", "1E-10", "0e0", "0e1", "0e+1", "0e-1", "0E5", "1.5e3",
        "1.5E+3",
        "1.5e-3", "1e999", "-1e999", "1e-999", "1e00", "1e01", "0.00000001", "100000000000000000000000000000",
    ]
    private static let badNumbers = [
        "00", "01", "-01", "-00", "000", "012", "+1", "+0", "1.", "-1.", "0.", ".5", "-.5", ".", "-", "+",
        "--1", "-+1",
        "+-1", "1e", "1E", "1e+", "1e-", "1e+-1", "1.e1", "0.e1", "2.e+3", "2.e-3", ".e1", "1.5e", "1e1.5",
        "1.2.3",
        "1..2", "1ee2", "1e2e3", "0x1", "0x", "0b1", "0o7", "1_000", "1a", "1true", "1-2", "1+2", "1f", "1L",
        "0e", "- 1",
        "1 .5", "1e 5", "0x1p3", "1.0.", "--", "-a", "-e1", "e1", "E",
    ]
    private static let numbers =
        make(goodNumbers.map { "[\($0)]" } + goodNumbers.map { "{\"a\":\($0)}" }, true)
        + make(badNumbers.map { "[\($0)]" } + badNumbers.map { "{\"a\":\($0)}" }, false)

    private static let strings =
        make(
            [
                #""a""#, #""\"""#, #""\\""#, #""\/""#, #""\b\f\n\r\t""#, #""\u0041""#, #""\u00e9""#,
                #""\u00E9""#,
                #""\u2028""#, #""\ud83d\ude00""#, #""\uD83D\uDE00""#, #""\u0000""#, #""\ud800""#,
                #""\udc00""#,
                #""\ud800\ud800""#, #""\udc00\ud800""#, #""\ud800a""#, #""\ud800\n""#, #""\uFFFF""#,
                #""\uD836\uDC00""#,
                "\"é\"", "\"€\"", "\"😀\"", "\"\u{7F}\"", "\"\u{2028}\"", "\"\u{FEFF}\"", "\"\u{10FFFF}\"",
                "\"/\"",
                "\"'\"", "\"//\"", "\"{\"", "\"]\"", "\" \"", #""\\\\\\\\""#, #""\\\"""#, #"{"\u0061":1}"#,
                #"{"":0}"#,
                #"{"a\"b":0}"#, #"{"a":1,"a":2}"#, #"["\\"]"#, #"["a","b"]"#,
            ], true)
        + make(
            [
                #""\""#, #""\a""#, #""\x41""#, #""\u""#, #""\u0""#, #""\u00""#, #""\u004""#, #""\u004g""#,
                #""\U0041""#,
                #""\'""#, #""\0""#, #""\v""#, #""\ ""#, #""\u{41}""#, #""\uD83D\u""#, #""\uD83D\u1""#,
                #""\uD83D\x""#,
                #""\u00 1""#, #""\u-041""#, #""\u+041""#, "\"\t\"", "\"\n\"", "\"\r\"", "\"\r\n\"",
                "\"a\nb\"",
                "\"\u{1}\"", "\"\u{1F}\"", "\"\u{0}\"", "\"a\u{0}\"", "{\"a\tb\":1}", "{\"a\nb\":1}", "\"abc",
                "[\"abc]",
                "{\"a", "{\"a\"", "{\"a\":\"b", "\"abc\\", "\"\\\n\"", "['a']", "{'a':1}", "{a:1}",
                "{a\"b\":1}", "[a]",
                "\"a\"b", "\"\"\"", "[\"a\"b]", #"["\é"]"#, #"{"\x":1}"#,
            ], false)

    private static func quoted(_ bytes: [UInt8]) -> [UInt8] { [0x22] + bytes + [0x22] }

    private static let bytes: [Case] = {
        let good: [[UInt8]] = [
            [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xEC, 0xBF, 0xBF], [0xED, 0x80, 0x80],
            [0xED, 0x9F, 0xBF],
            [0xEE, 0x80, 0x80], [0xEF, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80], [0xF3, 0xBF, 0xBF, 0xBF],
            [0xF4, 0x8F, 0xBF, 0xBF], [0xF0, 0x9B, 0xBF, 0xBF],
        ]
        let bad: [[UInt8]] = [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC2],
            [0xE0, 0x80, 0x80],
            [0xE0, 0x9F, 0xBF], [0xE1], [0xE1, 0x80], [0xE1, 0x80, 0x41], [0xE1, 0x41], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90],
            [0xF0, 0x90, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC],
            [0xFE], [0xFF],
            [0x41, 0xE9], [0xE9, 0x41],
        ]
        func name(_ bytes: [UInt8]) -> String { bytes.map { String($0, radix: 16) }.joined(separator: " ") }
        let inString =
            good.map { Case(name: name($0), bytes: quoted($0), isJSON: true) }
            + bad.map { Case(name: name($0), bytes: quoted($0), isJSON: false) }
        let inKey =
            good.map {
                Case(name: "key " + name($0), bytes: [0x7B] + quoted($0) + Array(":1}".utf8), isJSON: true)
            }
            + bad.map {
                Case(name: "key " + name($0), bytes: [0x7B] + quoted($0) + Array(":1}".utf8), isJSON: false)
            }
        let outside: [[UInt8]] = [
            [0x00], [0x5B, 0x00, 0x5D], [0x5B, 0x5D, 0x00], [0x00, 0x5B, 0x5D], [0x7B, 0x7D, 0x00],
            [0x0B, 0x31], [0x0C, 0x31],
            [0xC2, 0xA0, 0x31], [0xE2, 0x80, 0xA8, 0x31], [0x5B, 0xFF, 0x5D], [0x5B, 0xC3, 0xA9, 0x5D],
            [0x31, 0x00],
            [0x5B, 0x31, 0x00, 0x5D], [0x7F], [0x1B], [0x5B, 0x0B, 0x5D], [0xFF, 0xFE, 0x5B, 0x00],
            [0xFE, 0xFF, 0x00, 0x5B],
            [0x5B, 0x00, 0x5D, 0x00],
        ]
        let marks: [[UInt8]] = [
            [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0xEF, 0xBB], [0xEF, 0xBB, 0x5B, 0x5D],
        ]
        return inString + inKey + outside.map { Case(name: "outside " + name($0), bytes: $0, isJSON: false) }
            + marks.map { Case(name: "BOM " + name($0), bytes: $0, isJSON: false) }
    }()

    private static let structure =
        make(
            [
                "[1]", "[1,2]", "[[]]", "[{}]", "[[],[]]", "[null]", "[true,false]", "[\"\"]",
                "[1,\"a\",null,{},[]]",
                "{\"a\":1}", "{\"a\":{}}", "{\"a\":[]}", "{\"a\":1,\"b\":2}", "{\"a\":null}",
                "{\"a\":{\"b\":{\"c\":[]}}}",
                "[ 1 , 2 ]", "{ \"a\" : 1 , \"b\" : 2 }", "[\n1\n]", "{\"a\"\n:\n1}",
            ], true)
        + make(
            [
                "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1:2]", "[1;2]", "[1", "[1,", "[1}", "[[]", "[]]]",
                "[{]", "[{]}",
                "[\"a\"", "[\"a\",", "[1,\n", "{\"a\":1,}", "{,}", "{,\"a\":1}", "{\"a\"}", "{\"a\":}",
                "{:1}", "{\"a\" 1}",
                "{\"a\"::1}", "{\"a\":1 \"b\":2}", "{\"a\":1,,\"b\":2}", "{\"a\":1;\"b\":2}", "{\"a\"=1}",
                "{1:1}", "{null:1}",
                "{true:1}", "{[]:1}", "{{}:1}", "{\"a\":1", "{\"a\":1,", "{\"a\":", "{\"a\":1]", "{\"a\":[1}",
                "{\"a\",\"b\"}",
                "{\"a\":1:2}", "{\"a\":\"b\" \"c\"}", "[\"a\":1]", "{\"a\":1}}", "{\"a\":1}]", "{\"a\":1},",
                "{\"a\":1}x",
                "[1]x", "[1],", "[1],[2]", "[...]", "{...}", "[//]", "[/**/]", "{\"a\":/**/1}", "{/**/}",
                "[1/**/,2]", "[-]",
                "[*]", "[a,b]", "[1,a]", "{\"a\":a}", "{\"a\":tru}", "[tru]", "[truex]", "[nulla]", "[True]",
                "[fals]",
            ], false)

    private static let blanks =
        make(
            [
                "[ ]", "{ }", "[\t]", "[\n]", "[\r]", "[\r\n]", " \t\r\n[]", "[] \t\r\n", "[1\t,\r2\n]",
                "          []",
            ], true)
        + make(
            [
                "[\u{A0}]", "[\u{2003}]", "[\u{3000}]", "\u{2060}[]", "[\u{FEFF}]", "\u{85}[]", "[\u{B}1]",
                "[\u{C}1]",
            ], false)

    private static let nesting: [Case] = {
        func nested(_ count: Int, _ open: String, _ close: String, _ inner: String = "") -> [UInt8] {
            Array(
                (String(repeating: open, count: count) + inner + String(repeating: close, count: count)).utf8)
        }
        return [
            Case(name: "nested 127", bytes: nested(127, "[", "]"), isJSON: true),
            Case(name: "nested 128", bytes: nested(128, "[", "]"), isJSON: true),
            Case(name: "nested objects", bytes: nested(100, "{\"a\":", "}", "1"), isJSON: true),
            Case(name: "deep 129", bytes: nested(129, "[", "]"), isJSON: false),
            Case(name: "deep objects", bytes: nested(129, "{\"a\":", "}", "1"), isJSON: false),
            Case(name: "deep open", bytes: nested(300, "[", ""), isJSON: false),
            Case(name: "deep mixed", bytes: nested(100, "[{\"a\":", "}]", "1"), isJSON: false),
        ]
    }()
}
