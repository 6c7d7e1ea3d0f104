internal import HCSJSON
package import HCSSystem

/// The folder of imported layers: one folder a layer, named by its digest, with the files in `fs` and the record beside.
///
/// A layer appears whole, by rename. What begins with a dot is on its way in or out.
package struct LayerStoreFolder: Sendable {
    package let path: String
    private let descriptor: Descriptor

    private static let lockName = ".lock"
    private static let lockLimit = Duration.seconds(20)
    private static let recordName = "layer.json"
    private static let incoming = ".import-"
    private static let leaving = ".delete-"
    private static let trash = ".trash-"

    /// Opens the folder; `ENOENT` when there is none.
    package init(_ path: String) throws(SyscallError) {
        self.path = path
        descriptor = try Files.openFolder(path)
    }

    /// Opens the folder, made if need be.
    package init(making path: String) throws(SyscallError) {
        try Files.makeDirectories(path)
        try self.init(path)
    }

    package static func isID(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    package func folder(_ id: String) -> String { "\(path)/\(id)" }
    package func files(_ id: String) -> String { "\(path)/\(id)/fs" }

    package func contains(_ id: String) -> Bool {
        (try? Files.status(files(id), followLinks: false).kind) == .directory
    }

    package func ids() throws(SyscallError) -> [String] {
        try Files.names(in: path).filter(Self.isID).sorted()
    }

    package func readRecord(_ id: String) throws -> LayerRecord {
        let bytes = try Files.read("\(folder(id))/\(Self.recordName)", maximum: 1 << 20)
        return try DocumentDecoder(mode: .lenient).decode(LayerRecord.self, from: bytes)
    }

    /// Writes the record of a layer that is not in its place yet.
    package static func write(_ record: LayerRecord, in folder: String) throws {
        try Files.replace(
            "\(folder)/\(recordName)", with: DocumentEncoder().encode(record), mode: 0o600)
    }

    /// A folder for an import, and the lock that says it is in use; what dead imports left goes away.
    package func makeIncoming() throws(SyscallError) -> (path: String, lock: FileLock) {
        try sweep()
        let random = ProcessSetup.randomBytes(8).map { String($0, radix: 16) }.joined()
        let incoming = "\(path)/\(Self.incoming)\(random)"
        let lock = try locked { () throws(SyscallError) in
            try Files.makeDirectory(incoming)
            return try FileLock.take("lock", in: Files.openFolder(incoming))
        }
        guard let lock else { throw SyscallError(call: "flock", subject: incoming, kind: .busy) }
        return (incoming, lock)
    }

    /// Puts a layer in its place; one that is there already stays.
    package func put(_ folder: String, as id: String) throws(SyscallError) {
        do throws(SyscallError) {
            try Files.rename(folder, to: self.folder(id))
        } catch {
            guard error.kind == .exists, contains(id) else { throw error }
            try Files.removeTree(folder)
        }
    }

    /// Takes a layer out of its place, asks whether it is used, and removes it or puts it back: a container that is created
    /// meanwhile either finds no layer or is found.
    package func remove<User: Sendable>(
        _ id: String, unlessUsed users: () -> [User]
    ) throws(SyscallError) -> [User] {
        let name = "\(path)/\(Self.leaving)\(id)"
        let found = try locked { () throws(SyscallError) in
            try Files.rename(folder(id), to: name)
            let found = users()
            try Files.rename(name, to: found.isEmpty ? trashName() : folder(id))
            return found
        }
        try sweep()
        return found
    }

    /// Removes what dead imports and deletions have left.
    package func sweep() throws(SyscallError) {
        try locked { () throws(SyscallError) in
            for name in try Files.names(in: path) {
                let whole = "\(path)/\(name)"
                if name.hasPrefix(Self.leaving) {
                    let id = String(name.dropFirst(Self.leaving.utf8.count))
                    // Somebody else may have imported it again.
                    try Files.rename(whole, to: contains(id) ? trashName() : folder(id))
                } else if name.hasPrefix(Self.incoming),
                    let folder = try? Files.openFolder(whole),
                    let lock = try? FileLock.take("lock", in: folder)
                {
                    try Files.rename(whole, to: trashName())
                    withExtendedLifetime(lock) {}
                }
            }
        }
        // Not under the lock: it may take long, and two may do it at once.
        for name in try Files.names(in: path) where name.hasPrefix(Self.trash) {
            try Files.removeTree("\(path)/\(name)")
        }
    }

    private func trashName() -> String {
        "\(path)/\(Self.trash)\(ProcessSetup.randomBytes(8).map { String($0, radix: 16) }.joined())"
    }

    private func locked<Result>(_ body: () throws(SyscallError) -> Result) throws(SyscallError) -> Result {
        guard let lock = try FileLock.take(Self.lockName, in: descriptor, within: Self.lockLimit) else {
            throw SyscallError(call: "flock", subject: "\(path)/\(Self.lockName)", kind: .timedOut)
        }
        defer { withExtendedLifetime(lock) {} }
        return try body()
    }
}
