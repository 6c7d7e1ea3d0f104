internal import HCSJSON
internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

/// How far an import is.
public struct LayerImportProgress: Hashable, Sendable {
    /// What is being done.
    public enum Phase: String, Hashable, Sendable {
        /// An image is being copied from where it is.
        case copying
        /// A layer is being unpacked.
        case unpacking
        /// Everything is being written to the disk.
        case writing
    }

    /// What is being done.
    public let phase: Phase
    /// The layer being unpacked, from 1, and of how many; 0 in other phases.
    public let layer: Int
    /// How many layers there are.
    public let layerCount: Int
    /// Bytes read.
    public let done: UInt64
    /// How many there are, where that is known.
    public let total: UInt64?
}

extension LayerStore {
    /// What an import may take.
    public struct ImportLimits: Hashable, Sendable {
        /// The most bytes all layers together may unpack to.
        public var bytes: Int64
        /// The most entries their archives may have together.
        public var entries: Int
        /// How long it may take; nil as long as it goes on.
        public var time: Duration?

        /// 16 GiB, a million entries, and all the time it needs.
        public init(bytes: Int64 = 16 << 30, entries: Int = 1_000_000, time: Duration? = nil) {
            self.bytes = bytes
            self.entries = entries
            self.time = time
        }
    }

    /// Makes layers of an archive, an image or a folder, for a document to name.
    ///
    /// A worker does it (Docs/Decisions/0019): `hcsctl` executed again, which runs skopeo and bsdtar and ends with this
    /// process. Layers that are there already are not made again. Does not run anything of what it imports.
    ///
    /// - Parameters:
    ///   - source: a path (a tar archive, compressed or not; an image archive of docker's or OCI; an OCI layout; a folder), `-`
    ///     for a tar archive on standard input, `tar:PATH` or `folder:PATH`, or an image by skopeo's name (`docker://…`).
    ///   - progress: called about ten times a second.
    /// - Returns: the layers, the topmost first.
    /// - Throws: `invalidArgument` for an archive that is damaged, that is refused, or whose digest is wrong: nothing of it
    ///   is left then; `missingProgram`; `timedOut`; `permissionDenied`; `systemFailed`.
    public func importLayers(
        from source: String, limits: ImportLimits = ImportLimits(),
        progress: ((LayerImportProgress) -> Void)? = nil
    ) throws(ContainerError) -> [Layer] {
        let operation = "layers import"
        guard HostFiles.isSuperuser else {
            throw ContainerError(
                .permissionDenied, operation: operation, reason: "importing layers needs root")
        }
        let program = try Programs.supervisor(containers.options, operation: operation)
        do {
            let gate = try start(program, source, limits)
            return try follow(gate, limits.time, progress)
        } catch {
            throw ContainerError(
                wrapping: error, doing: "cannot run the import's worker \(program)", operation: operation)
        }
    }

    /// Our end of the gate: the worker ends when it is closed.
    private func start(_ program: String, _ source: String, _ limits: ImportLimits) throws -> FrameSocket {
        let (ours, theirs) = try UnixSocket.pair()
        let environment = Self.passedOn.compactMap { name in
            ProcessSetup.environment(name).map { "\(name)=\($0)" }
        }
        _ = try ChildProcess.spawnOrphan(
            Command(
                path: program, arguments: [LayerImportRequest.worker], environment: environment,
                descriptors: [nil, nil, nil, theirs]))
        let request = LayerImportRequest(
            source: source, store: folder, maximumBytes: limits.bytes, maximumEntries: limits.entries,
            searchPath: ProcessSetup.environment("PATH") ?? "")
        let gate = FrameSocket(ours)
        let input = source == "-" ? [try Descriptor.duplicating(0)] : []
        try gate.send(
            Frame(
                type: LayerImportRequest.requestType, payload: DocumentEncoder().encode(request),
                descriptors: input), timeout: .seconds(60))
        return gate
    }

    /// What skopeo reads of its environment.
    private static let passedOn = [
        "PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "REGISTRY_AUTH_FILE", "HTTPS_PROXY", "HTTP_PROXY",
        "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]

    private func follow(
        _ gate: FrameSocket, _ limit: Duration?, _ progress: ((LayerImportProgress) -> Void)?
    ) throws -> [Layer] {
        let deadline = limit.map { Instant.now + $0 }
        while true {
            let left = deadline.map { $0 - Instant.now }
            if let left, left <= .zero { throw Self.late }
            let frame: Frame?
            do throws(SyscallError) {
                frame = try gate.receive(timeout: min(left ?? Self.silence, Self.silence))
            } catch {
                if error.kind == .timedOut, left.map({ $0 < Self.silence }) ?? false { throw Self.late }
                throw error
            }
            guard let frame else {
                throw ContainerError(
                    .supervisorLost, operation: "layers import", reason: "the worker ended without an answer")
            }
            let update = try DocumentDecoder(mode: .lenient).decode(
                LayerImportUpdate.self, from: frame.payload)
            if let failure = update.failure { throw failure }
            if let layers = update.layers { return layers }
            if let step = LayerImportProgress(update) { progress?(step) }
        }
    }

    /// A worker reports ten times a second; one that writes everything to a slow disk says nothing for long.
    private static let silence = Duration.seconds(900)

    private static var late: ContainerError {
        ContainerError(.timedOut, operation: "layers import", reason: "not done in the time given")
    }
}

extension LayerImportProgress {
    fileprivate init?(_ update: LayerImportUpdate) {
        guard let phase = update.phase.flatMap({ Phase(rawValue: $0.rawValue) }) else { return nil }
        self.phase = phase
        layer = update.layer
        layerCount = update.layerCount
        done = UInt64(clamping: update.done)
        total = update.total.map { UInt64(clamping: $0) }
    }
}
