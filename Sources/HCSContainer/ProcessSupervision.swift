/// What the container's supervisor is to do about a process by itself, whether or not its starter lives.
public struct ProcessSupervision: Hashable, Sendable {
    /// What happens to a process when the program that started it ends or is killed.
    public enum ClientExit: String, CaseIterable, Hashable, Sendable, Codable {
        /// Nothing.
        case detach
        /// SIGTERM to what the process started (SIGHUP with a console), and after `killAfter` SIGKILL.
        case signal
        /// The whole container is terminated.
        case terminate
    }

    /// How long the process may run before it, its group and what it started are sent SIGTERM.
    public var timeLimit: Duration?
    /// How long after that, or after the loss of the client, they are sent SIGKILL.
    public var killAfter: Duration
    /// What happens when the starter's handle goes away before the process.
    public var onClientExit: ClientExit
    /// Whether the container of a `ContainerStore.run` ends with this process.
    public var isMain: Bool

    /// The defaults let a process live as HCS does.
    public init(
        timeLimit: Duration? = nil, killAfter: Duration = .seconds(10), onClientExit: ClientExit = .detach,
        isMain: Bool = false
    ) {
        self.timeLimit = timeLimit
        self.killAfter = killAfter
        self.onClientExit = onClientExit
        self.isMain = isMain
    }
}
