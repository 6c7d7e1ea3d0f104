import HCSSchema
import Testing

struct ContainerIDTests {
    @Test(arguments: ["a", "0", "web-1", "a.b_c+d-e", String(repeating: "a", count: 128), "A.."])
    func accepts(_ text: String) throws {
        let id = try ContainerID(validating: text)
        #expect(id.text == text)
        #expect("\(id)" == text)
    }

    @Test(arguments: [
        "", ".", "..", "a/b", "/", "a\n", "\n", String(repeating: "x", count: 300),
        String(repeating: "a", count: 129), "-x", "_x", "+x", "a b", "a\u{0}", "\u{202E}abc", "é", "aé",
        "a\u{1B}[2J",
    ])
    func refuses(_ text: String) {
        let error = #expect(throws: ContainerIDError.self) { try ContainerID(validating: text) }
        #expect(error?.text == text)
        let description = error?.description ?? ""
        #expect(description.contains("is no container id: 1 to 128 of the characters"))
        #expect(description.unicodeScalars.count < 180 + 64 * 3)
        #expect(description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
    }

    @Test func errorShowsTheTextSafely() {
        let control = #expect(throws: ContainerIDError.self) { try ContainerID(validating: "a\n\u{202E}") }
        #expect(control?.description.hasPrefix(#""a\u{a}\u{202e}" is no"#) == true)
        let long = String(repeating: "x", count: 300)
        let cut = #expect(throws: ContainerIDError.self) { try ContainerID(validating: long) }
        #expect(cut?.description.hasPrefix("\"" + String(repeating: "x", count: 64) + "…\" is no") == true)
    }
}
