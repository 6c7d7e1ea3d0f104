internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// Sends one signal to a process, or to every process of a container.
struct SignalDelivery {
    let signal: Int32
    let wait: WaitLimit?
    let ignore: Bool
    let context: CommandContext

    func deliver(
        to target: ProcessTarget, exact: Bool
    ) throws(ContainerError) -> (id: String, changed: Bool) {
        let container = try context.open(target.container, exact: exact)
        defer { container.close() }
        if let number = target.processID {
            return ("\(container.id)/\(number)", try send(to: number, in: container, forgiving: ignore))
        }
        return (container.id, try sendToAll(of: container))
    }

    private func sendToAll(of container: any Container) throws(ContainerError) -> Bool {
        // Opened before the signal, to be waited for after it; what the agent did not start cannot be.
        let processes = try container.processList().compactMap { try? container.openProcess($0.processId) }
        defer { for process in processes { process.close() } }
        do throws(ContainerError) {
            try container.signalAll(signal)
        } catch {
            guard ignore, error.isAlreadyStopped else { throw error }
            return false
        }
        if let wait {
            for process in processes { _ = try process.wait(timeout: wait.duration ?? context.patience) }
        }
        return !processes.isEmpty
    }

    private func send(
        to number: UInt32, in container: any Container, forgiving: Bool
    ) throws(ContainerError) -> Bool {
        do {
            let process = try context.openProcess(number, in: container)
            defer { process.close() }
            // Kill is a call of its own in HCS.
            if signal == 9 { try process.kill() } else { try process.signal(signal, scope: .process) }
            if let wait { _ = try process.wait(timeout: wait.duration ?? context.patience) }
            return true
        } catch {
            guard forgiving, error.isAlreadyStopped else { throw error }
            return false
        }
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
