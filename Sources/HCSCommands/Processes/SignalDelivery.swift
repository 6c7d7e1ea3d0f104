internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// One signal to a process, or to every process of a container: sent, then waited for.
struct SignalDelivery {
    let target: ProcessTarget
    let signal: Int32
    let ignore: Bool
    let exact: Bool
    let context: CommandContext

    /// When the waiting ends, for all targets of the command; nil does not wait.
    struct Limits {
        let wait: ContinuousClock.Instant?
        let escalation: ContinuousClock.Instant?
    }

    private var container: (any Container)?
    private var processes: [any ContainerProcess] = []
    private var changed = false
    private var failure: ContainerError?

    init(target: ProcessTarget, signal: Int32, ignore: Bool, exact: Bool, context: CommandContext) {
        self.target = target
        self.signal = signal
        self.ignore = ignore
        self.exact = exact
        self.context = context
    }

    /// Sends; a failure is for `finish` to tell.
    mutating func send() {
        do throws(ContainerError) {
            let container = try context.open(target.container, exact: exact)
            self.container = container
            if let number = target.processID {
                changed = try send(to: number, in: container)
            } else {
                changed = try sendToAll(of: container)
            }
        } catch {
            failure = error
        }
    }

    private mutating func sendToAll(of container: any Container) throws(ContainerError) -> Bool {
        // Opened before the signal, to be waited for after it.
        processes = try container.processList().compactMap { try? container.openProcess($0.processId) }
        do throws(ContainerError) {
            try container.signalAll(signal)
        } catch {
            guard ignore, error.isAlreadyStopped else { throw error }
            return false
        }
        return !processes.isEmpty
    }

    private mutating func send(to number: UInt32, in container: any Container) throws(ContainerError) -> Bool
    {
        do throws(ContainerError) {
            let process = try context.openProcess(number, in: container)
            processes = [process]
            try Self.send(signal, to: process)
            return true
        } catch {
            guard ignore, error.isAlreadyStopped else { throw error }
            return false
        }
    }

    /// Kill is a call of its own in HCS.
    private static func send(_ signal: Int32, to process: any ContainerProcess) throws(ContainerError) {
        if signal == 9 { try process.kill() } else { try process.signal(signal, scope: .process) }
    }

    /// Waits as long as the limits say, kills what is left if they say so, and tells what became of it.
    func finish(_ limits: Limits) throws(ContainerError) -> (id: String, changed: Bool) {
        defer {
            for process in processes { process.close() }
            container?.close()
        }
        if let failure { throw failure }
        let id = container?.id ?? target.container
        if changed, let deadline = limits.wait {
            for process in processes { try wait(for: process, deadline, limits.escalation) }
        }
        return (target.processID.map { "\(id)/\($0)" } ?? id, changed)
    }

    private func wait(
        for process: any ContainerProcess, _ deadline: ContinuousClock.Instant,
        _ escalation: ContinuousClock.Instant?
    ) throws(ContainerError) {
        do throws(ContainerError) {
            _ = try process.wait(timeout: Self.left(min(deadline, escalation ?? deadline)))
        } catch {
            // Ended, though nobody can say how.
            if error.code == .unsupported { return }
            guard error.isTimeout, escalation != nil else { throw error }
            do throws(ContainerError) {
                try process.kill()
            } catch {
                guard error.isAlreadyStopped else { throw error }
            }
            _ = try process.wait(timeout: max(Self.left(deadline), .seconds(10)))
        }
    }

    private static func left(_ deadline: ContinuousClock.Instant) -> Duration {
        max(.zero, ContinuousClock.now.duration(to: deadline))
    }
}

/// How long `--wait` waits; nil is as long as any request may take.
struct WaitLimit: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration?

    static let patience = WaitLimit(duration: nil)

    private init(duration: Duration?) {
        self.duration = duration
    }

    init?(argument: String) {
        guard let duration = DurationText.duration(argument) else { return nil }
        self.duration = duration
    }

    var description: String { "" }
}

/// One line of `kill -l`.
struct SignalRow: TableRow {
    let number: Int32
    let name: String

    static var all: [SignalRow] {
        (1...64).filter { $0 != 32 && $0 != 33 }.map { SignalRow(number: $0, name: SignalNumber.name($0)) }
    }

    static func columns(isWide: Bool) -> [TableColumn] { [.number("NUMBER"), .text("NAME")] }
    func cells(isWide: Bool) -> [String] { ["\(number)", name] }

    private enum CodingKeys: String, CodingKey {
        case number = "Number"
        case name = "Name"
    }
}
