internal import HCSJSON
internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

/// Makes layers of what a request names. Nothing appears in the store before everything of it has been unpacked and checked.
struct Importer {
    private let session: ImportSession
    private let store: LayerStoreFolder
    private let folder: String
    private let input: Descriptor?
    private var limits: ArchiveLimits

    /// Names of unpacked layers that are not in their places yet, with their folders.
    private var finished: [(id: String, folder: String)] = []

    private init(_ session: ImportSession, _ store: LayerStoreFolder, _ folder: String, _ input: Descriptor?)
    {
        self.session = session
        self.store = store
        self.folder = folder
        self.input = input
        limits = ArchiveLimits(bytes: session.request.maximumBytes, entries: session.request.maximumEntries)
    }

    /// - Parameter input: the archive, where the source is standard input.
    /// - Returns: the layers, the topmost first.
    static func run(_ session: ImportSession, input: Descriptor?) throws -> [Layer] {
        let source: ImportSource
        do throws(ImageProblem) {
            source = try ImportSource(session.request.source)
        } catch {
            throw Failure(.invalidArgument, error.description)
        }
        let store = try LayerStoreFolder(making: session.request.store)
        let (folder, lock) = try store.makeIncoming()
        defer {
            session.end()
            // What is left of it is swept by the next who comes.
            try? Files.removeTree(folder)
            withExtendedLifetime(lock) {}
        }
        var importer = Importer(session, store, folder, input)
        let ids = try importer.layers(of: source)
        try importer.publish()
        return ids.map { Layer(id: $0, path: store.files($0)) }
    }

    private mutating func layers(of source: ImportSource) throws -> [String] {
        switch source {
        case .standardInput:
            guard let input else { throw Failure(.invalidArgument, "standard input is closed") }
            return [try unpack(.file(input), number: 1, of: 1, refusesImages: false)]
        case .image(let name): return try image(name)
        case .folder(let path): return [try folder(path)]
        case .tar(let path):
            return [try unpack(.file(Files.openReadOnly(path)), number: 1, of: 1, refusesImages: false)]
        case .path(let path): return try whatever(path)
        }
    }

    /// A path by what is there: an OCI layout, a folder, a layer's archive, an image's archive.
    private mutating func whatever(_ path: String) throws -> [String] {
        let status = try Files.status(path)
        if status.kind == .directory {
            let isLayout = (try? Files.status("\(path)/oci-layout").kind) == .regular
            return isLayout ? try image("oci:\(path)") : [try folder(path)]
        }
        guard status.kind == .regular else {
            throw Failure(.invalidArgument, "\(path) is neither a file nor a folder")
        }
        do {
            return [try unpack(.file(Files.openReadOnly(path)), number: 1, of: 1, refusesImages: true)]
        } catch is LayerUnpacking.IsImage {
            session.end()
            try Files.removeTree("\(folder)/1")
            // skopeo does not take every compressed archive.
            let plain = try Self.isCompressed(path) ? "\(folder)/image.tar" : nil
            let names = try unpacking("names").names(Files.openReadOnly(path), copyingTo: plain)
            guard let transport = ImportSource.transport(ofArchiveWith: names) else {
                throw Failure(
                    .invalidArgument,
                    "\(path) looks like an image and has neither manifest.json nor oci-layout",
                    hint: "tar:\(path) takes it as one layer")
            }
            return try image("\(transport):\(plain ?? path)")
        }
    }

    /// A plain tar archive has its mark in the first block.
    private static func isCompressed(_ path: String) throws -> Bool {
        let start = try Streams.read(from: Files.openReadOnly(path), maximum: TarHeader.size)
        return !(start.count == TarHeader.size && start[257..<262].elementsEqual(Array("ustar".utf8)))
    }

    private mutating func folder(_ path: String) throws -> String {
        let path = Files.absolutePath(path)
        _ = try Files.openFolder(path)
        return try unpack(.folder(path), number: 1, of: 1, refusesImages: false)
    }

    private mutating func image(_ name: String) throws -> [String] {
        let image = try ImageCopy(session: session, folder: "\(folder)/image", limits: limits).run(name)
        for (index, layer) in image.enumerated() {
            // The same layer may be there twice.
            if store.contains(layer.diffID) || finished.contains(where: { $0.id == layer.diffID }) {
                continue
            }
            let blob = try Files.openReadOnly("\(folder)/image/\(layer.blob)")
            let id = try unpack(.file(blob), number: index + 1, of: image.count, refusesImages: false)
            guard id == layer.diffID else {
                throw Failure(
                    .invalidArgument,
                    "layer \(index + 1) unpacks to sha256:\(id), and the image says sha256:\(layer.diffID)")
            }
        }
        return ImageManifest.chain(image)
    }

    private func unpacking(_ name: String) throws -> LayerUnpacking {
        try Files.makeDirectory("\(folder)/\(name)")
        return LayerUnpacking(session: session, work: "\(folder)/\(name)", limits: limits)
    }

    private mutating func unpack(
        _ archive: LayerUnpacking.Archive, number: Int, of count: Int, refusesImages: Bool
    ) throws -> String {
        var total: Int64?
        session.measure = nil
        if case .file(let file) = archive {
            let status = try Files.status(of: file)
            if status.kind == .regular { total = status.size }
            session.measure = { Files.position(of: file) ?? 0 }
        }
        try session.begin(.unpacking, layer: number, of: count, total: total)
        let unpacking = try unpacking("\(number)")
        let record = try unpacking.run(
            archive, source: session.request.source, refusesImages: refusesImages)
        limits.bytes -= record.bytes
        limits.entries -= record.entries
        finished.append((record.id, "\(unpacking.work)/layer"))
        return record.id
    }

    /// Everything on disk first: a name in the store stands for all of its content, also after a power cut.
    private func publish() throws {
        session.measure = nil
        try session.begin(.writing)
        try Files.syncFileSystem(of: Files.openFolder(folder))
        for (id, folder) in finished { try store.put(folder, as: id) }
    }
}
