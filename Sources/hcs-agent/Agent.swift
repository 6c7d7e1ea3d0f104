import CHCSShims

/// The guest agent: PID 1 of a container.
///
/// It starts processes when the supervisor asks, reaps all, and keeps each exit code until the supervisor has
/// it on disk.
@main
struct Agent {
    static func main() {
        let signals = hcs_agent_prepare()
        guard signals >= 0 else { hcs_agent_exit(1) }
        var loop = EventLoop(signals: signals)
        loop.run()
    }
}
