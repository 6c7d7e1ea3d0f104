internal import Glibc
internal import HCSSchema
internal import HCSSystem

/// Stays with a process until it has ended: passes signals on, keeps the time.
struct SessionWatch {
    struct End {
        let exit: ProcessExit
        let timedOut: Bool
        let interrupted: Bool
    }

    private let process: any ContainerProcess
    private let signals: CallerSignals
    private let options: ProcessSession.Options
    private var deadline: Instant?
    private var timedOut = false
    private var interrupted = false
    private var lastInterrupt: Instant?
    private var interrupts = 0

    /// A second Ctrl-C within this time means that the first was not enough.
    private static let impatience = Duration.seconds(3)
    /// How long after the third the client stays for the exit code.
    private static let farewell = Duration.seconds(2)

    init(_ process: any ContainerProcess, _ signals: CallerSignals, _ options: ProcessSession.Options) {
        self.process = process
        self.signals = signals
        self.options = options
        deadline = options.timeout.map { Instant.now + $0 }
    }

    mutating func run() throws(ContainerError) -> End {
        while true {
            if let exit = try waitABit() {
                return End(exit: exit, timedOut: timedOut, interrupted: interrupted)
            }
            while let number = signals.next() { try take(number) }
            if let deadline, Instant.now >= deadline { try timeIsUp() }
        }
    }

    /// Nil when something else than the exit is to be looked at.
    private func waitABit() throws(ContainerError) -> ProcessExit? {
        let left = deadline.map { max($0 - Instant.now, .zero) }
        do throws(ContainerError) {
            guard let following = (process as? HostProcess)?.exitDescriptor else {
                // The supervisor was lost: ask a new one, and look at the signals in between.
                return try process.wait(timeout: min(left ?? Self.slice, Self.slice))
            }
            _ = ProcessSetup.waitReadable([following, signals.descriptor], left)
            guard ProcessSetup.waitReadable(following, .zero) else { return nil }
            return try process.wait(timeout: Self.slice)
        } catch {
            guard error.code == .timedOut else { throw error }
            return nil
        }
    }

    private static let slice = Duration.milliseconds(100)

    private mutating func take(_ number: Int32) throws(ContainerError) {
        if number == SIGWINCH { return resize() }
        if number == SIGINT, !options.console { return try interrupt() }
        guard options.proxiesSignals else { return }
        send(number, .process)
    }

    /// The ladder that always ends: INT, TERM, KILL.
    private mutating func interrupt() throws(ContainerError) {
        guard options.proxiesSignals else {
            throw ContainerError(
                .interrupted, operation: "exec", processID: process.processID,
                reason: "interrupted; the process goes on")
        }
        let now = Instant.now
        interrupts = lastInterrupt.map { now - $0 < Self.impatience } == true ? interrupts + 1 : 1
        lastInterrupt = now
        switch interrupts {
        case 1: send(SIGINT, .process)
        case 2: send(SIGTERM, .process)
        default:
            send(SIGKILL, .group)
            interrupted = true
            if deadline == nil { deadline = now + Self.farewell }
        }
    }

    private mutating func timeIsUp() throws(ContainerError) {
        guard !interrupted else {
            throw ContainerError(
                .interrupted, operation: "exec", processID: process.processID, reason: "interrupted")
        }
        // SIGKILL is sent again should the process still be there, at the same distance.
        send(timedOut ? SIGKILL : SIGTERM, .group)
        timedOut = true
        deadline = Instant.now + options.killAfter
    }

    /// A process that has ended meanwhile, or a supervisor that is being replaced, shows in the next wait.
    private func send(_ number: Int32, _ scope: SignalScope) {
        try? process.signal(number, scope: scope)
    }

    private func resize() {
        let size = ProcessSession.terminalSize()
        try? process.resizeConsole(width: UInt16(clamping: size.width), height: UInt16(clamping: size.height))
    }
}
