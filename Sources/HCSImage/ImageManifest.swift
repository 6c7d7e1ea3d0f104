/// An image's manifest (OCI, or docker's schema 2): which blobs it is made of. Pure.
struct ImageManifest: Hashable, Sendable, Decodable {
    struct Descriptor: Hashable, Sendable, Decodable {
        let mediaType: String?
        let digest: String
        let size: Int64?
    }

    let schemaVersion: Int?
    let config: Descriptor?
    let layers: [Descriptor]?
}

/// An image's configuration, of which only the digests of its unpacked layers matter here.
struct ImageConfiguration: Hashable, Sendable, Decodable {
    struct RootFileSystem: Hashable, Sendable, Decodable {
        let type: String?
        let diffIDs: [String]?

        private enum CodingKeys: String, CodingKey {
            case type
            case diffIDs = "diff_ids"
        }
    }

    let rootfs: RootFileSystem?
}

/// One layer of an image: its blob as it is stored, and what it must unpack to.
struct ImageLayer: Hashable, Sendable {
    let blob: String
    let diffID: String
}

/// Why an image is not one that can be taken apart.
struct ImageProblem: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension ImageManifest {
    /// What overlay takes.
    private static let maximumLayers = 500

    /// The blob of the configuration, as hexadecimal digits.
    func configurationBlob() throws(ImageProblem) -> String {
        guard schemaVersion == 2, let config else {
            throw ImageProblem("the manifest is neither an OCI image's nor docker's schema 2")
        }
        return try Self.hexadecimal(config.digest)
    }

    /// The layers, the lowest first.
    func imageLayers(_ configuration: ImageConfiguration) throws(ImageProblem) -> [ImageLayer] {
        let blobs = layers ?? []
        let digests = configuration.rootfs?.diffIDs ?? []
        guard configuration.rootfs?.type ?? "layers" == "layers", !blobs.isEmpty else {
            throw ImageProblem("the image has no layers")
        }
        guard blobs.count == digests.count else {
            throw ImageProblem(
                "the manifest has \(blobs.count) layers and the configuration \(digests.count) digests")
        }
        guard blobs.count <= Self.maximumLayers else {
            throw ImageProblem("\(blobs.count) layers; at most \(Self.maximumLayers) are possible")
        }
        var result: [ImageLayer] = []
        for (blob, digest) in zip(blobs, digests) {
            let type = blob.mediaType ?? ""
            // wasm, encrypted, artifacts: whatever it is, it does not unpack to a root file system.
            guard type.isEmpty || type.contains(".tar") || type.contains("rootfs.diff"),
                !type.hasSuffix("+encrypted")
            else { throw ImageProblem("a layer of type '\(type)' cannot be unpacked") }
            result.append(
                ImageLayer(blob: try Self.hexadecimal(blob.digest), diffID: try Self.hexadecimal(digest)))
        }
        return result
    }

    /// The digits of a `sha256:` digest.
    static func hexadecimal(_ digest: String) throws(ImageProblem) -> String {
        let prefix = "sha256:"
        let digits = digest.dropFirst(prefix.utf8.count)
        guard digest.hasPrefix(prefix), digits.utf8.count == 64,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { throw ImageProblem("'\(digest)' is no sha256 digest") }
        return String(digits)
    }

    /// The layers a document names, the topmost first, each once: overlay takes no folder twice, and what an earlier one
    /// holds is covered by its later self.
    static func chain(_ layers: [ImageLayer]) -> [String] {
        var seen: Set<String> = []
        return layers.reversed().map(\.diffID).filter { seen.insert($0).inserted }
    }
}
