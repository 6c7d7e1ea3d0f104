internal import Glibc
internal import HCSProtocol
public import HCSSchema
internal import HCSSystem

/// The caller's terminal, streams and signals joined to a process: what `exec`, `run` and `attach` do in the foreground.
///
/// Uses the calling process's descriptors 0, 1 and 2 and blocks its signals; one at a time in a process. Never sets O_NONBLOCK
/// on them, and puts the terminal back on every way out.
public struct ProcessSession: Sendable {
    /// What to do with output after the process has ended: a grandchild may hold the stream open.
    public enum Drain: String, CaseIterable, Hashable, Sendable {
        /// Pass on what is there, until 100 ms went by without any; the time a slow reader takes does not count.
        case idle
        /// Until the last holder has closed it.
        case eof
        /// Leave at once.
        case none
    }

    /// How a session behaves.
    public struct Options: Hashable, Sendable {
        /// Whether standard input is connected (`-i`).
        public var interactive = false
        /// Whether the process gets a console (`-t`); standard input must then be a terminal.
        public var console = false
        /// Whether signals sent to the caller go to the process; without, an interrupt leaves the process alone.
        public var proxiesSignals = true
        /// What to do with output after the end.
        public var drain = Drain.idle
        /// The keys that leave a console, typed within a second; empty for none.
        public var detachKeys: [UInt8] = []
        /// What the supervisor does about the process, time limit included.
        public var supervision = ProcessSupervision(onClientExit: .signal)

        /// The defaults.
        public init() {}
    }

    /// Something the user should know at once.
    public enum Event: Hashable, Sendable {
        /// The process is there; its number.
        case started(UInt32)
        /// The second interrupt: SIGTERM was sent.
        case terminating
        /// The third: SIGKILL was sent.
        case killing
        /// Somebody else types.
        case readOnly
    }

    /// How a session ended.
    public struct Outcome: Hashable, Sendable {
        /// Why.
        public enum Ending: Hashable, Sendable {
            /// The process ended.
            case exited(ProcessExit)
            /// The detach keys were typed; the process goes on.
            case detached
            /// A signal to the caller ended the session; the process goes on.
            case left(Int32)
            /// The third interrupt, or a signal with `terminate`, ended process and session.
            case interrupted(Int32)
        }

        /// The process's number inside the container.
        public let processID: UInt32
        /// Why the session ended.
        public let ending: Ending
    }

    /// Starts a process on the caller's own streams and stays with it to its end; its output has arrived then.
    ///
    /// - Throws: as `createProcess`; `invalidArgument` when a console is asked for and standard input is no terminal;
    ///   `interrupted` when a signal came and the process could not be started soon; `supervisorLost` when the exit cannot be
    ///   had any more.
    public static func run(
        _ configuration: ProcessConfig, in container: any Container, options: Options = Options(),
        event: (Event) throws(ContainerError) -> Void = { _ in }
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
        let signals = try CallerSignals(console: options.console, container: container.id)
        defer { signals.release() }
        let streams = ProcessStreams(
            input: options.interactive ? .descriptor(0) : .null, output: .descriptor(1),
            error: .descriptor(2))
        let process =
            if let host = container as? HostContainer {
                try host.createProcess(
                    configuration, streams: streams, supervision: options.supervision, signals: signals)
            } else {
                try container.createProcess(configuration, streams: streams, supervision: options.supervision)
            }
        return try stay(with: process, process.standardStreams, in: container, signals, options, event)
    }

    /// Joins the caller to a process that runs already: its console, or the streams kept for it.
    ///
    /// - Throws: `invalidState` when the process has neither; `processAlreadyStopped`.
    public static func attach(
        to process: any ContainerProcess, in container: any Container, options: Options = Options(),
        event: (Event) throws(ContainerError) -> Void = { _ in }
    ) throws(ContainerError) -> Outcome {
        let signals = try CallerSignals(console: true, container: container.id)
        defer { signals.release() }
        let attachment = try process.attach(input: options.interactive)
        if attachment.isReadOnly { try event(.readOnly) }
        var options = options
        options.console = attachment.streams.console != nil
        options.interactive = options.interactive && !attachment.isReadOnly
        if options.console { repaint(process) }
        return try stay(with: process, attachment.streams, in: container, signals, options, event)
    }

    private static func stay(
        with process: any ContainerProcess, _ streams: StandardStreams, in container: any Container,
        _ signals: CallerSignals, _ options: Options, _ event: (Event) throws(ContainerError) -> Void
    ) throws(ContainerError) -> Outcome {
        defer { process.close() }
        try event(.started(process.processID))
        let caller = try CallerStreams(streams, options, container: container.id)
        defer { caller.restore() }
        var watch = SessionWatch(process, container, caller, signals, options)
        let ending = try watch.run(event)
        if case .exited = ending { caller.drain(options.drain) }
        return Outcome(processID: process.processID, ending: ending)
    }

    /// A program draws anew when its console's size changes, so it changes twice. Not where there is no size of ours.
    private static func repaint(_ process: any ContainerProcess) {
        guard [1, 0, 2].contains(where: { Terminal.size(of: $0) != nil }) else { return }
        let size = terminalSize()
        let (width, height) = (UInt16(clamping: size.width), UInt16(clamping: size.height))
        // What has ended meanwhile has nothing to draw.
        try? process.resizeConsole(width: width, height: height > 1 ? height - 1 : height + 1)
        try? process.resizeConsole(width: width, height: height)
    }

    /// Whether a descriptor of the caller is a terminal.
    public static func isTerminal(_ descriptor: Int32) -> Bool {
        Terminal.isTerminal(descriptor)
    }

    /// The size of the caller's terminal: standard output's, input's, error's, /dev/tty's, else COLUMNS and LINES, else 80 by
    /// 24.
    public static func terminalSize() -> ConsoleSize {
        for descriptor: Int32 in [1, 0, 2] {
            if let size = Terminal.size(of: descriptor) {
                return ConsoleSize(height: UInt(size.height), width: UInt(size.width))
            }
        }
        // A process without a terminal has none to open.
        if let terminal = try? Files.openReadOnly("/dev/tty"), let size = Terminal.size(of: terminal.number) {
            return ConsoleSize(height: UInt(size.height), width: UInt(size.width))
        }
        return ConsoleSize(height: variable("LINES") ?? 24, width: variable("COLUMNS") ?? 80)
    }

    private static func variable(_ name: String) -> UInt? {
        ProcessSetup.environment(name).flatMap { UInt16($0) }.flatMap { $0 > 0 ? UInt($0) : nil }
    }
}
