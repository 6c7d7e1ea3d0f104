import HCSJSON
import Testing

private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws(JSONError) -> Value {
    try DocumentDecoder(mode: .lenient).decode(type, from: Array(text.utf8))
}

private func encode(_ value: some Encodable) throws(JSONError) -> String {
    String(decoding: try DocumentEncoder().encode(value), as: UTF8.self)
}

struct NumberTests {
    @Test func integersAreExact() throws {
        #expect(try decode(UInt64.self, "18446744073709551615") == .max)
        #expect(try decode(UInt64.self, "9007199254740993") == 9_007_199_254_740_993)
        #expect(try decode(Int64.self, "-9223372036854775808") == .min)
        #expect(try decode(Int64.self, "9223372036854775807") == .max)
        #expect(try decode(Int64.self, "-0") == 0)
        #expect(try decode(UInt32.self, "4294967295") == .max)
        #expect(try decode(Int8.self, "-128") == -128)
        #expect(try decode(UInt16.self, "null") == 0)
    }

    @Test(arguments: [
        "18446744073709551616", "99999999999999999999999", "-1", "-0", "1.0", "1e0", "0.5", "1E-2",
    ])
    func noUnsignedInteger(_ text: String) {
        let error = #expect(throws: JSONError.self) { try decode(UInt64.self, text) }
        #expect(error?.kind == .number)
    }

    @Test(arguments: ["9223372036854775808", "-9223372036854775809", "-99999999999999999999", "2.0", "-1e2"])
    func noSignedInteger(_ text: String) {
        let error = #expect(throws: JSONError.self) { try decode(Int64.self, text) }
        #expect(error?.kind == .number)
    }

    @Test(arguments: ["256", "65536", "4294967296", "-1"])
    func noByte(_ text: String) {
        #expect(throws: JSONError.self) { try decode(UInt8.self, text) }
    }

    @Test(arguments: ["\"2\"", "true", "[]", "{}"])
    func noNumber(_ text: String) {
        let error = #expect(throws: JSONError.self) { try decode(UInt64.self, text) }
        #expect(error?.kind == .type)
    }

    @Test(arguments: [
        ("0", "0"), ("-0.0", "-0"), ("1.0", "1"), ("-1.5", "-1.5"), ("1E2", "100"), ("0.1", "0.1"),
        ("1e20", "100000000000000000000"), ("123456789012345680000", "123456789012345680000"),
        ("1e21", "1e+21"),
        ("1.5e300", "1.5e+300"), ("1e-6", "0.000001"), ("1.25e-6", "0.00000125"), ("1e-7", "1e-7"),
        ("1.5e-7", "1.5e-7"), ("5e-324", "5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("9007199254740993", "9007199254740992"), ("-9223372036854775808", "-9223372036854776000"),
        ("18446744073709551615", "18446744073709552000"), ("1e-999", "0"),
    ])
    func doublesAsGoWritesThem(_ literal: String, _ text: String) throws {
        let value = try decode(Double.self, literal)
        #expect(try encode(value) == text)
        let back = try decode(Double.self, text)
        #expect(back == value && back.sign == value.sign)
    }

    @Test func doublesOutOfRange() {
        let error = #expect(throws: JSONError.self) { try decode(Double.self, "1e400") }
        #expect(error?.kind == .number)
        #expect(throws: JSONError.self) { try encode(Double.infinity) }
        #expect(throws: JSONError.self) { try encode(Double.nan) }
    }
}

struct StringTests {
    @Test(arguments: [
        (#""\u0041\/\"\\""#, "A/\"\\"), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""a\u0000b""#, "a\0b"),
        (#""\uD834\uDD1E""#, "𝄞"), (#""\uD836\uDC00\uD835\uDC00""#, "\u{1D800}\u{1D400}"),
        (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\ud800""#, "\u{FFFD}"),
        (#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}"),
        (#""\ud800\u0041""#, "\u{FFFD}A"), (#""\ud800\ud834\udd1e""#, "\u{FFFD}𝄞"),
        (#""\ud800\n""#, "\u{FFFD}\n"),
        (#""\\ud800""#, #"\ud800"#), (#""\\\ud800""#, "\\\u{FFFD}"), ("\"é日🎉\u{7F}\"", "é日🎉\u{7F}"),
        ("\"\"", ""),
    ])
    func reads(_ text: String, _ expected: String) throws {
        #expect(try decode(String.self, text) == expected)
    }

    @Test(arguments: [
        ("", "\"\""), ("a/b", "\"a/b\""), ("\"\\", #""\"\\""#), ("<>&'", #""\u003c\u003e\u0026'""#),
        ("\n\r\t", #""\n\r\t""#), ("\u{8}\u{C}\"\\\n\u{1}<", #""\u0008\u000c\"\\\n\u0001\u003c""#),
        ("\0\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
        ("\u{2027}\u{2028}\u{2029}\u{202A}", "\"\u{2027}\\u2028\\u2029\u{202A}\""),
        ("é日🎉", "\"é日🎉\""),
    ])
    func writes(_ value: String, _ text: String) throws {
        #expect(try encode(value) == text)
        #expect(try decode(String.self, text) == value)
    }

    @Test func mapsAreSorted() throws {
        #expect(try encode(["b": 1, "a": 2, "c": 3, "B": 4]) == #"{"B":4,"a":2,"b":1,"c":3}"#)
        #expect(try encode([10: ["y": true, "x": false], 9: [:]]) == #"{"10":{"x":false,"y":true},"9":{}}"#)
    }

    @Test func keys() throws {
        let keys = ["b": "1", "a<": "2", "é": "3", "": "4", "a\u{8}": "5"]
        #expect(try encode(keys) == #"{"":"4","a\b":"5","a\u003c":"2","b":"1","é":"3"}"#)
        #expect(
            try decode([String: String].self, #"{"\u0061":"1","a\u0000b":"2"}"#) == ["a": "1", "a\0b": "2"])
        #expect(throws: JSONError.self) { try encode(["a\0b": ""]) }
    }
}
