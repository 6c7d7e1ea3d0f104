import HCSStorage
import HCSSystem
import Testing

@Suite struct LayerChainTests {
    @Test func layersAreNeeded() {
        #expect(throws: StorageError.noLayers) { try LayerChain(checking: []) }
    }

    @Test func thereIsAMostOfThem() throws {
        #expect(throws: StorageError.tooManyLayers(501)) {
            try LayerChain(checking: Array(repeating: "/", count: 501))
        }
        #expect(try LayerChain(checking: Array(repeating: "/", count: 500)).paths.count == 500)
    }

    @Test func aBadLayerIsNamed() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let good = try folder.make("good")
        try folder.write("file", "")
        let cases: [(String, StorageError.Problem)] = [
            ("relative", .notAbsolute), ("", .notAbsolute), (folder.path + "/none", .missing),
            (folder.path + "/file", .regularFile), ("/dev/null", .notAFolder),
        ]
        for (path, problem) in cases {
            #expect(throws: StorageError.layer(index: 1, path: path, problem)) {
                try LayerChain(checking: [good, path])
            }
        }
        let error = StorageError.layer(index: 1, path: "/x", .regularFile)
        #expect(error.description == "layer 1 (/x) is a regular file, not a folder")
    }
}
