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
        let kept: KeptStreams
        var (request, descriptors) = (request, descriptors)
        do {
            kept = try KeptStreams(request.process?.emulateConsole == true ? [] : request.keptStreams ?? [])
            if kept.mask != 0 {
                descriptors = kept.inner
                request.streams = request.keptStreams
            }
            spawn = try SpawnRequest(request, descriptors)
        } catch let error as SyscallError {
            return refuse(client, Failure(error, doing: "cannot make the streams"))
        } catch {
            return refuse(client, error as? Failure ?? Failure(.unexpectedValue, "\(error)"))
        }
        agent.ask(.spawn(spawn), descriptors: descriptors) { [unowned self] answer in
            switch answer {
            case .success((.spawned(let process), let console)):
                started(process, console, kept, request, client)
            case .success((.failed(let stage, let errno), _)): refuse(client, Failure(spawn, stage, errno))
            case .success:
                refuse(client, Failure(.unexpectedValue, "the guest agent gave no answer to a start"))
            case .failure(let failure): refuse(client, failure)
            }
        }
    }

    private func started(
        _ process: AgentProcess, _ console: [Descriptor], _ kept: KeptStreams, _ request: SupervisorRequest,
        _ client: Client
    ) {
        table.add(process)
        emitCreation(of: process)
        keep(kept, of: process.serial)
        follow(process.serial, request, client)
        if let entry = table.entry(serial: process.serial) { supervise(entry, request) }
        var reply = SupervisorReply()
        reply.processID = UInt32(process.pid)
        reply.serial = process.serial
        reply.hasConsole = process.hasConsole
        client.reply(reply, descriptors: console)
        waitForExit(of: process.serial, client)
        if process.hasConsole { starters[process.serial] = client }
        // Gone while the process was being started.
        if client.isClosed { lost(client) }
    }

    private func follow(_ serial: UInt64, _ request: SupervisorRequest, _ client: Client) {
        client.process = serial
        client.clientExit = request.clientExit
        if let milliseconds = request.killAfter { client.killAfter = .milliseconds(milliseconds) }
    }

    private func supervise(_ entry: ProcessTable.Entry, _ request: SupervisorRequest) {
        if request.isMain == true, record.isRun == true {
            record.mainProcess = entry.serial
            try? writeRecord()  // with a full disk this supervisor still knows
        }
        if let limit = request.timeLimit {
            self.limit(
                entry, .milliseconds(limit), killAfter: .milliseconds(request.killAfter ?? 10_000))
        }
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
        var exit = ExitRecord(
            serial: serial, processID: pid, code: status.code, signal: signal,
            outOfMemory: isOutOfMemory(status, serial: serial), time: .now)
        if table.entry(serial: serial)?.timedOut == true { exit.timedOut = true }
        guard table.record(exit) else { return }
        // With a full disk the record stays in memory: better told than lost twice.
        try? log.append(EventRecord(exit))
        hubs[serial]?.catchUp()
        tellWaiters(of: exit)
        dropLimit(of: serial)
        starters[serial] = nil
        trimHubs()
        if record.mainProcess == serial { endRunIfOver() }
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
        if entry.isLost { return refuse(client, unknownExit(entry)) }
        guard let exit = entry.exit else {
            follow(entry.serial, request, client)
            return waitForExit(of: entry.serial, client)
        }
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
        guard entry.exit == nil, !entry.isLost else { return refuse(client, alreadyExited(entry)) }
        outOfMemory.asked(request.signal, [entry.serial])
        if scope == .tree {
            signalTree(of: entry.pid, request.signal ?? 0)
            return finish(client, SupervisorReply())
        }
        if let foreign = entry.foreign { return signal(foreign, request, client) }
        tellAgent(.signal(request, serial: entry.serial), request, client)
    }

    private func signal(
        _ foreign: ProcessTable.Foreign, _ request: SupervisorRequest, _ client: Client
    ) {
        do {
            try Pidfd.signal(foreign.pidfd, request.signal ?? 0)
            finish(client, SupervisorReply())
        } catch  where error.kind == .noProcess {
            refuse(client, Failure(.processAlreadyStopped, "process has already exited"))
        } catch {
            refuse(client, Failure(error, doing: "cannot send the signal"))
        }
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

    func find(_ request: SupervisorRequest) -> ProcessTable.Entry? {
        if let serial = request.serial { return table.entry(serial: serial) ?? reopenForeign(serial) }
        if let pid = request.processID {
            // A number of one that has ended may be another's by now.
            if let known = table.entry(pid: pid), known.exit == nil, !known.isLost { return known }
            return openForeign(pid: pid) ?? table.entry(pid: pid)
        }
        return request.token.flatMap(Token.bytes).flatMap { table.entry(token: $0) }
    }

    func noSuchProcess(_ request: SupervisorRequest) -> Failure {
        let name = request.processID.map { "process \($0)" } ?? "such process"
        return Failure(
            .processNotFound, "no \(name) in the container", hint: "hcsctl ps \(folder.id)")
    }

    func alreadyExited(_ entry: ProcessTable.Entry) -> Failure {
        Failure(.processAlreadyStopped, "process has already exited (code \(entry.exit?.code ?? 0))")
    }
}

extension AgentRequest {
    fileprivate static func signal(_ request: SupervisorRequest, serial: UInt64) -> AgentRequest {
        .signal(serial: serial, pid: 0, signal: request.signal ?? 0, scope: request.scope ?? .process)
    }
}
