import HCSJSON
import HCSSchema
import Testing

struct EncoderTests {
    @Test(arguments: [
        (#"{}"#, "{}\n"), ("[]", "[]\n"), ("1", "1\n"), (#"{"a":1}"#, "{\n  \"a\": 1\n}\n"),
        (
            #"{"a":[],"b":{},"c":[1,{"d":null}]}"#,
            "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": null\n    }\n  ]\n}\n"
        ),
        (#"["a,b:{}[]\"\\",":"]"#, "[\n  \"a,b:{}[]\\\"\\\\\",\n  \":\"\n]\n"),
        ("[[]]", "[\n  []\n]\n"),
    ])
    func pretty(_ compact: String, _ expected: String) throws {
        let text = try DocumentEncoder(pretty: true).encode(RawJSON(compact))
        #expect(String(decoding: text, as: UTF8.self) == expected)
    }

    @Test func rawTextMustBeJSON() {
        for text in ["", "{", "1 2", "{} x", "NaN"] {
            #expect(throws: JSONError.self) {
                try DocumentEncoder().encode(ProcessConfig(ociSpecification: RawJSON(text)))
            }
        }
    }

    @Test func rawTextKeepsItsSpelling() throws {
        let raw = RawJSON(#" { "b" : 1.0 , "\u0061\/\b" : "<\u2028" } "#)
        let text = String(decoding: try DocumentEncoder().encode(raw), as: UTF8.self)
        #expect(text == #"{"b":1.0,"\u0061\/\b":"\u003c\u2028"}"#)
    }

    @Test func settingsAreWrittenAsGiven() throws {
        let request = ResourceModificationRequestResponse(
            resourceType: "X", settings: RawJSON(#"{"b":1, "a":2}"#),
            requestType: ResourceModificationRequestResponse.add)
        let text = String(decoding: try DocumentEncoder().encode(request), as: UTF8.self)
        #expect(text == #"{"ResourceType":"X","Settings":{"b":1,"a":2},"RequestType":"Add"}"#)
    }

    @Test func settingsAreNotTooDeep() {
        let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        let error = #expect(throws: JSONError.self) {
            try DocumentDecoder(mode: .lenient).decode(
                ResourceModificationRequestResponse.self, from: Array("{\"Settings\":\(deep)}".utf8))
        }
        #expect(error?.kind == .depth)
    }
}
