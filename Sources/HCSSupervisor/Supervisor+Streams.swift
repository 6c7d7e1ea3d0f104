internal import HCSProtocol
internal import HCSSystem

/// Streams that outlive their starter: kept, shared, attached to.
extension Supervisor {
    /// The two ends of streams that are to be kept: the process's, and ours.
    struct KeptStreams {
        var inner: [Descriptor] = []
        var outer: [Descriptor?] = [nil, nil, nil]

        init(_ wanted: [Bool]) throws(SyscallError) {
            for (number, isWanted) in wanted.prefix(3).enumerated() where isWanted {
                if number == 0 {
                    // A socket, so that it can be ended for all who hold a copy.
                    let (ours, theirs) = try UnixSocket.pair()
                    inner.append(theirs)
                    outer[0] = ours
                } else {
                    let pipe = try Pipe()
                    inner.append(pipe.writeEnd)
                    outer[number] = pipe.readEnd
                }
            }
        }

        var mask: UInt32 {
            outer.enumerated().reduce(0) { $1.element == nil ? $0 : $0 | 1 << UInt32($1.offset) }
        }
    }

    /// Keeps the streams of a process that has just started; the agent holds copies, for the next supervisor.
    func keep(_ streams: KeptStreams, of serial: UInt64) {
        guard streams.mask != 0 else { return }
        hubs[serial] = StreamHub(
            loop, input: streams.outer[0], output: streams.outer[1], error: streams.outer[2])
        agent?.ask(
            .keep(serial: serial, mask: streams.mask), descriptors: streams.outer.compactMap { $0 }
        ) { _ in }
    }

    /// The starter of a process with a console is gone: somebody else may come, and the process must not block meanwhile.
    func takeConsole(of entry: ProcessTable.Entry) {
        guard entry.hasConsole, entry.exit == nil, hubs[entry.serial] == nil else { return }
        agent?.ask(.console(serial: entry.serial)) { [unowned self] answer in
            guard case .success((.result(0), let descriptors)) = answer, let console = descriptors.first
            else {
                return
            }
            hubs[entry.serial] = hubs[entry.serial] ?? StreamHub(loop, console: console)
        }
    }

    func attach(_ request: SupervisorRequest, _ client: Client) {
        guard let entry = find(request) else { return refuse(client, noSuchProcess(request)) }
        if let hub = hubs[entry.serial] { return join(hub, entry, request, client) }
        guard entry.exit == nil else { return refuse(client, alreadyExited(entry)) }
        fetchStreams(of: entry) { [unowned self] hub in
            guard let hub else {
                return refuse(
                    client,
                    Failure(
                        .invalidState, "process \(entry.pid) has neither a console nor kept streams",
                        hint: "start it with -t, or with -d -i"))
            }
            hubs[entry.serial] = hubs[entry.serial] ?? hub
            if let starter = starters.removeValue(forKey: entry.serial) { handOver(to: starter, hub) }
            join(hub, entry, request, client)
        }
    }

    /// From the agent, which holds copies.
    private func fetchStreams(of entry: ProcessTable.Entry, _ done: @escaping (StreamHub?) -> Void) {
        guard let agent, entry.foreign == nil else { return done(nil) }
        guard !entry.hasConsole else {
            return agent.ask(.console(serial: entry.serial)) { [unowned self] answer in
                guard case .success((.result(0), let found)) = answer, let console = found.first else {
                    return done(nil)
                }
                done(StreamHub(loop, console: console))
            }
        }
        var ends: [Descriptor?] = []
        for number: UInt32 in 0..<3 {
            agent.ask(.stream(serial: entry.serial, number: number)) { [unowned self] answer in
                if case .success((.result(0), let found)) = answer {
                    ends.append(found.first)
                } else {
                    ends.append(nil)
                }
                guard ends.count == 3 else { return }
                guard ends.contains(where: { $0 != nil }) else { return done(nil) }
                done(StreamHub(loop, input: ends[0], output: ends[1], error: ends[2]))
            }
        }
    }

    /// The starter, which held the console alone, becomes the hub's first member, and the one who types.
    private func handOver(to starter: Client, _ hub: StreamHub) {
        guard let ends = try? hub.add(starter, typing: true) else { return }
        var reply = SupervisorReply()
        reply.isShared = true
        starter.reply(reply, descriptors: ends.compactMap { $0 })
    }

    private func join(
        _ hub: StreamHub, _ entry: ProcessTable.Entry, _ request: SupervisorRequest, _ client: Client
    ) {
        let ends: [Descriptor?]
        do {
            ends = try hub.add(client, typing: request.wantsInput ?? false)
        } catch {
            return refuse(client, Failure(error, doing: "cannot share the streams"))
        }
        var reply = SupervisorReply()
        reply.processID = entry.pid
        reply.serial = entry.serial
        reply.hasConsole = hub.hasConsole
        reply.streams = hub.hasConsole ? nil : ends.map { $0 != nil }
        reply.isReadOnly =
            request.wantsInput == true && (hub.hasConsole ? !hub.isTypist(client) : ends[0] == nil)
        client.reply(reply, descriptors: ends.compactMap { $0 })
        client.hub = entry.serial
        guard let exit = entry.exit else { return waitForExit(of: entry.serial, client) }
        var last = SupervisorReply()
        last.exit = exit
        client.reply(last)
    }

    func closeStdin(_ request: SupervisorRequest, _ client: Client) {
        guard let entry = find(request) else { return refuse(client, noSuchProcess(request)) }
        guard entry.exit == nil else { return finish(client, SupervisorReply()) }
        guard !entry.hasConsole else {
            return refuse(
                client,
                Failure(
                    .unsupported, "a console's input has no end of its own",
                    hint: "attach and type ctrl-d, or kill it"))
        }
        guard hubs[entry.serial] == nil else { return endInput(entry.serial, client) }
        fetchStreams(of: entry) { [unowned self] hub in
            guard let hub else {
                return refuse(
                    client,
                    Failure(
                        .unsupported,
                        "the standard input of process \(entry.pid) is its starter's own, or none",
                        hint: "only one kept by exec -d -i can be closed from outside"))
            }
            hubs[entry.serial] = hub
            endInput(entry.serial, client)
        }
    }

    private func endInput(_ serial: UInt64, _ client: Client) {
        hubs[serial]?.closeInput()
        finish(client, SupervisorReply())
    }

    /// Output of processes that have ended, kept for this many of them.
    private static var keptHubs: Int { 64 }

    /// After an exit: a hub that nobody reads and that has nothing more is not needed.
    func trimHubs() {
        let dead = hubs.keys.filter { table.entry(serial: $0)?.exit != nil }.sorted()
        for serial in dead where hubs[serial]?.isIdle == true && hubs[serial]?.hasConsole == true {
            hubs[serial] = nil
        }
        for serial in dead.dropLast(Self.keptHubs) where hubs[serial]?.isIdle == true { hubs[serial] = nil }
    }
}
