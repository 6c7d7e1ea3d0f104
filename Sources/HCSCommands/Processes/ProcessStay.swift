internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// A process `exec` or `run` started: stayed with to its end, or left alone.
enum ProcessStay {
    case ended(ProcessSession.Outcome, in: String, result: String?)
    case detached(ProcessResult)

    /// What is started, and how.
    struct Start {
        let document: ProcessConfig
        let launch: LaunchFlags
        let stay: StayFlags
        let supervision: ProcessSupervision
    }

    init(_ start: Start, in container: any Container, _ context: CommandContext) throws {
        let pidfile = try start.launch.pidfile.map { try ClaimedFile($0, context.verb) }
        guard start.launch.detach else {
            let options = start.stay.session(start.document, start.supervision)
            let outcome = try ProcessSession.run(start.document, in: container, options: options) {
                event throws(ContainerError) in
                if case .started(let number) = event { try pidfile?.write("\(number)\n") }
                context.tell(event)
            }
            self = .ended(outcome, in: container.id, result: start.stay.result)
            return
        }
        let document = start.document
        let process = try container.createProcess(
            document,
            streams: ProcessStreams(
                input: document.createStdInPipe ? .kept : .null,
                output: document.createStdOutPipe ? .kept : .null,
                error: document.createStdErrPipe ? .kept : .null), supervision: start.supervision)
        process.close()
        try pidfile?.write("\(process.processID)\n")
        self = .detached(ProcessResult(container: container.id, processID: process.processID))
    }

    /// Whether nothing of it is left that goes on.
    var isOver: Bool {
        guard case .ended(let outcome, _, _) = self else { return false }
        switch outcome.ending {
        case .exited, .interrupted: return true
        case .detached, .left: return false
        }
    }

    /// Prints the process that was left alone; throws the exit status of one that ended.
    func finish(_ context: CommandContext) throws {
        switch self {
        case .detached(let result):
            switch context.renderer.effectiveFormat {
            case .json: try context.renderer.document(result)
            case .jsonl: try context.renderer.lines([result])
            default: try context.renderer.names([result.name])
            }
        case .ended(let outcome, let id, let result):
            let status = Self.status(of: outcome)
            if let result { try SessionResult(outcome, status: status).write(to: result, context.verb) }
            if outcome.ending == .detached {
                context.reporter.say("[detached; hcsctl attach \(id)/\(outcome.processID)]")
            }
            guard status == 0 else { throw ExitCode(status) }
        }
    }

    /// Linux has 8 bits for it; HCS codes may have 32.
    static func status(of outcome: ProcessSession.Outcome) -> Int32 {
        switch outcome.ending {
        case .exited(let exit): status(of: exit)
        case .detached: 0
        case .left(let signal), .interrupted(let signal): 128 + signal
        }
    }

    static func status(of exit: ProcessExit) -> Int32 {
        if exit.timedOut { return ExitStatus.timedOut.rawValue }
        return exit.signal.map { (128 + $0) & 0xFF } ?? exit.code & 0xFF
    }
}

extension CommandContext {
    /// What the user should know at once.
    func tell(_ event: ProcessSession.Event) {
        switch event {
        case .started: break
        case .terminating:
            reporter.say("hcsctl: \(verb): interrupted twice: sent SIGTERM; once more sends SIGKILL")
        case .killing: reporter.say("hcsctl: \(verb): interrupted again: sent SIGKILL")
        case .readOnly: reporter.say("hcsctl: \(verb): somebody else is typing: you see the output only")
        }
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

/// A new file that is taken before there is something to write into it, and given up where that never comes.
final class ClaimedFile {
    private let path: String
    private let operation: String
    private var isWritten = false

    init(_ path: String, _ operation: String) throws {
        (self.path, self.operation) = (path, operation)
        try CommandFailure.writing(path, "", for: operation)
    }

    func write(_ text: String) throws(ContainerError) {
        try HostFiles.writeNew(path, text, operation: operation)
        isWritten = true
    }

    deinit {
        if !isWritten { HostFiles.remove(path) }
    }
}
