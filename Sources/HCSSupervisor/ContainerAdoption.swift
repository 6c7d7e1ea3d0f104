internal import HCSCgroup
internal import HCSProtocol
internal import HCSRuntime
internal import HCSStorage
internal import HCSSystem

/// Takes over a container whose supervisor is gone: connects to its agent, or buries it.
struct ContainerAdoption {
    let launch: Launch
    let workplace: Workplace

    private var folder: ContainerFolder { workplace.folder }
    private static let syncLimit = Duration.seconds(5)
    /// A created container's agent may have been started just before the supervisor died; if so it answers at once.
    private static let bootedLimit = Duration.milliseconds(100)

    /// - Returns: a supervisor that listens; nil when the container is over and its record says so now.
    /// - Throws: `notFound` when the folder was one of a `create` that never ended; it is gone then.
    func run() throws(Failure) -> Supervisor? {
        var record = try readRecord()
        let ofThisBoot = (try? Boot.currentID()) == record.bootID
        guard record.state != .creating else { throw takeAway(record) }
        guard record.state != .stopped else { return nil }
        guard ofThisBoot, let agent = record.agent, let pidfd = agent.open() else {
            try bury(&record, ofThisBoot: ofThisBoot)
            return nil
        }
        do {
            guard let identity = ProcessIdentity.own else {
                throw Failure(.unexpectedValue, "/proc is not mounted")
            }
            if record.masksUnifiedHierarchy { try CgroupMask.maskUnifiedHierarchy() }
            record.supervisor = identity
            // Its supervisor may have died between the freeze, or the thaw, and the record.
            if [.running, .paused].contains(record.state),
                let isFrozen = try CgroupHierarchy.detect().cgroup(record.cgroup).isFrozen
            {
                record.state = isFrozen ? .paused : .running
            }
            let supervisor = try Supervisor(workplace, runtime: runtime(record), record: record, isNew: false)
            try? supervisor.log.catchUp(with: record)
            for exit in supervisor.log.takeExits() {
                _ = supervisor.table.record(exit)
                if exit.outOfMemory { supervisor.outOfMemory.attributed += 1 }
            }
            try supervisor.watchAgent(pidfd)
            try supervisor.connectAgent()
            // One that is frozen or not yet booted answers when it can.
            if record.state == .running { supervisor.awaitAgent(Self.syncLimit) }
            if record.state == .created { supervisor.awaitAgent(Self.bootedLimit) }
            for limit in record.timeLimits ?? [] { supervisor.arm(limit) }
            try supervisor.listen()
            try supervisor.writeRecord()
            // The command of a `run` belonged to the supervisor before this one.
            supervisor.endRunIfOver()
            supervisor.expectHandles()
            return supervisor
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot adopt the container")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.systemFailed, "cannot adopt the container: \(error)")
        }
    }

    private func readRecord() throws(Failure) -> ContainerRecord {
        do {
            return try folder.readRecord()
        } catch {
            throw Failure(
                .systemFailed,
                "the container's state \(folder.path)/\(ContainerFolder.record) cannot be read: \(error)",
                hint: "hcsctl delete -f \(launch.id)")
        }
    }

    private func runtime(_ record: ContainerRecord) -> OCIRuntime {
        let choice = RuntimeChoice(
            path: record.runtimePath, kind: RuntimeChoice.Kind(path: record.runtimePath),
            needsMask: record.masksUnifiedHierarchy)
        return OCIRuntime(choice, folder, workplace.reaper, limit: launch.runtimeLimit)
    }

    /// What was left by a `create` that was killed.
    private func takeAway(_ record: ContainerRecord) -> Failure {
        release(record)
        try? Scratch(path: record.scratch, made: Scratch.Made(rawValue: record.scratchMade)).remove()
        try? Files.removeTree(folder.path)
        return Failure(
            .notFound, "no such container (its creation was interrupted; what was left is removed)")
    }

    private func bury(_ record: inout ContainerRecord, ofThisBoot: Bool) throws(Failure) {
        if ofThisBoot { release(record) }
        record.disks = nil
        record.state = .stopped
        record.stopped = .now
        record.exitType = record.ending ?? .unexpected
        if record.ending == nil {
            record.exitReason =
                ofThisBoot ? "supervisor and guest agent were killed" : "the machine was restarted"
        }
        record.ending = nil
        do {
            try folder.write(record)
        } catch {
            throw Failure(.systemFailed, "cannot write the container's state: \(error)")
        }
        // A full disk costs the events, not the container's end.
        try? EventLog(root: folder.root, id: folder.id).catchUp(with: record)
    }

    private func release(_ record: ContainerRecord) {
        // By path, not by what the runtime says: it may have died in the middle.
        if !record.runtimePath.isEmpty {
            if record.masksUnifiedHierarchy { try? CgroupMask.maskUnifiedHierarchy() }
            try? runtime(record).delete(id: launch.id, force: true)
        }
        var endpoints = record.endpoints ?? []
        _ = Networks(folder, record.cgroup, workplace.reaper).leaveAll(&endpoints, nil)
        try? CgroupHierarchy.detect().cgroup(record.cgroup).remove()
        for disk in record.disks ?? [] { disk.keeper.map(DiskKeeper.awaitEnd) }
        for socket in [ContainerFolder.agentSocket, ContainerFolder.supervisorSocket] {
            try? Files.remove(socket, at: folder.descriptor)
        }
    }
}
