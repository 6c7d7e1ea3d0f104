import CHCSShims

/// One thread, three descriptors: signals, the listening socket, the supervisor's connection.
struct EventLoop {
    /// Frames answered before signals are looked at again, so that an endless peer cannot hold up reaping.
    private static let framesPerTurn = 32

    private let signals: Int32
    private let listener = Int32(HCS_AGENT_LISTEN_DESCRIPTOR)
    private var channel: Channel?
    private var guest = Guest()

    init(signals: Int32) { self.signals = signals }

    mutating func run() -> Never {
        while true {
            let ready = waitForEvents()
            if ready.signals { takeSignals() }
            if ready.listener { acceptConnection() }
            if ready.channel { answerRequests() }
            guest.tick(channel)
            channel?.flush()
            if let channel, !channel.isOpen { self.channel = nil }
            if guest.isFinished(channel) { hcs_agent_exit(0) }
        }
    }

    private func waitForEvents() -> (signals: Bool, listener: Bool, channel: Bool) {
        let readable = Int32(HCS_AGENT_READABLE)
        let writable = Int32(HCS_AGENT_WRITABLE)
        var descriptors = (signals, listener, Int32(-1))
        var events = (readable, readable, Int32(0))
        if let channel {
            descriptors.2 = channel.descriptor
            events.2 = (channel.isCongested ? 0 : readable) | (channel.hasOutput ? writable : 0)
        }
        let count = withUnsafeMutableBytes(of: &events) { events in
            withUnsafeBytes(of: &descriptors) { descriptors in
                hcs_agent_wait(
                    descriptors.assumingMemoryBound(to: Int32.self).baseAddress,
                    events.assumingMemoryBound(to: Int32.self).baseAddress, 3, guest.timeout())
            }
        }
        guard count > 0 else { return (false, false, false) }
        return (events.0 != 0, events.1 != 0, events.2 != 0)
    }

    private mutating func takeSignals() {
        let seen = hcs_agent_read_signals(signals)
        if seen.child { guest.reap(channel) }
        // As if asked to shut down without a time limit: what `kill 1` or a runtime's `kill` means here.
        if seen.terminate { guest.shutDown(killAfter: 0) }
    }

    /// A newer connection replaces the older: there is one supervisor, and the older one may be a dead one's.
    private mutating func acceptConnection() {
        let descriptor = hcs_agent_accept(listener)
        guard descriptor >= 0 else {
            // No descriptor left, of which consoles may take many: the older connection makes room.
            if hcs_agent_errno() == EMFILE { channel = nil }
            return
        }
        channel = Channel(descriptor)
    }

    private mutating func answerRequests() {
        guard let channel else { return }
        for _ in 0..<Self.framesPerTurn {
            guard !channel.isCongested, channel.receive() else { return }
            guest.answer(channel)
            channel.finishFrame()
            channel.flush()
        }
    }
}
