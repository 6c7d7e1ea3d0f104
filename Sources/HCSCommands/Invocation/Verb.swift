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

    /// What the command does; the caller reports what it throws.
    func execute(_ context: CommandContext) throws
}

extension Verb {
    static var operation: String { configuration.commandName ?? "" }

    var family: ExitStatus.Family { .own }
    static var ownFormats: [OutputFormat] { [] }

    func run() throws {
        if let format = global.format, OutputFormat.special.contains(format),
            !Self.ownFormats.contains(format)
        {
            throw ValidationError(
                "no format '\(format.rawValue)' here", hint: "table, wide, json, jsonl or name")
        }
        let context = CommandContext(global, verb: Self.operation, family: family)
        let status: Int32
        do {
            try execute(context)
            return
        } catch let exit as ExitCode {
            throw exit
        } catch let error as ContainerError {
            status = context.report(error).rawValue
        } catch let failure as CommandFailure {
            status = context.report(failure.error, status: failure.status).rawValue
        }
        throw ExitCode(status)
    }
}
