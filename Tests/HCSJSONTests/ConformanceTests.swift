import Testing

@testable import HCSJSON

/// RFC 8259, case by case: whole, byte by byte, and cut everywhere in two.
struct ConformanceTests {
    @Test func tableIsLargeEnough() {
        #expect(ConformanceTable.cases.count >= 300)
    }

    @Test func everyCaseIsJudgedByTheLetter() {
        for item in ConformanceTable.cases {
            for everything in [false, true] {
                let whole = verdict(item.bytes, everything, cuts: [])
                #expect(whole == item.isJSON, "\(item.name)")
                #expect(
                    verdict(item.bytes, everything, cuts: Array(0..<item.bytes.count)) == whole,
                    "\(item.name)")
                for cut in 1..<max(1, item.bytes.count) {
                    #expect(
                        verdict(item.bytes, everything, cuts: [cut]) == whole, "\(item.name) cut at \(cut)")
                }
            }
        }
    }

    /// The decoder's scanner is another program; both must say the same.
    @Test func theDecoderAgrees() {
        struct Anything: Decodable {}
        for item in ConformanceTable.cases where !item.isDeep && !item.isBadEncoding {
            var scanner = Scanner(item.bytes, maximumDepth: 128, rejectsBadEncoding: true)
            var isJSON = true
            do throws(JSONError) { _ = try scanner.scan() } catch { isJSON = false }
            #expect(isJSON == item.isJSON, "\(item.name)")
        }
    }

    /// Whether nothing is said about the text being no JSON. The value stands where anything may.
    private func verdict(_ bytes: [UInt8], _ everything: Bool, cuts: [Int]) -> Bool {
        var options = DocumentStream.Options()
        options.document = "ProcessConfig"
        options.readsEverythingWithJSONC = everything
        options.window = cuts.count > 1 ? 1 : 0
        let codes = Codes()
        guard let stream = DocumentStream(options, { codes.all.insert($0.code) }) else { return false }
        var start = 0
        for cut in cuts + [bytes.count] where cut > start {
            _ = bytes[start..<cut].withUnsafeBytes { stream.feed($0) }
            start = cut
        }
        _ = stream.finish()
        return codes.all.isDisjoint(with: [
            "syntax", "end-of-input", "encoding", "control-character", "escape", "depth", "limit",
        ])
    }

    private final class Codes {
        var all: Set<String> = []
    }
}
