internal import HCSContainer
internal import HCSSchema

extension CommandContext {
    /// Creates a container as the flags say, starts it if it is to be, and writes its numbers down.
    ///
    /// What fails takes away what this command has made, and only that.
    /// - Returns: the id, and whether anything had to be done.
    func create(
        _ id: String, _ document: ContainerConfig, _ flags: CreationFlags, starting: Bool
    ) throws -> (id: String, changed: Bool) {
        // Before anything is deleted for a document that is no use.
        let prepared = try store.prepare(id: id, configuration: document)
        if flags.existOk, let existing = try same(id, prepared) {
            defer { existing.close() }
            let isStarted = starting ? try startUnlessRunning(existing) : false
            try write(flags, existing)
            return (existing.id, isStarted)
        }
        if flags.replace {
            do throws(ContainerError) {
                try store.delete(id, force: true)
            } catch {
                guard error.isNotExist else { throw error }
            }
        }
        let container = try store.create(id: id, configuration: prepared)
        defer { container.close() }
        try discarding(container.id) {
            if starting { try container.start() }
            try write(flags, container)
        }
        return (container.id, true)
    }

    /// The container of this id, if there is one; another document is an error.
    private func same(_ id: String, _ prepared: ContainerConfig) throws -> (any Container)? {
        let container: any Container
        let configuration: ContainerConfig
        do throws(ContainerError) {
            container = try store.open(id, operation: verb)
            configuration = try container.inspect(showSecrets: true).configuration
        } catch {
            guard error.isNotExist else { throw error }
            return nil
        }
        guard configuration == prepared else {
            container.close()
            throw ContainerError(
                .alreadyExists, operation: verb, containerID: id,
                reason: "a container of this id exists with another document", hint: "hcsctl inspect \(id)")
        }
        return container
    }

    private func startUnlessRunning(_ container: any Container) throws -> Bool {
        if try container.properties().state == "Running" { return false }
        try container.start()
        return true
    }

    private func write(_ flags: CreationFlags, _ container: any Container) throws {
        if let cidfile = flags.cidfile {
            let line = container.id + "\n"
            // That of the last run is as good as a new one.
            if (try? HostFiles.read(cidfile, operation: verb)) != Array(line.utf8) {
                try CommandFailure.writing(cidfile, line, for: verb)
            }
        }
        guard let pidfile = flags.pidfile else { return }
        guard let agent = try container.inspect(showSecrets: false).agentProcessID else {
            throw ContainerError(
                .invalidState, operation: verb, containerID: container.id, reason: "it has no agent",
                hint: "hcsctl inspect \(container.id)")
        }
        let line = "\(agent)\n"
        if (try? HostFiles.read(pidfile, operation: verb)) != Array(line.utf8) {
            try CommandFailure.writing(pidfile, line, for: verb)
        }
    }
}
