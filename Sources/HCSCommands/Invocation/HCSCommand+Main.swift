internal import ArgumentParser
internal import HCSContainer

extension HCSCommand {
    /// Does what the program's arguments say, and ends it.
    public static func main() {
        CallerProcess.fillStandardStreams()
        // Not the parser's `exit`: it makes the whole help text first, whatever the status.
        CallerProcess.exit(status(of: Array(CommandLine.arguments.dropFirst())))
    }

    /// Does what the arguments say; returns the exit status.
    static func status(of arguments: [String]) -> Int32 {
        // The parser need not be set up for this.
        if arguments == ["--version"] { return show("hcsctl \(version)") }
        if arguments.first == CompletionCall.name { return CompletionCall.run(arguments.dropFirst()) }
        let line = ArgumentOrder(arguments)
        if let verb = line.verb, command(named: verb) == nil, !names.contains(verb) {
            return UsageReport(line).report(unknown: verb).rawValue
        }
        do {
            var command = try parse(line)
            try command.run()
            return 0
        } catch let exit as ExitCode {
            return exit.rawValue
        } catch {
            guard exitCode(for: error) != .success else { return show(fullMessage(for: error)) }
            return UsageReport(line).report(message(for: error)).rawValue
        }
    }

    /// Parses with the command's own type, which spares setting up the others; the whole tree knows the better messages.
    private static func parse(_ line: ArgumentOrder) throws -> any ParsableCommand {
        if let command = plain(line) { return command }
        if let type = line.verb.flatMap(command(named:)),
            let command = try? type.parseAsRoot(Array(line.arguments.dropFirst())),
            type == Swift.type(of: command)
        {
            return command
        }
        return try parseAsRoot(line.arguments)
    }

    /// The commands that scripts call by the hundred, in their usual spellings, without the parser.
    static func plain(_ line: ArgumentOrder) -> (any ParsableCommand)? {
        let words = line.arguments.dropFirst()
        return switch line.verb {
        case "exec": Exec(plain: words)
        case "create": Create(plain: words)
        case "start": Start(plain: words)
        case "terminate": Terminate(plain: words)
        case "delete": Delete(plain: words)
        default: nil
        }
    }

    /// The command of a name, without a look at every configuration: that costs 0.3 ms.
    static func command(named name: String) -> (any ParsableCommand.Type)? {
        switch name {
        case "create": Create.self
        case "start": Start.self
        case "run": Run.self
        case "exec": Exec.self
        case "attach": Attach.self
        case "resize": Resize.self
        case "close-stdin": CloseStdin.self
        case "kill": Kill.self
        case "wait": Wait.self
        case "pause": Pause.self
        case "resume": Resume.self
        case "stats": Stats.self
        case "ps": Processes.self
        case "disks": Disks.self
        case "events": Events.self
        case "list": List.self
        case "inspect": Inspect.self
        case "shutdown": Shutdown.self
        case "terminate": Terminate.self
        case "delete": Delete.self
        case "modify": Modify.self
        case "doctor": Doctor.self
        case "validate": Validate.self
        case "layers": Layers.self
        case "version": Version.self
        case "completions": Completions.self
        default: nil
        }
    }

    /// Every name and alias of a command.
    static var names: [String] {
        configuration.subcommands.flatMap { [$0.configuration.commandName ?? ""] + $0.configuration.aliases }
            + ["help"]
    }

    private static func show(_ text: String) -> Int32 {
        do {
            try CallerProcess.write(text + "\n", to: .standardOutput, operation: "help")
            return 0
        } catch {
            return ExitStatus.failure.rawValue
        }
    }
}
