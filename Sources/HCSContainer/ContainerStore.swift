internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

/// The containers under one state root: creates, opens and finds them.
///
/// A value; holds nothing open. There is no daemon and no global lock: any number of programs may use one root.
public struct ContainerStore: Sendable {
    /// How a store works; every field has a default.
    public struct Options: Hashable, Sendable {
        /// The OCI runtime by name or path; nil probes for crun, then runc.
        public var runtime: String?
        /// The program to run as supervisor; nil finds `hcsctl` beside this program, then in PATH.
        public var supervisor: String?
        /// How long one operation may take before `timedOut`.
        public var timeout: Duration
        /// The folder of the CNI networks; nil is NETCONFPATH, else /etc/cni/net.d.
        public var networkConfigurations: String?
        /// The folders of the CNI plugins, with `:` between them; nil is CNI_PATH, else /usr/lib/cni and /opt/cni/bin.
        public var networkPlugins: String?

        /// Makes options.
        public init(runtime: String? = nil, supervisor: String? = nil, timeout: Duration = .seconds(240)) {
            self.runtime = runtime
            self.supervisor = supervisor
            self.timeout = timeout
        }
    }

    /// The state root, an absolute path.
    public let root: String
    /// How the store works.
    public let options: Options

    /// The state root unless told otherwise.
    public static let defaultRoot = "/run/hcsctl"

    /// Makes a store; touches nothing. A relative root is taken from the current folder.
    public init(root: String = defaultRoot, options: Options = Options()) {
        self.root = Files.absolutePath(root)
        self.options = options
    }
}

extension ContainerStore {
    /// Where scratch folders are made unless a document says otherwise: a sibling of the state root.
    var scratchRoot: String {
        root == Self.defaultRoot ? "/var/lib/hcsctl" : "\(root)-scratch"
    }

    /// Opens a container (hcsshim `OpenContainer`).
    ///
    /// - Parameter operation: the name errors carry; a command passes its own.
    /// - Throws: `notFound`.
    public func open(_ id: String, operation: String = "open") throws(ContainerError) -> any Container {
        try host(id, operation)
    }

    func host(_ id: String, _ operation: String) throws(ContainerError) -> HostContainer {
        let id = try Self.validate(id, operation)
        let container = HostContainer(store: self, id: id)
        container.caller.keepIfNeeded(try container.caller.folder(operation))
        return container
    }

    static func validate(_ id: String, _ operation: String) throws(ContainerError) -> String {
        do {
            return try ContainerID(validating: id).text
        } catch {
            throw ContainerError(.invalidArgument, operation: operation, reason: "\(error)")
        }
    }

    /// The containers that match, by id (hcsshim `GetContainers`).
    ///
    /// One that cannot be read is listed with the state Unknown; it never fails the list.
    public func containers(
        matching query: ComputeSystemQuery = ComputeSystemQuery()
    ) throws(ContainerError) -> [ContainerProperties] {
        try summaries(matching: query).map(\.properties)
    }

    /// The containers that match, by id, with what a list shows beyond the v1 properties. One file is read for each.
    public func summaries(
        matching query: ComputeSystemQuery = ComputeSystemQuery()
    ) throws(ContainerError) -> [ContainerSummary] {
        try names("list").compactMap { id in
            // No folder: it was deleted meanwhile.
            guard let folder = try? ContainerFolder(root: root, id: id) else { return nil }
            let summary = ContainerSummary(id: id, record: try? folder.readRecord())
            let properties = summary.properties
            let isMatch = query.matches(
                id: id, name: properties.name, type: properties.systemType, owner: properties.owner)
            return isMatch ? summary : nil
        }
    }

    /// The ids under the root, sorted.
    private func names(_ operation: String) throws(ContainerError) -> [String] {
        do {
            return try Files.names(in: root).filter { (try? ContainerID(validating: $0)) != nil }.sorted()
        } catch {
            if error.kind == .missing { return [] }
            throw ContainerError(error, doing: "cannot read the state root", operation: operation)
        }
    }

    /// The id a reference stands for: itself, or the one id it is a prefix of (three characters or more).
    ///
    /// - Throws: `notFound`; `invalidArgument` naming the candidates when there are several.
    public func resolve(_ reference: String, exact: Bool, operation: String) throws(ContainerError) -> String
    {
        let reference = try Self.validate(reference, operation)
        if (try? Files.status(ContainerFolder.path(root: root, id: reference))) != nil { return reference }
        let candidates =
            exact || reference.count < Self.shortestPrefix
            ? [] : try names(operation).filter { $0.hasPrefix(reference) }
        guard let first = candidates.first else {
            throw ContainerError(
                .notFound, operation: operation, containerID: reference, reason: "no such container")
        }
        guard candidates.count == 1 else {
            throw ContainerError(
                .invalidArgument, operation: operation, containerID: reference,
                reason: "several containers begin with this: \(candidates.prefix(10).joined(separator: ", "))"
            )
        }
        return first
    }

    private static let shortestPrefix = 3
}
