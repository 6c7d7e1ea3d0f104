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
        try makeRoom(for: id)
        var launcher = SupervisorLauncher(store: self, id: id, operation: "create")
        launcher.run = run
        var supervisor: Int32?
        do throws(ContainerError) {
            try launcher.launch(prepared) { supervisor = $0 }
        } catch {
            // One that has answered has taken everything away by itself.
            if let supervisor, [.supervisorLost, .timedOut].contains(error.code) {
                takeBack(id, of: supervisor)
            }
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

    /// Makes the state root, and takes away what is left of a creation of this id that was killed.
    ///
    /// The folder itself is made by the supervisor, so that a caller that is killed leaves none.
    private func makeRoom(for id: String) throws(ContainerError) {
        do throws(SyscallError) {
            try Files.makeDirectories(root)
        } catch {
            throw ContainerError(
                error, doing: "cannot make the state root", operation: "create", containerID: id)
        }
        let isTaken = (try? Files.status(ContainerFolder.path(root: root, id: id), followLinks: false)) != nil
        guard !isTaken || takeAwayUnfinished(id) else {
            throw ContainerError(.alreadyExists(id), operation: "create", containerID: id)
        }
    }

    /// Removes what a `create` that was killed has left; false when what is there is something else.
    private func takeAwayUnfinished(_ id: String) -> Bool {
        let folder: ContainerFolder
        do throws(SyscallError) {
            folder = try ContainerFolder(root: root, id: id)
        } catch {
            return error.kind == .missing  // taken away meanwhile
        }
        guard let record = folder.isClaimed ? settledRecord(folder) : try? folder.readRecord() else {
            return !folder.isInPlace || (try? folder.removeIfHardlyBegun()) == true
        }
        guard record.state == .creating else { return false }
        do throws(ContainerError) {
            try SupervisorLauncher(store: self, id: id, operation: "create").launch(nil)
            return false
        } catch {
            // A supervisor that finds an unfinished container removes it, and says that there is none.
            return error.code == .notFound
        }
    }

    /// After a supervisor that was killed, or does not answer.
    private func takeBack(_ id: String, of supervisor: Int32) {
        guard !takeAwayUnfinished(id), let folder = try? ContainerFolder(root: root, id: id),
            let record = try? folder.readRecord(), record.state != .creating,
            record.supervisor.pid == supervisor
        else { return }
        // It was finished after all, but its creator was not told: nobody knows of it, so it goes.
        try? delete(id, force: true)
    }
}
