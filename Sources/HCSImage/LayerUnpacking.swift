internal import HCSProtocol
internal import HCSSystem

/// Unpacks one archive into a new layer: decompressed, checked, counted and digested as it passes, written by a confined
/// bsdtar.
///
///     archive → bsdcat → scanner → bsdtar → layer
///                              └─→ sha256sum
struct LayerUnpacking {
    /// Where the bytes come from.
    enum Archive {
        case file(Descriptor)
        case folder(String)
    }

    /// The archive of an image, not of a layer.
    struct IsImage: Error {}

    let session: ImportSession
    /// An empty folder of this import's, on the store's file system.
    let work: String
    let limits: ArchiveLimits

    /// - Parameter refusesImages: whether an archive that looks like an image's ends it with `IsImage`.
    /// - Returns: what the layer is; its files are in `WORK/layer/fs`.
    func run(_ archive: Archive, source: String, refusesImages: Bool) throws -> LayerRecord {
        try Files.makeDirectory("\(work)/layer")
        try Files.makeDirectory("\(work)/layer/fs", mode: 0o755)
        let (input, producer) = try produce(archive)
        let (digest, digestOutput) = try startDigest()
        let unpacker = try startUnpacker()
        var scanner = TarScanner(limits)
        while let chunk = try session.read(from: input) {
            let count = try scan(chunk, &scanner)
            if refusesImages, let name = scanner.firstName, ImportSource.looksLikeImage(firstName: name) {
                throw IsImage()
            }
            try session.write(chunk, chunk.count, to: digest)
            try session.write(chunk, count, to: unpacker)
        }
        digest.input = nil
        unpacker.input = nil
        guard try session.succeeded(producer) else { throw Self.failure(producer, "cannot be read") }
        do throws(ArchiveRefusal) {
            try scanner.finish()
        } catch {
            throw Failure(error)
        }
        guard try session.succeeded(unpacker) else { throw Self.failure(unpacker, "cannot be unpacked") }
        let id = try readDigest(digestOutput, digest)
        try Whiteouts.convert(scanner.whiteouts, in: "\(work)/layer/fs")
        let record = LayerRecord(
            id: id, source: source, created: .now, bytes: scanner.bytes, entries: scanner.entries)
        try LayerStoreFolder.write(record, in: "\(work)/layer")
        return record
    }

    /// The names in an archive, and nothing of it unpacked.
    ///
    /// - Parameter copy: a new file for the archive, decompressed; nil makes none.
    func names(_ archive: Descriptor, copyingTo copy: String?) throws -> Set<String> {
        let (input, producer) = try produce(.file(archive))
        var names: Set<String> = []
        var scanner = TarScanner(limits)
        scanner.observe = { names.insert($0.hasPrefix("./") ? String($0.dropFirst(2)) : $0) }
        let target = try copy.map { try Files.openNew($0) }
        while let chunk = try session.read(from: input) {
            _ = try scan(chunk, &scanner)
            if let target { try Files.write(chunk, to: target, named: "the image") }
        }
        guard try session.succeeded(producer) else { throw Self.failure(producer, "cannot be read") }
        return names
    }

    private func scan(_ chunk: [UInt8], _ scanner: inout TarScanner) throws(Failure) -> Int {
        do throws(ArchiveRefusal) {
            return try scanner.scan(chunk[...])
        } catch {
            throw Failure(error)
        }
    }

    /// The archive's bytes, decompressed.
    private func produce(_ archive: Archive) throws -> (Descriptor, ImportSession.Child) {
        let pipe = try Pipe()
        try pipe.readEnd.setNonBlocking()
        let root = try makeRoot()
        let child: ImportSession.Child
        switch archive {
        case .file(let file):
            child = try session.start(
                session.program("bsdcat", package: "libarchive-tools"), [],
                Confinement(root: root, fileSize: 0), input: file, output: pipe.writeEnd)
        case .folder(let path):
            child = try session.start(
                session.program("bsdtar", package: "libarchive-tools"),
                ["-c", "-f", "-", "--format=pax", "--numeric-owner", "--no-fflags", "-C", "/source", "."],
                Confinement(root: root, readable: path, fileSize: 0), input: nil, output: pipe.writeEnd)
        }
        return (pipe.readEnd, child)
    }

    private func startUnpacker() throws -> ImportSession.Child {
        let pipe = try Pipe()
        try pipe.writeEnd.setNonBlocking()
        // Owners, modes, attributes and ACLs as they are; no immutable files.
        let child = try session.start(
            session.program("bsdtar", package: "libarchive-tools"),
            ["-x", "-p", "--numeric-owner", "--no-fflags", "-f", "-"],
            Confinement(
                root: makeRoot(), writable: "\(work)/layer/fs", fileSize: UInt64(limits.bytes) + 1),
            input: pipe.readEnd, output: nil)
        child.input = pipe.writeEnd
        return child
    }

    private func startDigest() throws -> (ImportSession.Child, Descriptor) {
        let input = try Pipe()
        let output = try Pipe()
        try input.writeEnd.setNonBlocking()
        try output.readEnd.setNonBlocking()
        let child = try session.start(
            session.program("sha256sum", package: "coreutils"), [],
            Confinement(root: makeRoot(), fileSize: 0), input: input.readEnd, output: output.writeEnd)
        child.input = input.writeEnd
        return (child, output.readEnd)
    }

    private func readDigest(_ output: Descriptor, _ child: ImportSession.Child) throws -> String {
        var text: [UInt8] = []
        while text.count < 4096, let part = try session.read(from: output) { text += part }
        let id = String(decoding: text.prefix(64), as: UTF8.self)
        guard try session.succeeded(child), LayerStoreFolder.isID(id) else {
            throw Self.failure(child, "cannot be digested")
        }
        return id
    }

    /// An empty folder for a program's root file system.
    private func makeRoot() throws -> String {
        let path = "\(work)/root-\(ProcessSetup.randomBytes(4).map { String($0, radix: 16) }.joined())"
        try Files.makeDirectory(path)
        return path
    }

    static func failure(_ child: ImportSession.Child, _ what: String) -> Failure {
        let code: Failure.Code = child.words.contains("No space left") ? .resourceExhausted : .invalidArgument
        return Failure(code, "the archive \(what): \(child.description)")
    }
}

extension Failure {
    init(_ refusal: ArchiveRefusal) {
        self.init(.invalidArgument, "\(refusal)", hint: refusal.hint)
    }
}
