internal import Glibc
internal import HCSSchema
internal import HCSSystem

/// Stays with a process until it has ended or is left: passes signals on, follows the terminal.
struct SessionWatch {
    private let process: any ContainerProcess
    private let container: any Container
    private let streams: CallerStreams
    private let signals: CallerSignals
    private let options: ProcessSession.Options
    private var deadline: Instant?
    private var resizeDue: Instant?
    private var lastInterrupt: Instant?
    private var interrupts = 0
    /// The signal with which the session ends although the process has been dealt with.
    private var farewellSignal: Int32?

    /// A second Ctrl-C within this time means that the first was not enough.
    private static let impatience = Duration.seconds(3)
    /// How long after the third the client stays for the exit.
    private static let farewell = Duration.seconds(2)
    /// Sizes that change in a row are one change.
    private static let resizeDelay = Duration.milliseconds(20)
    private static let slice = Duration.milliseconds(100)

    init(
        _ process: any ContainerProcess, _ container: any Container, _ streams: CallerStreams,
        _ signals: CallerSignals, _ options: ProcessSession.Options
    ) {
        self.process = process
        self.container = container
        self.streams = streams
        self.signals = signals
        self.options = options
    }

    mutating func run(
        _ event: (ProcessSession.Event) throws(ContainerError) -> Void
    ) throws(ContainerError) -> ProcessSession.Outcome.Ending {
        while true {
            if let exit = try waitABit() {
                return farewellSignal.map { .interrupted($0) } ?? .exited(exit)
            }
            if let end = streams.typingEnd, ProcessSetup.waitReadable(end, .zero), streams.isDetached() {
                leave()
                return .detached
            }
            if let end = streams.inputEnd, ProcessSetup.waitReadable(end, .zero) {
                streams.inputEnd = nil
                // Streams that are kept do not end by themselves; one that has ended meanwhile does not mind.
                try? process.closeStdin()
            }
            while let number = signals.next() {
                if let ending = try take(number, event) { return ending }
            }
            if let resizeDue, Instant.now >= resizeDue { resize() }
            if let deadline, Instant.now >= deadline { return .interrupted(farewellSignal ?? SIGINT) }
        }
    }

    private func leave() {
        (process as? HostProcess)?.leave()
    }

    /// Nil when something else than the exit is to be looked at.
    private func waitABit() throws(ContainerError) -> ProcessExit? {
        let due = [deadline, resizeDue].compactMap { $0 }.min()
        let left = due.map { max($0 - Instant.now, .zero) }
        guard let host = process as? HostProcess, let following = host.exitDescriptor else {
            // The supervisor was lost: ask a new one, and look at the signals in between.
            return try waitSlice(min(left ?? Self.slice, Self.slice))
        }
        let ends = [streams.typingEnd, streams.inputEnd].compactMap { $0 }
        _ = ProcessSetup.waitReadable([following, signals.descriptor] + ends, left)

        guard ProcessSetup.waitReadable(following, .zero) else { return nil }
        switch host.news() {
        case .exit(let exit): return exit
        case .shared(let console): try streams.switchConsole(to: console)
        case .lost: break
        }
        return nil
    }

    private func waitSlice(_ limit: Duration) throws(ContainerError) -> ProcessExit? {
        do throws(ContainerError) {
            return try process.wait(timeout: limit)
        } catch {
            guard error.code == .timedOut else { throw error }
            return nil
        }
    }

    /// An ending when the session is over.
    private mutating func take(
        _ number: Int32, _ event: (ProcessSession.Event) throws(ContainerError) -> Void
    ) throws(ContainerError) -> ProcessSession.Outcome.Ending? {
        if number == SIGWINCH {
            if resizeDue == nil { resizeDue = Instant.now + Self.resizeDelay }
            return nil
        }
        if number == SIGCONT {
            streams.renew()
            if options.console { resizeDue = Instant.now }
        }
        if number == SIGINT, !options.console || !options.interactive { return try interrupt(event) }
        guard [SIGHUP, SIGTERM].contains(number), options.supervision.onClientExit != .signal else {
            if options.proxiesSignals { send(number, .process) }
            return nil
        }
        if options.supervision.onClientExit == .detach {
            leave()
            return .left(number)
        }
        // "Pending" is success; what has ended already is as wanted.
        try? container.terminate()
        try? container.wait(timeout: Self.farewell)
        return .interrupted(number)
    }

    /// The ladder that always ends: INT, TERM, KILL.
    private mutating func interrupt(
        _ event: (ProcessSession.Event) throws(ContainerError) -> Void
    ) throws(ContainerError) -> ProcessSession.Outcome.Ending? {
        guard options.proxiesSignals else {
            leave()
            return .left(SIGINT)
        }
        let now = Instant.now
        interrupts = lastInterrupt.map { now - $0 < Self.impatience } == true ? interrupts + 1 : 1
        lastInterrupt = now
        switch interrupts {
        case 1: send(SIGINT, .process)
        case 2:
            send(SIGTERM, .process)
            try event(.terminating)
        default:
            send(SIGKILL, .tree)
            if farewellSignal == nil { try event(.killing) }
            farewellSignal = SIGINT
            if deadline == nil { deadline = now + Self.farewell }
        }
        return nil
    }

    /// A process that has ended meanwhile, or a supervisor that is being replaced, shows in the next wait.
    private func send(_ number: Int32, _ scope: SignalScope) {
        try? process.signal(number, scope: scope)
    }

    private mutating func resize() {
        resizeDue = nil
        let size = ProcessSession.terminalSize()
        try? process.resizeConsole(width: UInt16(clamping: size.width), height: UInt16(clamping: size.height))
    }
}
