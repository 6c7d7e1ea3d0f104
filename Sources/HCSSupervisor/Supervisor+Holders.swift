internal import HCSProtocol
internal import HCSSystem

/// TerminateOnLastHandleClosed: a handle is a connection, which the kernel closes however its client ends.
extension Supervisor {
    /// How long a new supervisor waits for the first handle: its creator may have been killed, and handles of a supervisor
    /// that died have to find this one.
    private static var firstHandleLimit: Duration { .seconds(10) }

    func hold(_ client: Client) {
        client.reply(SupervisorReply())
        holders.append(client)
    }

    /// Ends the container unless a handle comes.
    func expectHandles() {
        guard record.endsWithLastHandle == true else { return }
        loop.after(Self.firstHandleLimit) { [unowned self] in endUnlessHeld() }
    }

    func letGo(_ client: Client) {
        guard let index = holders.firstIndex(where: { $0 === client }) else { return }
        holders.remove(at: index)
        endUnlessHeld()
    }

    private func endUnlessHeld() {
        guard record.endsWithLastHandle == true, holders.isEmpty,
            ![.stopped, .terminating].contains(lifecycle.state)
        else { return }
        endContainer()
    }
}
