internal import ArgumentParser
internal import HCSContainer

/// One of hcsctl's commands.
protocol Verb: ParsableCommand {
    var global: GlobalOptions { get }

    /// What its messages call it: its name, behind that of its group.
    static var operation: String { get }

    /// Who owns the exit status.
    var family: ExitStatus.Family { get }

    /// The formats of this command beyond those that every command has.
    static var ownFormats: [OutputFormat] { get }

    /// Where it writes how it ended, if it does.
    var resultTarget: String? { get }

    /// What the command does; the caller reports what it throws.
    func execute(_ context: CommandContext) throws
}

extension Verb {
    static var operation: String { configuration.commandName ?? "" }

    var family: ExitStatus.Family { .own }
    static var ownFormats: [OutputFormat] { [] }
    var resultTarget: String? { nil }

    func run() throws {
        if let format = global.format, OutputFormat.special.contains(format),
            !Self.ownFormats.contains(format)
        {
            throw ValidationError(
                "no format '\(format.rawValue)' here", hint: "table, wide, json, jsonl or name")
        }
        let context = CommandContext(global, verb: Self.operation, family: family)
        let status: ExitStatus
        let failed: ContainerError
        do {
            try execute(context)
            return
        } catch let exit as ExitCode {
            throw exit
        } catch let error as ContainerError {
            failed = error
            status = context.report(error)
        } catch let failure as CommandFailure {
            failed = failure.error
            status = context.report(failure.error, status: failure.status)
        }
        if let resultTarget {
            // The failure is told already; that its record cannot be written comes second.
            try? SessionResult(context.named(failed), status: status).write(to: resultTarget, context.verb)
        }
        throw ExitCode(failed.interruption.map { 128 + $0 } ?? status.rawValue)
    }
}

extension ContainerError {
    /// The signal that interrupted the command before its process was started.
    fileprivate var interruption: Int32? {
        guard code == .interrupted, case .signal(let number) = cause else { return nil }
        return number
    }
}
