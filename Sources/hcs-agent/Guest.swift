import CHCSShims

/// What the agent knows and does, apart from how it is told.
struct Guest {
    /// How long exits wait for their acknowledgement once no process is left.
    private static let drainTime: Int64 = 5000
    /// Once killing has begun it is repeated: a process may have been put into the container from outside.
    private static let killInterval: Int64 = 1000

    private var table = ProcessTable()
    private var isShuttingDown = false
    private var killDeadline: Int64?
    private var drainDeadline: Int64?
    private var hasChildren = true

    // MARK: Requests

    /// Answers the frame the channel holds.
    ///
    /// A message without its form ends the connection.
    mutating func answer(_ channel: Channel) {
        let sequence = channel.frame.sequence
        guard let request = try? decode(type: channel.frame.type, payload: channel.payload) else {
            return channel.close()
        }
        if case .hello = request { return greet(channel, sequence) }
        guard channel.isGreeted else { return channel.close() }
        if case .spawn(let spawn) = request { return start(spawn, channel, sequence) }
        if case .keep(let keep) = request {
            return channel.sendResult(table.keep(keep, channel.descriptors), sequence)
        }
        guard channel.descriptors.isEmpty else { return channel.close() }
        switch request {
        case .hello, .spawn, .keep: break
        case .stream(let stream): passStream(stream, channel, sequence)
        case .acknowledge(let serial): table.forget(serial)
        case .console(let serial): passConsole(serial, channel, sequence)
        case .signal(let signal): channel.sendResult(send(signal, channel), sequence)
        case .resize(let resize): channel.sendResult(self.resize(resize), sequence)
        case .shutdown(let killAfter):
            channel.sendResult(0, sequence)
            shutDown(killAfter: killAfter)
        }
    }

    private mutating func greet(_ channel: Channel, _ sequence: UInt64) {
        guard channel.descriptors.isEmpty else { return channel.close() }
        reap(channel)
        channel.isGreeted = true
        let welcome = hcs_agent_welcome(
            version: UInt32(HCS_AGENT_VERSION), processes: UInt32(table.entries.count))
        channel.send(HCS_AGENT_WELCOME, sequence: sequence, welcome)
        for entry in table.entries { channel.send(HCS_AGENT_PROCESS, sequence: 0, entry.record) }
        channel.send(HCS_AGENT_SYNCED, sequence: sequence)
        for entry in table.entries where entry.isExited {
            channel.send(HCS_AGENT_EXIT, sequence: 0, entry.record)
        }
    }

    private mutating func start(_ request: SpawnRequest, _ channel: Channel, _ sequence: UInt64) {
        do throws(StartFailure) {
            if isShuttingDown { throw StartFailure(HCS_STAGE_REQUEST, ESHUTDOWN) }
            if table.isFull { throw StartFailure(HCS_STAGE_RESOURCES, EAGAIN) }
            let entry = try startProcess(request, descriptors: channel.descriptors)
            let record = table.add(entry)
            hasChildren = true
            channel.send(HCS_AGENT_SPAWNED, sequence: sequence, record, passing: entry.console)
        } catch {
            channel.send(HCS_AGENT_FAILED, sequence: sequence, error.value)
        }
    }

    private func passConsole(_ serial: UInt64, _ channel: Channel, _ sequence: UInt64) {
        guard let entry = table[serial] else { return channel.sendResult(ESRCH, sequence) }
        guard entry.console >= 0 else { return channel.sendResult(ENOTTY, sequence) }
        channel.sendResult(0, sequence, passing: entry.console)
    }

    private func passStream(_ request: hcs_agent_stream, _ channel: Channel, _ sequence: UInt64) {
        guard let entry = table[request.serial] else { return channel.sendResult(ESRCH, sequence) }
        let kept = request.value < entry.kept.count ? entry.kept[Int(request.value)] : -1
        channel.sendResult(kept >= 0 ? 0 : ENOENT, sequence, passing: kept)
    }

    private func resize(_ resize: hcs_agent_resize) -> Int32 {
        guard let entry = table[resize.serial] else { return ESRCH }
        guard entry.console >= 0 else { return ENOTTY }
        return hcs_agent_resize_console(entry.console, resize.width, resize.height)
    }

    private mutating func send(_ request: hcs_agent_signal, _ channel: Channel) -> Int32 {
        guard (0...64).contains(request.signal) else { return EINVAL }
        // A zombie would take the signal: who has exited is found out first.
        reap(channel)
        if request.scope == HCS_SIGNAL_CONTAINER.rawValue { return hcs_agent_kill(-1, request.signal) }
        guard request.scope <= HCS_SIGNAL_GROUP.rawValue else { return EINVAL }
        var pid = request.pid
        if request.serial != 0 {
            guard let entry = table[request.serial], !entry.isExited else { return ESRCH }
            pid = entry.record.pid
        }
        guard pid > 1 else { return ESRCH }
        return hcs_agent_kill(request.scope == HCS_SIGNAL_GROUP.rawValue ? -pid : pid, request.signal)
    }

    // MARK: Exits and the end

    /// Takes every child that has exited; those that were asked for are told and kept.
    mutating func reap(_ channel: Channel?) {
        while true {
            var status: Int32 = 0
            let pid = hcs_agent_reap(&status)
            guard pid > 0 else {
                hasChildren = pid == 0
                return
            }
            guard let record = table.noteExit(of: pid, status: status, at: hcs_agent_boottime_ns()) else {
                continue
            }
            if let channel, channel.isGreeted { channel.send(HCS_AGENT_EXIT, sequence: 0, record) }
        }
    }

    /// Asks every process to end, and after `killAfter` milliseconds (0 = never) ends it.
    mutating func shutDown(killAfter: UInt32) {
        isShuttingDown = true
        if killAfter > 0 { killDeadline = hcs_agent_now_ms() + Int64(killAfter) }
        _ = hcs_agent_kill(-1, SIGTERM)
        _ = hcs_agent_kill(-1, SIGCONT)
    }

    /// What is due by time; called on every turn.
    mutating func tick(_ channel: Channel?) {
        guard isShuttingDown else { return }
        reap(channel)
        let now = hcs_agent_now_ms()
        guard hasChildren else {
            if drainDeadline == nil { drainDeadline = now + Self.drainTime }
            return
        }
        drainDeadline = nil
        guard let deadline = killDeadline, deadline <= now else { return }
        killDeadline = now + Self.killInterval
        _ = hcs_agent_kill(-1, SIGKILL)
    }

    /// How long the loop may sleep, -1 = until something happens.
    func timeout() -> Int32 {
        guard let deadline = drainDeadline ?? killDeadline else { return -1 }
        return Int32(clamping: max(0, deadline - hcs_agent_now_ms()))
    }

    /// Nothing runs, and every exit is acknowledged or has waited long enough.
    func isFinished(_ channel: Channel?) -> Bool {
        guard let drainDeadline, !hasChildren else { return false }
        if table.entries.isEmpty && channel?.hasOutput != true { return true }
        return hcs_agent_now_ms() >= drainDeadline
    }
}

extension Channel {
    func sendResult(_ error: Int32, _ sequence: UInt64, passing descriptor: Int32 = -1) {
        send(
            HCS_AGENT_RESULT, sequence: sequence, hcs_agent_result(error: error, reserved: 0),
            passing: descriptor)
    }
}
