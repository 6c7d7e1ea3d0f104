internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

/// A layer in a store.
public struct StoredLayer: Hashable, Sendable {
    /// The sha256 of its unpacked archive, 64 hexadecimal digits.
    public let id: String
    /// Its folder, as a document names it.
    public let path: String
    /// What it was imported from, as it was named then; nil when its record cannot be read.
    public let source: String?
    /// When it was imported.
    public let created: Timestamp?
    /// The sizes of its files as the archive gave them, added up.
    public let bytes: UInt64?
    /// How many entries its archive had.
    public let entries: Int?
    /// The containers of the state root whose documents name it, by id.
    public let users: [String]
}

/// The folder in which imported layers are kept, each under its digest.
///
/// A value; holds nothing open. Any number of programs may use one folder.
public struct LayerStore: Sendable {
    /// Where the layers are.
    public let folder: String
    /// The containers whose layers are in use.
    public let containers: ContainerStore

    /// Makes a store; touches nothing.
    ///
    /// - Parameter folder: `/var/lib/hcsctl-layers` where it is not given, and `ROOT-layers` for another state root.
    public init(containers: ContainerStore, folder: String? = nil) {
        self.containers = containers
        let byRoot =
            containers.root == ContainerStore.defaultRoot
            ? "/var/lib/hcsctl-layers" : "\(containers.root)-layers"
        self.folder = folder.map(Files.absolutePath) ?? byRoot
    }

    /// The layers, by id. Reads one file for each layer and each container.
    ///
    /// - Throws: `systemFailed` when a folder cannot be read.
    public func layers() throws(ContainerError) -> [StoredLayer] {
        let operation = "layers list"
        guard let store = try open(operation) else { return [] }
        let uses = try uses(operation)
        return try ids(in: store, operation).map { id in
            // A layer without its record can still be used and deleted.
            let record = try? store.readRecord(id)
            return StoredLayer(
                id: id, path: store.files(id), source: record?.source, created: record?.created,
                bytes: record.map { UInt64(clamping: $0.bytes) }, entries: record?.entries,
                users: users(of: id, in: store, uses))
        }
    }

    /// Deletes a layer, named by its id or a unique prefix of three characters or more; returns its id.
    ///
    /// - Throws: `notFound`; `invalidArgument` when several begin so; `invalidState` when a container of the state root, in
    ///   whatever state, has it in its document.
    @discardableResult
    public func delete(_ reference: String) throws(ContainerError) -> String {
        let operation = "layers delete"
        guard let store = try open(operation) else { throw Self.missing(reference, operation) }
        let id = try resolve(reference, in: store, operation)
        // By the folder's identity while it is there, by its name once it is taken away.
        try refuse(id, users(of: id, in: store, uses(operation)))
        let found: [String]
        do throws(SyscallError) {
            found = try store.remove(id) {
                // What cannot be read was readable a moment ago: nothing may be deleted then.
                guard let uses = try? uses(operation) else { return ["?"] }
                return users(of: id, in: store, uses)
            }
        } catch {
            if error.kind == .missing { throw Self.missing(reference, operation) }
            throw ContainerError(error, doing: "cannot delete the layer", operation: operation)
        }
        try refuse(id, found)
        return id
    }
}

extension LayerStore {
    /// A container and a layer of its document.
    private struct Use {
        let container: String
        let path: String
        let file: FileStatus?
    }

    /// Nil when there is no folder yet.
    private func open(_ operation: String) throws(ContainerError) -> LayerStoreFolder? {
        do {
            return try LayerStoreFolder(folder)
        } catch {
            if error.kind == .missing { return nil }
            throw ContainerError(error, doing: "cannot open the layers", operation: operation)
        }
    }

    private func ids(in store: LayerStoreFolder, _ operation: String) throws(ContainerError) -> [String] {
        do {
            return try store.ids()
        } catch {
            throw ContainerError(error, doing: "cannot read \(folder)", operation: operation)
        }
    }

    private func resolve(
        _ reference: String, in store: LayerStoreFolder, _ operation: String
    ) throws(ContainerError) -> String {
        let prefix = "sha256:"
        let digits = reference.hasPrefix(prefix) ? String(reference.dropFirst(prefix.count)) : reference
        let found = digits.count < 3 ? [] : try ids(in: store, operation).filter { $0.hasPrefix(digits) }
        guard let first = found.first else { throw Self.missing(reference, operation) }
        guard found.count == 1 else {
            throw ContainerError(
                .invalidArgument, operation: operation,
                reason:
                    "several layers begin with '\(reference)': \(found.prefix(10).joined(separator: ", "))")
        }
        return first
    }

    /// Every layer of every container under the state root.
    private func uses(_ operation: String) throws(ContainerError) -> [Use] {
        var uses: [Use] = []
        for container in try containers.containers() {
            // No folder: it was deleted meanwhile. No document: it is being created, and will not find a deleted layer.
            guard let folder = try? ContainerFolder(root: containers.root, id: container.id) else { continue }
            let configuration: ContainerConfig
            do {
                configuration = try folder.readConfiguration()
            } catch let error as SyscallError where error.kind == .missing {
                continue
            } catch {
                throw ContainerError(
                    wrapping: error, doing: "cannot read the layers of container \(container.id)",
                    operation: operation)
            }
            for layer in configuration.layers ?? [] {
                uses.append(
                    Use(container: container.id, path: layer.path, file: try? Files.status(layer.path)))
            }
        }
        return uses
    }

    /// Who uses a layer, by whatever path: each container once.
    private func users(of id: String, in store: LayerStoreFolder, _ uses: [Use]) -> [String] {
        let file = try? Files.status(store.files(id))  // taken out of its place
        let path = store.folder(id)
        let found = uses.filter { use in
            if Files.absolutePath(use.path) == path || use.path.hasPrefix("\(path)/") { return true }
            guard let file, let other = use.file else { return false }
            return file.device == other.device && file.inode == other.inode
        }
        return Set(found.map(\.container)).sorted()
    }

    private func refuse(_ id: String, _ users: [String]) throws(ContainerError) {
        guard let first = users.first else { return }
        throw ContainerError(
            .invalidState, operation: "layers delete",
            reason: "layer \(id) is in use by \(users.prefix(10).joined(separator: ", "))",
            hint: "hcsctl delete \(first)")
    }

    private static func missing(_ reference: String, _ operation: String) -> ContainerError {
        ContainerError(.notFound, operation: operation, reason: "no layer '\(reference)'")
    }
}
