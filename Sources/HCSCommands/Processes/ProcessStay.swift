internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// A process `exec` or `run` started: stayed with to its end, or left alone.
enum ProcessStay {
    case ended(ProcessSession.Outcome)
    case detached(ProcessResult)

    init(
        _ document: ProcessConfig, in container: any Container, _ flags: ProcessFlags,
        _ context: CommandContext
    ) throws(ContainerError) {
        guard flags.detach else {
            let options = flags.session(document, timeout: context.global.timeout)
            self = .ended(try ProcessSession.run(document, in: container, options: options))
            return
        }
        let process = try container.createProcess(document, streams: ProcessStreams())
        process.close()
        self = .detached(ProcessResult(container: container.id, processID: process.processID))
    }

    /// Prints the process that was left alone; throws the exit status of one that ended.
    func finish(_ context: CommandContext) throws {
        switch self {
        case .detached(let result):
            switch context.renderer.effectiveFormat {
            case .json: try context.renderer.document(result)
            case .jsonl: try context.renderer.lines([result])
            case .table, .wide, .name, .github, .prometheus:
                try context.renderer.names([result.name])
            }
        case .ended(let outcome):
            let status = Self.status(of: outcome)
            guard status == 0 else { throw ExitCode(status) }
        }
    }

    /// Linux has 8 bits for it; HCS codes may have 32.
    static func status(of outcome: ProcessSession.Outcome) -> Int32 {
        outcome.timedOut ? ExitStatus.timedOut.rawValue : status(of: outcome.exit)
    }

    static func status(of exit: ProcessExit) -> Int32 {
        exit.signal.map { (128 + $0) & 0xFF } ?? exit.code & 0xFF
    }
}

/// A process that was started and left alone.
struct ProcessResult: Encodable {
    let container: String
    let processID: UInt32

    var name: String { "\(container)/\(processID)" }

    private enum CodingKeys: String, CodingKey {
        case container = "Id"
        case processID = "ProcessId"
    }
}
