internal import HCSProtocol
internal import HCSStorage
internal import HCSSystem

extension ContainerStore {
    /// Deletes a container's state and scratch; with `force` one that is not stopped is terminated first.
    ///
    /// - Throws: `notFound`; `invalidState` when it is Running or Paused and `force` is false.
    public func delete(_ id: String, force: Bool) throws(ContainerError) {
        let container = try host(id, "delete")
        let folder = try container.caller.folder("delete")
        // Unreadable state is deleted by force only: nothing is known of what it holds.
        if let record = settledRecord(folder) {
            try end(container, record, force: force)
        } else if !force {
            _ = try container.caller.record("delete")
        }
        try remove(folder)
    }

    /// The state; waits for that of a creation which has just begun. Nil when there is none and nobody writes one.
    func settledRecord(_ folder: ContainerFolder) -> ContainerRecord? {
        let deadline = Instant.now + Self.leaveLimit
        while Instant.now < deadline {
            if let record = try? folder.readRecord() { return record }
            if let lock = try? FileLock.take(ContainerFolder.lock, in: folder.descriptor) {
                return withExtendedLifetime(lock) { try? folder.readRecord() }
            }
            ProcessSetup.pause(.milliseconds(1))
        }
        return nil
    }

    private func end(_ container: HostContainer, _ record: ContainerRecord, force: Bool)
        throws(ContainerError)
    {
        if record.state == .stopped { return }
        if !force, [.running, .paused].contains(record.liveState) {
            throw ContainerError(
                .invalidState, operation: "delete", containerID: container.id,
                reason: "container is not stopped (state \(record.liveState.rawValue))",
                hint: "hcsctl delete -f \(container.id)")
        }
        do throws(ContainerError) {
            try terminate(container)
        } catch  where error.isPending || error.isAlreadyStopped || error.code == .invalidState {
            // Pending is success; the others say that it is ending anyway.
        } catch {
            guard error.code == .notFound else { throw error }
            return  // one whose creation had been interrupted; its supervisor has removed it
        }
        do throws(ContainerError) {
            try container.wait(timeout: options.timeout)
        } catch  where error.code == .unexpectedExit || error.code == .notFound {
            // It has ended, which is all that matters here.
        }
    }

    /// Asks again when the supervisor that was asked had been killed and was about to go: terminating twice does no harm.
    private func terminate(_ container: HostContainer) throws(ContainerError) {
        for _ in 0..<Self.attempts {
            do throws(ContainerError) {
                return try container.terminate()
            } catch {
                guard error.code == .supervisorLost else { throw error }
            }
        }
        try container.terminate()
    }

    private static let attempts = 5

    /// How long a supervisor may take to leave after it has said that the container is stopped.
    private static let leaveLimit = Duration.seconds(10)

    private func remove(_ folder: ContainerFolder) throws(ContainerError) {
        do {
            guard (try? Files.status(folder.path)) != nil else { return }
            // Held until the folder is gone: nobody adopts what is being deleted.
            guard
                let lock = try FileLock.take(
                    ContainerFolder.lock, in: folder.descriptor, within: Self.leaveLimit)
            else {
                throw ContainerError(
                    .timedOut, operation: "delete", containerID: folder.id,
                    reason: "its supervisor does not leave")
            }
            defer { withExtendedLifetime(lock) {} }
            let record = try? folder.readRecord()
            if let record {
                try Scratch(path: record.scratch, made: Scratch.Made(rawValue: record.scratchMade)).remove()
            }
            // Its supervisor may have removed it while the lock was waited for.
            guard (try? Files.status(folder.path)) != nil else { return }
            try folder.remove { try EventLog.noteDeletion(root: root, id: folder.id, of: record) }
        } catch {
            throw ContainerError(
                wrapping: error, doing: "cannot remove it", operation: "delete", containerID: folder.id)
        }
    }
}
