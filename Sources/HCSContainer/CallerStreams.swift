internal import HCSSystem

/// Moves bytes between the caller's streams and those of a process, where they could not be handed over.
final class CallerStreams {
    private var outputs: [(pump: Pump, source: Descriptor)] = []
    private var terminal: Terminal.RawMode?
    private let console: Descriptor?

    /// A process that ended but whose grandchild holds the stream is let go after so long without a byte.
    private static let idle = Duration.milliseconds(100)

    init(_ process: any ContainerProcess, interactive: Bool, container: String) throws(ContainerError) {
        let streams = process.standardStreams
        console = streams.console?.current
        do {
            if let console {
                // Only now: an error before this is printed on a terminal that is as the caller left it.
                terminal = try Terminal.RawMode(0)
                if interactive { _ = try Pump(from: Descriptor.duplicating(0), to: console) }
                outputs.append((try Pump(from: console, to: Descriptor.duplicating(1)), console))
                return
            }
            if let input = streams.input?.release() {
                _ = try Pump(from: Descriptor.duplicating(0), to: input)
            }
            for (stream, number): (ProcessStream?, Int32) in [(streams.output, 1), (streams.error, 2)] {
                guard let source = stream?.current else { continue }
                outputs.append((try Pump(from: source, to: Descriptor.duplicating(number)), source))
            }
        } catch {
            throw ContainerError(
                error, doing: "cannot connect the streams", operation: "exec", containerID: container)
        }
    }

    /// After the process has ended: what it wrote arrives.
    func drain() {
        for (pump, source) in outputs { pump.drain(from: source, idle: Self.idle) }
    }

    func restore() {
        terminal?.restore()
    }
}
