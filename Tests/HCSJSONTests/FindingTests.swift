import Foundation
import Testing

@testable import HCSJSON

/// Every broken document has its findings beside it, position by position. HCS_UPDATE_FINDINGS=1 writes them anew: read
/// the difference before it is kept.
struct FindingTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Fixtures/invalid")

    private static let documents: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.hasSuffix(".findings") }.sorted()
    }()

    @Test func thereAreDocuments() {
        #expect(Self.documents.count >= 30)
    }

    @Test(arguments: documents)
    func findsWhatIsExpected(_ name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        let expected = Self.folder.appending(path: name + ".findings")
        let text = try #require(findings(bytes, options(name)))
        if ProcessInfo.processInfo.environment["HCS_UPDATE_FINDINGS"] != nil {
            try text.write(to: expected, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: expected, encoding: .utf8) == text)
        #expect(!text.isEmpty)
    }

    /// Neither the engine, nor the window, nor the cuts between chunks change a finding.
    @Test(arguments: documents)
    func findsTheSameInEveryWay(_ name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
        let expected = findings(bytes, options(name))
        for window in [0, 1, 7, 64] {
            for everything in [false, true] {
                var options = options(name)
                options.window = window
                options.readsEverythingWithJSONC = everything
                #expect(findings(bytes, options) == expected, "window \(window), json-c \(everything)")
            }
        }
        for cut in 0..<bytes.count {
            #expect(findings(bytes, options(name), cut: cut) == expected, "cut at \(cut)")
        }
    }

    /// The same for the corpus of the fuzz targets, whose first byte says how a text is read.
    @Test func enginesAgreeOnTheCorpus() throws {
        let folder = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fuzz/corpus")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count >= 20)
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            for framing in [DocumentStream.Framing.single, .stream, .lines] {
                for text in [bytes, Array(bytes.dropFirst())] {
                    var options = DocumentStream.Options()
                    options.framing = framing
                    let fast = findings(text, options)
                    options.readsEverythingWithJSONC = true
                    #expect(findings(text, options) == fast, "\(name)")
                }
            }
        }
    }

    @Test func lenientIsGo() throws {
        let text = #"{"systemtype":"Container","Layers":[{"Path":"/l"}],"X":1,"Name":"a","Name":"b"}"#
        var options = DocumentStream.Options()
        options.isLenient = true
        #expect(findings(Array(text.utf8), options) == "")
        options.isLenient = false
        options.isStrict = true
        #expect(findings(Array(text.utf8), options)?.contains("warning") == false)
    }

    @Test func countsBeyondTheLimit() throws {
        var options = DocumentStream.Options()
        options.document = "ComputeSystemQuery"
        options.maximumFindings = 3
        let text = #"{"Ids":["# + Array(repeating: "1", count: 1000).joined(separator: ",") + "]}"
        let result = try #require(DocumentStream.check(Array(text.utf8), options))
        #expect(result.findings.count == 3)
        #expect(result.summary.errors == 1000)
    }

    /// Far apart, in an object of data; the limit of what is remembered is not reached.
    @Test func findsDistantDuplicates() throws {
        let names = (0..<20000).map { "\"v\($0)\":\"\"" }.joined(separator: ",")
        let text = #"{"CommandArgs":["a"],"Environment":{"# + names + #","v0":"x"}}"#
        let result = try #require(DocumentStream.check(Array(text.utf8), DocumentStream.Options()))
        #expect(result.findings.map(\.pointer) == ["/Environment/v0"])
        #expect(result.findings.first?.code == "duplicate-key")
    }

    @Test func longStringsAreCheckedPieceByPiece() throws {
        let long = String(repeating: "é\\u00e9\\ud83d\\ude00x", count: 60000)
        for (tail, codes) in [
            ("", []), ("\\x", ["escape"]), ("\u{1}", ["control-character"]), ("\\ud800", ["surrogate"]),
        ] {
            let text = #"{"CommandArgs":["a"],"OCISpecification":{"a":""# + long + tail + #"","b":1},"X":1}"#
            for window in [0, 100] {
                var options = DocumentStream.Options()
                options.window = window
                let result = try #require(DocumentStream.check(Array(text.utf8), options))
                #expect(result.findings.map(\.code) == codes + ["unknown-key"])
            }
        }
    }

    private func options(_ name: String) -> DocumentStream.Options {
        var options = DocumentStream.Options()
        options.framing = name.hasSuffix(".ndjson") ? .lines : .stream
        return options
    }

    private func findings(_ bytes: [UInt8], _ options: DocumentStream.Options, cut: Int = 0) -> String? {
        let lines = Lines()
        let stream = DocumentStream(options) { finding in
            let severity = finding.isError ? "error" : "warning"
            let place = "\(finding.line):\(finding.column) @\(finding.offset) \(finding.document)"
            let more = [finding.got, finding.expected, finding.suggestion].map { $0 ?? "-" }.joined(
                separator: " | ")
            lines.text +=
                "\(place): \(severity) \(finding.code): \(finding.pointer): \(finding.message) [\(more)]\n"
        }
        guard let stream else { return nil }
        _ = bytes[..<cut].withUnsafeBytes { stream.feed($0) }
        _ = bytes[cut...].withUnsafeBytes { stream.feed($0) }
        _ = stream.finish()
        return lines.text
    }

    private final class Lines {
        var text = ""
    }
}
