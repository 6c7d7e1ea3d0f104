internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem
internal import SystemPackage

extension Supervisor {
    func createProcess(_ request: SupervisorRequest, _ descriptors: [Descriptor], _ client: Client) {
        guard let agent else {
            return refuse(client, Failure(.supervisorLost, "the guest agent cannot be reached"))
        }
        let spawn: SpawnRequest
        do {
            spawn = try SpawnRequest(request, descriptors)
        } catch {
            return refuse(client, error)
        }
        agent.ask(.spawn(spawn), descriptors: descriptors) { [unowned self] answer in
            switch answer {
            case .success((.spawned(let process), let console)): started(process, console, client)
            case .success((.failed(let stage, let errno), _)): refuse(client, Failure(spawn, stage, errno))
            case .success:
                refuse(client, Failure(.unexpectedValue, "the guest agent gave no answer to a start"))
            case .failure(let failure): refuse(client, failure)
            }
        }
    }

    private func started(_ process: AgentProcess, _ console: [Descriptor], _ client: Client) {
        table.add(process)
        emitCreation(of: process)
        var reply = SupervisorReply()
        reply.processID = UInt32(process.pid)
        reply.serial = process.serial
        reply.hasConsole = process.hasConsole
        client.reply(reply, descriptors: console)
        waitForExit(of: process.serial, client)
    }

    /// Puts an exit on disk, then lets the agent forget it, then tells who waits. In that order nothing is ever lost.
    func exited(_ process: AgentProcess) {
        guard let status = process.status else { return }
        table.add(process)
        emitCreation(of: process)
        record(status, serial: process.serial, pid: UInt32(process.pid))
        agent?.tell(.acknowledge(serial: process.serial))
    }

    func record(_ status: ExitStatus, serial: UInt64, pid: UInt32) {
        var signal: Int32?
        if case .signalled(let number) = status { signal = number }
        guard table.entry(serial: serial)?.exit == nil else { return }
        let exit = ExitRecord(
            serial: serial, processID: pid, code: status.code, signal: signal,
            outOfMemory: isOutOfMemory(status, serial: serial), time: .now)
        guard table.record(exit) else { return }
        // With a full disk the record stays in memory: better told than lost twice.
        try? log.append(EventRecord(exit))
        tellWaiters(of: exit)
    }

    func openProcess(_ request: SupervisorRequest, _ client: Client) {
        guard let entry = find(request) else { return refuse(client, noSuchProcess(request)) }
        var reply = SupervisorReply()
        reply.processID = entry.pid
        reply.serial = entry.serial
        reply.hasConsole = entry.hasConsole
        reply.exit = entry.exit
        finish(client, reply)
    }

    func waitProcess(_ request: SupervisorRequest, _ client: Client) {
        guard let entry = find(request) else { return refuse(client, noSuchProcess(request)) }
        guard let exit = entry.exit else { return waitForExit(of: entry.serial, client) }
        var reply = SupervisorReply()
        reply.exit = exit
        finish(client, reply)
    }

    func signal(_ request: SupervisorRequest, _ client: Client) {
        let scope = request.scope ?? .process
        guard scope != .container else {
            outOfMemory.asked(request.signal, table.running.map(\.serial))
            return tellAgent(.signal(request, serial: 0), request, client)
        }
        guard let entry = find(request) else { return refuse(client, noSuchProcess(request)) }
        guard entry.exit == nil else { return refuse(client, alreadyExited(entry)) }
        outOfMemory.asked(request.signal, [entry.serial])
        tellAgent(.signal(request, serial: entry.serial), request, client)
    }

    func resize(_ request: SupervisorRequest, _ client: Client) {
        guard let entry = find(request) else { return refuse(client, noSuchProcess(request)) }
        guard entry.exit == nil else { return finish(client, SupervisorReply()) }
        guard entry.hasConsole else {
            return refuse(client, Failure(.invalidArgument, "process \(entry.pid) has no console"))
        }
        let size = (width: request.width ?? 0, height: request.height ?? 0)
        tellAgent(.resize(serial: entry.serial, width: size.width, height: size.height), request, client)
    }

    func console(_ request: SupervisorRequest, _ client: Client) {
        guard let entry = find(request) else { return refuse(client, noSuchProcess(request)) }
        guard entry.exit == nil else { return refuse(client, alreadyExited(entry)) }
        guard entry.hasConsole else {
            return refuse(client, Failure(.invalidArgument, "process \(entry.pid) has no console"))
        }
        tellAgent(.console(serial: entry.serial), request, client)
    }

    /// Passes a request on and answers with the agent's `errno`.
    private func tellAgent(_ message: AgentRequest, _ request: SupervisorRequest, _ client: Client) {
        guard let agent else {
            return refuse(client, Failure(.supervisorLost, "the guest agent cannot be reached"))
        }
        agent.ask(message) { [unowned self] answer in
            switch answer {
            case .success((.result(0), let descriptors)):
                finish(client, SupervisorReply(), descriptors: descriptors)
            case .success((.result(let errno), _)) where Errno(rawValue: errno) == .noSuchProcess:
                refuse(client, Failure(.processAlreadyStopped, "process has already exited"))
            case .success((.result(let errno), _)):
                refuse(
                    client,
                    Failure(.invalidArgument, "\(request.operation.rawValue): \(Errno(rawValue: errno))"))
            case .success: refuse(client, Failure(.unexpectedValue, "the guest agent gave a wrong answer"))
            case .failure(let failure): refuse(client, failure)
            }
        }
    }

    private func find(_ request: SupervisorRequest) -> ProcessTable.Entry? {
        if let serial = request.serial { return table.entry(serial: serial) }
        if let pid = request.processID { return table.entry(pid: pid) }
        return request.token.flatMap(Token.bytes).flatMap { table.entry(token: $0) }
    }

    private func noSuchProcess(_ request: SupervisorRequest) -> Failure {
        let name = request.processID.map { "process \($0)" } ?? "such process"
        return Failure(
            .processNotFound, "no \(name) was started in the container", hint: "hcsctl ps \(folder.id)")
    }

    private func alreadyExited(_ entry: ProcessTable.Entry) -> Failure {
        Failure(.processAlreadyStopped, "process has already exited (code \(entry.exit?.code ?? 0))")
    }
}

extension AgentRequest {
    fileprivate static func signal(_ request: SupervisorRequest, serial: UInt64) -> AgentRequest {
        .signal(serial: serial, pid: 0, signal: request.signal ?? 0, scope: request.scope ?? .process)
    }
}
