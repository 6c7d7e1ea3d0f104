import Testing

@testable import HCSImage

@Suite struct ManifestTests {
    private static let a = String(repeating: "a", count: 64)
    private static let b = String(repeating: "b", count: 64)

    private func manifest(_ layers: [ImageManifest.Descriptor], version: Int? = 2) -> ImageManifest {
        ImageManifest(
            schemaVersion: version,
            config: .init(mediaType: nil, digest: "sha256:\(Self.a)", size: nil), layers: layers)
    }

    private func configuration(_ digests: [String], type: String? = "layers") -> ImageConfiguration {
        ImageConfiguration(rootfs: .init(type: type, diffIDs: digests))
    }

    @Test func pairsBlobsWithDigests() throws {
        let type = "application/vnd.oci.image.layer.v1.tar+gzip"
        let layers = try manifest([
            .init(mediaType: type, digest: "sha256:\(Self.a)", size: 1),
            .init(mediaType: nil, digest: "sha256:\(Self.b)", size: 2),
        ]).imageLayers(configuration(["sha256:\(Self.b)", "sha256:\(Self.a)"]))
        #expect(
            layers == [
                ImageLayer(blob: Self.a, diffID: Self.b), ImageLayer(blob: Self.b, diffID: Self.a),
            ])
        #expect(ImageManifest.chain(layers) == [Self.a, Self.b])
    }

    @Test func namesALayerOnce() {
        let layers = [Self.a, Self.b, Self.a].map { ImageLayer(blob: $0, diffID: $0) }
        #expect(ImageManifest.chain(layers) == [Self.a, Self.b])
    }

    @Test(arguments: [
        ("application/wasm", "a layer of type"),
        ("application/vnd.oci.image.layer.v1.tar+encrypted", "+encrypted"),
    ])
    func refusesTypes(_ type: String, _ words: String) {
        let problem = #expect(throws: ImageProblem.self) {
            try manifest([.init(mediaType: type, digest: "sha256:\(Self.a)", size: 1)]).imageLayers(
                configuration(["sha256:\(Self.a)"]))
        }
        #expect(problem?.description.contains(words) == true)
    }

    @Test func refusesWhatDoesNotFit() {
        let layer = ImageManifest.Descriptor(mediaType: nil, digest: "sha256:\(Self.a)", size: 1)
        #expect(throws: ImageProblem.self) { try manifest([]).imageLayers(configuration([])) }
        #expect(throws: ImageProblem.self) { try manifest([layer]).imageLayers(configuration([])) }
        #expect(throws: ImageProblem.self) {
            try manifest([layer]).imageLayers(configuration(["sha256:\(Self.a)"], type: "other"))
        }
        #expect(throws: ImageProblem.self) { try manifest([layer], version: 1).configurationBlob() }
    }

    @Test(arguments: [
        "", "sha256:", "sha512:\(a)", "sha256:\(a)0", "sha256:../../../../etc/passwd",
        "sha256:\(a.uppercased())",
    ])
    func refusesDigests(_ text: String) {
        #expect(throws: ImageProblem.self) { try ImageManifest.hexadecimal(text) }
    }

    @Test(arguments: [
        ("-", ImportSource.standardInput), ("a.tar", .path("a.tar")), ("./a:b", .path("./a:b")),
        ("/x:y", .path("/x:y")), ("tar:x", .tar("x")), ("folder:/x", .folder("/x")),
        ("oci:x:tag", .image("oci:x:tag")), ("docker://alpine", .image("docker://alpine")),
    ])
    func readsSources(_ text: String, _ expected: ImportSource) throws {
        #expect(try ImportSource(text) == expected)
    }

    @Test(arguments: ["", "ftp:x", "tar:", "oci:"])
    func refusesSources(_ text: String) {
        #expect(throws: ImageProblem.self) { try ImportSource(text) }
    }

    @Test(arguments: [
        ("./", false), ("bin/", false), ("etc/passwd", false), ("blobs/", true), ("./oci-layout", true),
        ("\(a)/", true), ("\(a).json", true), ("\(a).tar", true), ("manifest.json", true),
    ])
    func tellsImagesFromLayers(_ name: String, _ expected: Bool) {
        #expect(ImportSource.looksLikeImage(firstName: name) == expected)
    }

    @Test func readsSkopeosWords() {
        let words = #"time="2026-11-23T22:55:40Z" level=fatal msg="no \"x\" here""#
        #expect(ImageCopy.reason(words) == #"no "x" here"#)
        #expect(ImageCopy.reason("plain") == "plain")
    }
}
