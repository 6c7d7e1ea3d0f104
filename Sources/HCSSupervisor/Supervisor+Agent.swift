internal import Glibc
internal import HCSCgroup
internal import HCSProtocol
internal import HCSRuntime
internal import HCSSchema
internal import HCSStorage
internal import HCSSystem

extension Supervisor {
    /// Notices the agent's end, as its parent or not.
    func watchAgent(_ pidfd: Descriptor) throws(SyscallError) {
        agentPidfd = pidfd
        reaper.kept = record.agent?.pid
        try loop.watch(pidfd) { [unowned self] _ in agentEnded() }
    }

    func connectAgent() throws(SyscallError) {
        let link = try AgentLink(folder) { [unowned self] report in received(report) }
        try loop.watch(link.descriptor) { [unowned self, unowned link] _ in
            if !link.receive() { lost(link) }
        }
        agent = link
    }

    /// Waits until the agent has told all it knows, so that the first client of an adopted container sees every process.
    func awaitAgent(_ limit: Duration) {
        let deadline = Instant.now + limit
        while let agent, !agentSynced, Instant.now < deadline {
            guard ProcessSetup.waitReadable(agent.descriptor, deadline - Instant.now) else { return }
            if !agent.receive() { return lost(agent) }
        }
    }

    /// An agent that breaks the protocol again and again is not worth a busy loop.
    private static var maximumReconnects: Int { 16 }

    private func lost(_ link: AgentLink) {
        loop.forget(link.descriptor)
        if agent === link { agent = nil }
        link.close(Failure(.supervisorLost, "the guest agent closed its connection"))
        agentReconnects += 1
        guard agentReconnects <= Self.maximumReconnects, lifecycle.state != .stopped else { return }
        try? connectAgent()  // refused: it has ended, which its pidfd tells next
    }

    private func received(_ report: AgentReport) {
        switch report {
        case .exit(let process): exited(process)
        case .process(let process):
            table.add(process)
            emitCreation(of: process)
            if process.status != nil { exited(process) }
        case .synced: agentReady()
        case .welcome, .spawned, .failed, .result: return
        }
    }

    private func agentReady() {
        agentReconnects = 0
        agentSynced = true
        // A supervisor that died while starting left the boot unrecorded.
        lifecycle.apply(.bootBegun)
        guard lifecycle.state == .starting else { return }
        loop.cancel(bootTimer)
        lifecycle.apply(.bootDone)
        record.state = .running
        record.started = .now
        let clients = bootWaiters
        bootWaiters = []
        do {
            try writeRecord(thenEmit: .started)
            for client in clients { finish(client, SupervisorReply()) }
        } catch {
            for client in clients { refuse(client, error) }
        }
    }

    /// The container is over: takes everything down, in an order in which nobody is told before it is true.
    private func agentEnded() {
        guard let agentPidfd, lifecycle.state != .stopped else { return }
        loop.forget(agentPidfd)
        let booted = lifecycle.state != .created && lifecycle.state != .starting
        lifecycle.apply(.agentGone)
        if let agent {
            _ = agent.receive()  // exits it wrote before it died
            loop.forget(agent.descriptor)
            self.agent = nil
        }
        let status = record.agent.flatMap { reaper.status(of: $0.pid) } ?? Pidfd.exitStatus(agentPidfd)
        if status == .signalled(SIGKILL), record.ending == nil, outOfMemory.explains(SIGKILL, killsSoFar()) {
            record.exitReason = "out of memory: the kernel killed the guest agent"
        }
        // The kernel killed whatever was left in the pid namespace.
        for entry in table.running where entry.foreign != nil { foreignEnded(entry.serial) }
        for entry in table.running { record(.signalled(SIGKILL), serial: entry.serial, pid: entry.pid) }
        end(status, booted: booted)
        for client in bootWaiters {
            refuse(
                client,
                Failure(.unexpectedExit, "the guest agent ended while starting (\(record.exitReason ?? ""))"))
        }
        tellContainerWaiters()
        leave()
    }

    private func end(_ status: ExitStatus?, booted: Bool) {
        record.state = .stopped
        record.stopped = .now
        record.exitType = record.ending ?? .unexpected
        if record.ending == nil, record.exitReason == nil { record.exitReason = Self.reason(status) }
        record.ending = nil
        let cgroup = (try? CgroupHierarchy.detect())?.cgroup(record.cgroup)
        if booted, let cgroup, let started = record.started {
            record.statistics = Statistics(cgroup.usage(), started: started, at: .now)
        }
        if var endpoints = record.endpoints, !endpoints.isEmpty {
            // The interfaces went with the network namespace; addresses and rules are the plugins' to give back.
            record.warnings += Networks(folder, record.cgroup, reaper).leaveAll(&endpoints, nil)
        }
        record.outOfMemoryKills = cgroup?.usage().outOfMemoryKills
        // Each of these may have happened before; what cannot be undone here is found again by its path.
        try? runtime.delete(id: folder.id, force: true)
        try? cgroup?.remove()
        // An unmount makes the kernel write out the whole file system below, for tens of milliseconds. A scratch of the
        // container's own is left to the end of this process; a scratch that others may use next is let go of now.
        if !Scratch.Made(rawValue: record.scratchMade).contains(.folder) {
            _ = try? Overlay.unmount(folder.rootFileSystem)
            _ = try? Overlay.unmount(folder.scratchMount)
        }
        // Their disks are free when the end is told.
        for disk in record.disks ?? [] { disk.keeper.map(DiskKeeper.awaitEnd) }
        record.disks = nil
        for socket in [ContainerFolder.agentSocket, ContainerFolder.supervisorSocket] {
            try? Files.remove(socket, at: folder.descriptor)
        }
        // On a full disk the old state stays; whoever reads it sees that nobody lives there any more.
        try? folder.write(record)
        try? log.append(.stop(of: record))
    }

    private static func reason(_ status: ExitStatus?) -> String {
        switch status {
        case .exited(let code): "the guest agent exited with code \(code)"
        case .signalled(let signal): "the guest agent was killed by signal \(signal)"
        case nil: "the guest agent is gone"
        }
    }
}
