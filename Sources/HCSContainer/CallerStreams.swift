internal import Glibc
internal import HCSSystem
internal import Synchronization

/// Moves bytes between the caller's streams and those of a process, where they could not be handed over.
final class CallerStreams {
    private var outputs: [(pump: Pump, source: Descriptor)] = []
    private var terminal: Terminal.RawMode?
    private var console: Descriptor?
    private var typing: ConsolePump?
    /// Readable when the caller's input has ended; nil with a console.
    var inputEnd: Descriptor?
    private var showing: ConsolePump?
    private let screen = Screen()
    private let options: ProcessSession.Options
    private let container: String

    /// A process that ended but whose grandchild holds the stream is let go after so long without a byte.
    private static let idle = Duration.milliseconds(100)
    /// How long a pump may take to stop: its reader or writer may be held by Ctrl-S.
    private static let stopLimit = Duration.milliseconds(500)

    init(
        _ streams: StandardStreams, _ options: ProcessSession.Options, container: String
    ) throws(ContainerError) {
        self.options = options
        self.container = container
        console = streams.console?.current
        do {
            if let console {
                // Only now: an error before this is printed on a terminal that is as the caller left it.
                // Without input the terminal's own interrupt key is the only one there is.
                if Terminal.isTerminal(0) {
                    terminal = try Terminal.RawMode(0, isViewing: !options.interactive)
                }
                try connect(console)
                return
            }
            if options.interactive, let input = streams.input?.release() {
                inputEnd = try Pump(from: Descriptor.duplicating(0), to: input).done
            }
            for (stream, number): (ProcessStream?, Int32) in [(streams.output, 1), (streams.error, 2)] {
                guard let source = stream?.current else { continue }
                outputs.append((try Pump(from: source, to: Descriptor.duplicating(number)), source))
            }
        } catch {
            throw failure(error)
        }
    }

    /// Readable when the typing has ended, perhaps by the detach keys.
    var typingEnd: Descriptor? { typing?.done }
    /// Whether the detach keys were typed. If not, the typing is not to be looked at again.
    func isDetached() -> Bool {
        if typing?.isComplete == true { return true }
        typing = nil
        return false
    }

    /// Goes on with another descriptor in place of the console.
    func switchConsole(to other: Descriptor) throws(ContainerError) {
        typing?.stop(within: Self.stopLimit)
        showing?.stop(within: Self.stopLimit)
        console = other
        do {
            try connect(other)
        } catch {
            throw failure(error)
        }
    }

    private func connect(_ console: Descriptor) throws(SyscallError) {
        if options.interactive {
            let keys = Keys(options.detachKeys)
            typing = try ConsolePump(from: Descriptor.duplicating(0), to: console) { keys.scan($0) }
        }
        let screen = screen
        showing = try ConsolePump(from: console, to: Descriptor.duplicating(1)) { bytes in
            screen.scan(bytes)
            return (bytes.count, false)
        }
    }

    func renew() { terminal?.renew() }

    /// After the process has ended: what it wrote arrives.
    func drain(_ how: ProcessSession.Drain) {
        guard how != .none else { return }
        let idle = how == .eof ? nil : Self.idle
        if let console { showing?.drain(from: console, idle: idle) }
        for (pump, source) in outputs { pump.drain(from: source, idle: idle) }
    }

    func restore() {
        typing?.stop(within: Self.stopLimit)
        showing?.stop(within: Self.stopLimit)
        (typing, showing) = (nil, nil)
        guard terminal != nil else { return }
        // A program that is left behind may have the terminal on its alternate screen.
        if screen.isShown, let output = try? Descriptor.duplicating(1) {
            try? Streams.writeAll(AlternateScreen.leave, to: output)
        }
        terminal?.restore()
    }

    private func failure(_ error: SyscallError) -> ContainerError {
        ContainerError(
            error, doing: "cannot connect the streams", operation: "exec", containerID: container)
    }

    /// What has been typed, as seen by the pump's thread.
    private final class Keys: Sendable {
        private let scanner: Mutex<DetachScanner?>

        init(_ keys: [UInt8]) {
            scanner = Mutex(DetachScanner(keys))
        }

        func scan(_ bytes: [UInt8]) -> (count: Int, isLast: Bool) {
            scanner.withLock { scanner in
                guard let found = scanner?.scan(bytes, at: .now) else { return (bytes.count, false) }
                return (found.count, found.isComplete)
            }
        }
    }

    /// What has been shown, as seen by the pump's thread.
    private final class Screen: Sendable {
        private let state = Mutex(AlternateScreen())

        func scan(_ bytes: [UInt8]) {
            state.withLock { $0.scan(bytes) }
        }

        var isShown: Bool { state.withLock { $0.isShown } }
    }
}
