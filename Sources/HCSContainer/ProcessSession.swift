internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

/// The caller's terminal, streams and signals joined to a process: what `exec`, `run` and `attach` do in the foreground.
///
/// Uses the calling process's descriptors 0, 1 and 2 and blocks its signals; one at a time in a process. Never sets O_NONBLOCK
/// on them, and puts the terminal back on every way out.
public struct ProcessSession: Sendable {
    /// How a session behaves.
    public struct Options: Hashable, Sendable {
        /// Whether standard input is connected (`-i`).
        public var interactive = false
        /// Whether the process gets a console (`-t`); standard input must then be a terminal.
        public var console = false
        /// Whether signals sent to the caller go to the process.
        public var proxiesSignals = true
        /// How long the process may run before it is sent SIGTERM.
        public var timeout: Duration?
        /// How long after that it is sent SIGKILL.
        public var killAfter: Duration = .seconds(10)

        /// The defaults.
        public init() {}
    }

    /// How a session ended.
    public struct Outcome: Hashable, Sendable {
        /// The process's number inside the container.
        public let processID: UInt32
        /// How the process ended.
        public let exit: ProcessExit
        /// Whether the timeout ended it.
        public let timedOut: Bool
        /// Whether the caller ended it with the third Ctrl-C, or left it with `proxiesSignals` off.
        public let interrupted: Bool
    }

    /// Starts a process on the caller's own streams and stays with it to its end; its output has arrived then.
    ///
    /// - Throws: as `createProcess`; `invalidArgument` when a console is asked for and standard input is no terminal;
    ///   `supervisorLost` when the exit cannot be had any more.
    public static func run(
        _ configuration: ProcessConfig, in container: any Container, options: Options = Options()
    ) throws(ContainerError) -> Outcome {
        var configuration = configuration
        configuration.emulateConsole = options.console
        if options.console {
            guard isTerminal(0) else {
                throw ContainerError(
                    .invalidArgument, operation: "exec", containerID: container.id,
                    reason: "a console was asked for but standard input is not a terminal",
                    hint: "leave out -t")
            }
            if configuration.consoleSize == ConsoleSize() { configuration.consoleSize = terminalSize() }
        }
        // Before the start: a signal that comes between the two is kept for the process.
        let signals: CallerSignals
        do {
            signals = try CallerSignals(console: options.console)
        } catch {
            throw ContainerError(
                error, doing: "cannot watch signals", operation: "exec", containerID: container.id)
        }
        defer { signals.release() }
        let process = try container.createProcess(
            configuration,
            streams: ProcessStreams(
                input: options.interactive ? .descriptor(0) : .null, output: .descriptor(1),
                error: .descriptor(2)))
        defer { process.close() }
        let pumps = try CallerStreams(process, interactive: options.interactive, container: container.id)
        defer { pumps.restore() }
        var watch = SessionWatch(process, signals, options)
        let end = try watch.run()
        pumps.drain()
        return Outcome(
            processID: process.processID, exit: end.exit, timedOut: end.timedOut, interrupted: end.interrupted
        )
    }

    /// Whether a descriptor of the caller is a terminal.
    public static func isTerminal(_ descriptor: Int32) -> Bool {
        Terminal.isTerminal(descriptor)
    }

    /// The size of the caller's terminal: standard output's, input's, error's, else COLUMNS and LINES, else 80 by 24.
    public static func terminalSize() -> ConsoleSize {
        for descriptor: Int32 in [1, 0, 2] {
            if let size = Terminal.size(of: descriptor) {
                return ConsoleSize(height: UInt(size.height), width: UInt(size.width))
            }
        }
        return ConsoleSize(height: variable("LINES") ?? 24, width: variable("COLUMNS") ?? 80)
    }

    private static func variable(_ name: String) -> UInt? {
        ProcessSetup.environment(name).flatMap { UInt16($0) }.flatMap { $0 > 0 ? UInt($0) : nil }
    }
}
