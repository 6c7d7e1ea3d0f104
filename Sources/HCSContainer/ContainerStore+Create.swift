internal import HCSOCI
internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

extension ContainerStore {
    /// Creates a container from its document (hcsshim `CreateContainer`).
    ///
    /// It is Created afterwards; nothing runs yet.
    /// - Throws: `alreadyExists`, `invalidDocument` with every finding, `unsupported` with a sentence a field,
    ///   `missingProgram`, `runtimeFailed`, `permissionDenied`. Nothing is left behind then.
    public func create(id: String, configuration: ContainerConfig) throws(ContainerError) -> any Container {
        try create(id: id, configuration: configuration, run: nil)
    }

    /// Creates a container that lives as long as its main process, or until the caller is gone.
    ///
    /// The main process is the one started with `ProcessSupervision.isMain`. When it has exited and the caller is gone, or
    /// the caller is gone before there is one, the supervisor ends the container, and deletes it if `removesAtEnd`.
    /// - Throws: as `create`.
    public func run(
        id: String, configuration: ContainerConfig, removesAtEnd: Bool
    ) throws(ContainerError) -> ContainerRun {
        let gate = RunGate()
        let container = try create(id: id, configuration: configuration, run: (removesAtEnd, gate))
        return ContainerRun(container, store: self, gate: gate, removesAtEnd: removesAtEnd)
    }

    private func create(
        id: String, configuration: ContainerConfig, run: (removesAtEnd: Bool, gate: RunGate)?
    ) throws(ContainerError) -> any Container {
        let prepared = try prepare(id: id, configuration: configuration)
        guard HostFiles.isSuperuser else {
            throw ContainerError(
                .permissionDenied, operation: "create", containerID: id,
                reason: "creating a container needs root")
        }
        try claim(id)
        var launcher = SupervisorLauncher(store: self, id: id, operation: "create")
        launcher.run = run
        do throws(ContainerError) {
            try launcher.launch(prepared)
        } catch {
            takeBack(id, launcher)
            throw error
        }
        let container = HostContainer(store: self, id: id)
        if prepared.terminateOnLastHandleClosed {
            container.caller.keepIfNeeded(try container.caller.folder("create"))
        }
        return container
    }

    /// What `create` would be given: defaults filled in, every finding reported.
    ///
    /// - Throws: as `create`, for what can be known without doing it.
    public func prepare(id: String, configuration: ContainerConfig) throws(ContainerError) -> ContainerConfig
    {
        let id = try Self.validate(id, "create")
        var configuration = configuration
        if configuration.systemType.isEmpty { configuration.systemType = "Container" }
        if configuration.name.isEmpty { configuration.name = id }
        let findings = configuration.validate()
        if let worst = findings.first(where: { $0.severity == .error }) {
            throw ContainerError(
                .invalidDocument, operation: "create", containerID: id, reason: "\(worst)",
                cause: .document(findings))
        }
        let refused = OCI.unsupportedFields(of: configuration)
        if let first = refused.first {
            throw ContainerError(
                .unsupported, operation: "create", containerID: id,
                reason: "\(first.pointer): \(first.sentence)",
                cause: .document(refused.map { DocumentFinding($0.pointer, $0.sentence) }))
        }
        return configuration
    }

    /// Makes the container's folder: whoever makes it owns the id.
    private func claim(_ id: String) throws(ContainerError) {
        let path = ContainerFolder.path(root: root, id: id)
        do throws(SyscallError) {
            try Files.makeDirectories(root)
            do throws(SyscallError) {
                try Files.makeDirectory(path)
            } catch {
                guard error.kind == .exists, takeAwayUnfinished(id) else { throw error }
                try Files.makeDirectory(path)
            }
        } catch {
            guard error.kind == .exists else {
                throw ContainerError(
                    error, doing: "cannot make its folder in the state root", operation: "create",
                    containerID: id)
            }
            throw ContainerError(
                .alreadyExists, operation: "create", containerID: id, reason: "a container of this id exists",
                hint: "hcsctl delete \(id)")
        }
    }

    /// Removes what a `create` that was killed has left; false when there is no such thing.
    private func takeAwayUnfinished(_ id: String) -> Bool {
        guard let folder = try? ContainerFolder(root: root, id: id),
            (try? folder.readRecord())?.state == .creating
        else { return false }
        do throws(ContainerError) {
            try SupervisorLauncher(store: self, id: id, operation: "create").launch(nil)
            return false
        } catch {
            // A supervisor that finds an unfinished container removes it, and says that there is none.
            return error.code == .notFound
        }
    }

    /// After a failed launch: the supervisor has taken everything away unless it was killed.
    private func takeBack(_ id: String, _ launcher: SupervisorLauncher) {
        guard let folder = try? ContainerFolder(root: root, id: id) else { return }
        // A supervisor that finds an unfinished container removes it; its answer is that there is none.
        if (try? folder.readRecord()) != nil { try? launcher.launch(nil) }
        guard let record = try? folder.readRecord() else {
            try? Files.removeTree(folder.path)
            return
        }
        // It was finished after all, but its creator was not told: nobody knows of it, so it goes.
        if record.state != .creating { try? delete(id, force: true) }
    }
}
