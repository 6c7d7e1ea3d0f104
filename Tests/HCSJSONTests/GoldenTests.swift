import Foundation
import HCSJSON
import HCSSchema
import Testing

/// What Go's decoder and encoder give for a document, over the structs of hcsshim 0.6.2.
struct GoldenCase: Decodable, CustomTestStringConvertible {
    let name: String
    let kind: String
    let mode: String?
    let add: String?
    let input: String
    let inputBase64: String?
    let ok: Bool
    let output: String?
    let outputBase64: String?
    let errorClass: String?
    let errorField: String?
    let note: String?

    enum CodingKeys: String, CodingKey {
        case name, kind, mode, add, input, ok, output, note
        case inputBase64 = "input_b64"
        case outputBase64 = "output_b64"
        case errorClass = "error_class"
        case errorField = "error_field"
    }

    var testDescription: String { name }

    var inputBytes: [UInt8] {
        inputBase64.flatMap { Data(base64Encoded: $0) }.map { Array($0) } ?? Array(input.utf8)
    }

    var outputBytes: [UInt8]? {
        outputBase64.flatMap { Data(base64Encoded: $0) }.map { Array($0) } ?? output.map { Array($0.utf8) }
    }

    static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/documents.jsonl")

    /// The file that the fixture is a copy of: in `shared/`, beside the checkout or where HCS_SHARED says.
    static var shared: Data? {
        let root = fixture.appending(path: "../../../..").standardized
        let shared =
            ProcessInfo.processInfo.environment["HCS_SHARED"] ?? root.appending(path: "../shared").path
        return FileManager.default.contents(atPath: shared + "/golden/documents.jsonl")
    }

    static let all: [GoldenCase] = {
        let lines = (try? String(contentsOf: fixture, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.compactMap { try? Foundation.JSONDecoder().decode(GoldenCase.self, from: Data($0.utf8)) }
    }()

    /// Cases of which Go's result is not wanted; each has a `note`.
    static let exceptions = [
        "key-dup-slice-shrink-regrow":
            "Go brings back elements of a list that was replaced twice: a bug, not copied",
        "pc-oci-bad-utf8-kept": "documents are UTF-8 here; the bad byte becomes U+FFFD as everywhere else",
    ]
}

struct GoldenTests {
    @Test func fixtureIsWhole() throws {
        #expect(GoldenCase.all.count == 181)
        for name in GoldenCase.exceptions.keys {
            #expect(GoldenCase.all.contains { $0.name == name && $0.note != nil })
        }
    }

    @Test(.enabled(if: GoldenCase.shared != nil, "shared/ is not beside this clone"))
    func fixtureIsTheSharedOne() throws {
        #expect(GoldenCase.shared == FileManager.default.contents(atPath: GoldenCase.fixture.path))
    }

    @Test(arguments: GoldenCase.all)
    func givesWhatGoGives(_ golden: GoldenCase) throws {
        let result = Result { () throws(JSONError) in try run(golden) }
        if GoldenCase.exceptions[golden.name] != nil {
            // The day an exception passes it has to go.
            #expect((try? result.get()) != golden.outputBytes)
            return
        }
        switch result {
        case .success(let bytes):
            let text = String(decoding: bytes, as: UTF8.self)
            let expected = golden.outputBytes.map { String(decoding: $0, as: UTF8.self) }
            #expect(golden.ok && text == expected && bytes == golden.outputBytes)
        case .failure(let error):
            #expect(!golden.ok, "\(error)")
            #expect(classes(golden.errorClass).contains(error.kind), "\(error)")
            if let field = golden.errorField {
                #expect(error.pointer.split(separator: "/").contains(Substring(field)), "\(error)")
            }
        }
    }

    private func classes(_ name: String?) -> [JSONError.Kind] {
        switch name {
        case "type", "merge-type", "panic": [.type]
        case "number": [.number]
        // Go gives a time its text as it is; here it is a string first.
        case "time": [.value, .type]
        case "syntax": [.syntax]
        case "eof", "merge-eof": [.endOfInput]
        case "depth": [.depth]
        default: []
        }
    }

    private func run(_ golden: GoldenCase) throws(JSONError) -> [UInt8] {
        switch golden.kind {
        case "ContainerConfig": try roundTrip(ContainerConfig.self, golden)
        case "ProcessConfig": try roundTrip(ProcessConfig.self, golden)
        case "ComputeSystemQuery": try roundTrip(ComputeSystemQuery.self, golden)
        case "Statistics": try roundTrip(Statistics.self, golden)
        case "ProcessListItem": try roundTrip(ProcessListItem.self, golden)
        case "ProcessList": try roundTrip([ProcessListItem]?.self, golden)
        case "MappedVirtualDisk": try roundTrip(MappedVirtualDisk.self, golden)
        case "MappedVirtualDiskController": try roundTrip(MappedVirtualDiskController.self, golden)
        case "MappedDir": try roundTrip(MappedDir.self, golden)
        case "MappedPipe": try roundTrip(MappedPipe.self, golden)
        case "Layer": try roundTrip(Layer.self, golden)
        case "HvRuntime": try roundTrip(HvRuntime.self, golden)
        case "ContainerProperties": try roundTrip(ContainerProperties.self, golden)
        case "ContainerPropertiesList": try roundTrip([ContainerProperties].self, golden)
        case "ResourceModificationRequestResponse":
            try roundTrip(ResourceModificationRequestResponse.self, golden)
        default: []
        }
    }

    private func roundTrip<Document: Codable>(
        _ type: Document.Type, _ golden: GoldenCase
    ) throws(JSONError) -> [UInt8] {
        let document = try DocumentDecoder(mode: .lenient).decode(type, from: golden.inputBytes)
        let bytes = try DocumentEncoder().encode(document)
        guard let add = golden.add else { return bytes }
        return try mergeAdditionalJSON(document: bytes, additional: Array(add.utf8))
    }
}
