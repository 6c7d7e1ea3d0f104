internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem

/// Copies an image by skopeo into a folder (its `dir` transport): a manifest, a configuration, a blob a layer, each verified
/// by skopeo against its digest.
struct ImageCopy {
    let session: ImportSession
    let folder: String
    let limits: ArchiveLimits

    /// - Returns: the image's layers, the lowest first.
    func run(_ name: String) throws -> [ImageLayer] {
        try Files.makeDirectory(folder)
        let temporary = "\(folder).tmp"
        try Files.makeDirectory(temporary)
        session.measure = { Self.size(of: folder) }
        try session.begin(.copying)
        // In the host's name spaces: a registry is on the network, credentials are in the caller's folders.
        let child = try session.start(
            session.program("skopeo", package: "skopeo"),
            ["--tmpdir", temporary, "copy", "--quiet", name, "dir:\(folder)"],
            Confinement(root: nil, fileSize: UInt64(limits.bytes)), input: nil, output: nil)
        while !(try session.hasEnded(child)) {
            let size = Self.size(of: folder) + Self.size(of: temporary)
            guard size <= limits.bytes else { throw Failure(.tooLarge(limit: limits.bytes)) }
        }
        guard try session.succeeded(child) else {
            throw Failure(.systemFailed, "skopeo cannot copy \(name): \(Self.reason(child.description))")
        }
        return try read()
    }

    private func read() throws -> [ImageLayer] {
        do {
            let decoder = DocumentDecoder(mode: .lenient)
            let manifest = try decoder.decode(
                ImageManifest.self, from: Files.read("\(folder)/manifest.json"))
            let configuration = try decoder.decode(
                ImageConfiguration.self, from: Files.read("\(folder)/\(manifest.configurationBlob())"))
            return try manifest.imageLayers(configuration)
        } catch let problem as ImageProblem {
            throw Failure(.invalidArgument, problem.description)
        } catch let error as JSONError {
            throw Failure(.invalidArgument, "the image's manifest or configuration: \(error.message)")
        }
    }

    private static func size(of folder: String) -> Int64 {
        let names = (try? Files.names(in: folder)) ?? []  // it comes and goes
        return names.reduce(0) { $0 + ((try? Files.status("\(folder)/\($1)").size) ?? 0) }
    }

    /// What skopeo says without the time and level it puts before: `time="…" level=fatal msg="…"`.
    static func reason(_ words: String) -> String {
        let mark = "msg=\""
        var rest = words[...]
        while !rest.isEmpty, !rest.hasPrefix(mark) { rest = rest.dropFirst() }
        if rest.isEmpty { return words }
        var text = ""
        var isEscaped = false
        for character in rest.dropFirst(mark.count) {
            if isEscaped {
                text.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                break
            } else {
                text.append(character)
            }
        }
        return text
    }
}
