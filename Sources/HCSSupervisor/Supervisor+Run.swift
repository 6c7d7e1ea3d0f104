internal import Glibc
internal import HCSProtocol
internal import HCSStorage
internal import HCSSystem

/// The container of a `run`, and processes whose client is gone.
extension Supervisor {
    /// Watches the launching command: as long as it lives it ends the container itself.
    func hold(_ gate: FrameSocket) {
        guard record.isRun == true else { return }
        self.gate = gate
        do {
            try loop.watch(gate.descriptor) { [unowned self] _ in gateClosed() }
        } catch {
            gateClosed()
        }
    }

    private func gateClosed() {
        if let gate { loop.forget(gate.descriptor) }
        gate = nil
        // Waited for the command to delete the container, and it did not.
        if lifecycle.state == .stopped { return leave() }
        endRunIfOver()
    }

    var removesContainer: Bool { record.isRun == true && record.removesAtEnd == true }

    /// Deletes the container as `delete` does, but for a command that is gone.
    ///
    /// From the host's mount namespace: what is mounted in ours would be looked into. A container that cannot be removed stays,
    /// stopped, for `delete`.
    func removeContainer() {
        guard (try? Mounts.enter(hostMounts)) != nil, (try? Files.status(folder.path)) != nil,
            let lock = try? FileLock.take(ContainerFolder.lock, in: folder.descriptor) ?? self.lock
        else { return }
        defer { withExtendedLifetime(lock) {} }
        try? Scratch(path: record.scratch, made: Scratch.Made(rawValue: record.scratchMade)).remove()
        try? folder.remove { try log.append(EventRecord(.deleted)) }
    }

    /// Ends the container of a `run` once its process has exited, or will never be, and its command is gone.
    func endRunIfOver() {
        guard record.isRun == true, gate == nil else { return }
        if let main = record.mainProcess, table.entry(serial: main)?.exit == nil { return }
        // An exec that somebody else has begun does not keep it.
        endContainer()
    }

    /// A client that followed a process is gone without a word.
    func lost(_ client: Client) {
        if let serial = client.hub { hubs[serial]?.remove(client) }
        guard let serial = client.process, let entry = table.entry(serial: serial) else { return }
        if starters[serial] === client { starters[serial] = nil }
        defer { if client.hub == nil { takeConsole(of: entry) } }
        guard entry.exit == nil, let wish = client.clientExit else { return }
        switch wish {
        case .terminate: endContainer()
        case .signal:
            endTree(of: entry.pid, signal: entry.hasConsole ? SIGHUP : SIGTERM, killAfter: client.killAfter)
        }
    }
}
