internal import Glibc
internal import HCSProtocol
internal import HCSRuntime
internal import HCSSchema
internal import HCSSystem
internal import SystemPackage

extension Supervisor {
    func handle(_ request: SupervisorRequest, _ descriptors: [Descriptor], from client: Client) {
        if let refusal = lifecycle.refusal(of: request.operation) {
            return refuse(client, refusal.naming(folder.id))
        }
        switch request.operation {
        case .start: start(client)
        case .pause:
            change(client, .froze, .paused) { runtime, id throws(RuntimeError) in try runtime.pause(id: id) }
        case .resume:
            change(client, .thawed, .running) { runtime, id throws(RuntimeError) in try runtime.resume(id: id)
            }
        case .shutdown: shutdown(client)
        case .terminate: terminate(client)
        case .wait: waitForContainer(client)
        case .createProcess: createProcess(request, descriptors, client)
        case .openProcess: openProcess(request, client)
        case .waitProcess: waitProcess(request, client)
        case .signal: signal(request, client)
        case .resize: resize(request, client)
        case .attach: attach(request, client)
        case .closeStdin: closeStdin(request, client)
        case .release: finish(client, SupervisorReply())
        case .modify: modify(request, client)
        case .hold: hold(client)
        }
    }

    /// How long the agent may take to come up after the runtime has started it.
    private static var bootLimit: Duration { .seconds(30) }

    private func start(_ client: Client) {
        lifecycle.apply(.bootBegun)
        bootWaiters.append(client)
        do {
            try runtime.start(id: folder.id)
        } catch {
            return failBoot(Failure(error))
        }
        bootTimer = loop.after(Self.bootLimit) { [unowned self] in
            failBoot(Failure(.timedOut, "the guest agent did not answer within \(Self.bootLimit)"))
        }
    }

    /// A container that cannot boot is ended: HCS has no way back to Created either.
    private func failBoot(_ failure: Failure) {
        let clients = bootWaiters
        bootWaiters = []
        for client in clients { refuse(client, failure) }
        record.ending = nil
        killAgent()
    }

    /// Pauses or resumes.
    private func change(
        _ client: Client, _ event: Lifecycle.Event, _ state: ContainerRecord.State,
        _ step: (OCIRuntime, String) throws(RuntimeError) -> Void
    ) {
        do {
            try step(runtime, folder.id)
        } catch {
            return refuse(client, Failure(error))
        }
        lifecycle.apply(event)
        record.state = state
        do {
            try writeRecord(thenEmit: state == .paused ? .paused : .resumed)
            finish(client, SupervisorReply())
        } catch {
            refuse(client, error)
        }
    }

    private func shutdown(_ client: Client) {
        record.ending = .graceful
        lifecycle.apply(.shutdownAsked)
        // Should this supervisor die now, the next one must know that the end was wanted.
        try? writeRecord()
        agent?.ask(.shutdown(killAfter: 0)) { [unowned self] answer in
            switch answer {
            case .success: finish(client, SupervisorReply())
            case .failure(let failure): refuse(client, failure)
            }
        }
    }

    /// How long the agent may take to kill and report before it is killed itself.
    private static var reportLimit: Duration { .seconds(2) }

    private func terminate(_ client: Client) {
        endContainer { [unowned self] in finish(client, SupervisorReply()) }
    }

    /// Kills every process, and with them the container.
    func endContainer(_ begun: () -> Void = {}) {
        let wasRunning = [.running, .shuttingDown].contains(lifecycle.state)
        let wasPaused = lifecycle.state == .paused
        guard lifecycle.state != .stopped else { return begun() }
        record.ending = .forced
        lifecycle.apply(.terminateAsked)
        try? writeRecord()
        begun()
        guard wasRunning, let agent else {
            killAgent()
            // A process frozen by cgroup v1 takes its SIGKILL only when thawed.
            if wasPaused { try? runtime.resume(id: folder.id) }
            return
        }
        outOfMemory.asked(SIGKILL, table.running.map(\.serial))
        // Through the agent, so that a process that has just exited keeps its own code.
        agent.ask(.signal(serial: 0, pid: 0, signal: SIGKILL, scope: .container)) { _ in }
        agent.ask(.shutdown(killAfter: 1)) { _ in }
        loop.after(Self.reportLimit) { [unowned self] in killAgent() }
    }

    /// Kills the container's init, and with it everything in its pid namespace.
    func killAgent() {
        guard let agentPidfd else { return }
        try? Pidfd.signal(agentPidfd, SIGKILL)  // gone already: its end is on its way here
    }
}

extension Failure {
    /// Puts the container's id where a hint has a place for it.
    func naming(_ id: String) -> Failure {
        var failure = self
        failure.hint = hint.map { $0.hasSuffix(" ID") ? $0.dropLast(2) + id : $0 }
        return failure
    }
}
