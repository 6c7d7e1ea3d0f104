internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// The flags of `exec`, `run` and `attach` that say how the command stays with a process.
struct StayFlags: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Keys that leave a console within a second, as ctrl-],x; empty for none.", valueName: "keys"),
        transform: DetachKeys.parse)
    var detachKeys: [UInt8] = DetachKeys.standard

    @Option(
        help: ArgumentHelp(
            "Pass signals on to the process; false leaves it when interrupted.", valueName: "bool"))
    var sigProxy = true

    @Option(
        help: ArgumentHelp(
            "After the process's end: idle (until 100 ms without output), eof, or none.", valueName: "how"),
        transform: Choice.parse)
    var drain: ProcessSession.Drain = .idle

    @Option(
        help: ArgumentHelp("A file, or fd:N, for how it ended, as JSON.", valueName: "file"))
    var result: String?
}

/// The flags of `exec` and `run` that say how the process is started and when it is over.
struct LaunchFlags: ParsableArguments {
    @Flag(name: .customShort("t"), help: "Give the process a console; as --tty.")
    var console = false

    @Option(
        help: ArgumentHelp(
            "Give the process a console: always (as --tty), auto (where standard input is a terminal), never.",
            valueName: "when"), transform: Choice.parse)
    var tty: TerminalUse?

    @Flag(name: .shortAndLong, help: "Do not stay: print the process and return; -i keeps its streams.")
    var detach = false

    @Option(
        help: ArgumentHelp("ConsoleSize: columns by rows.", valueName: "WxH"), transform: SizeText.parse)
    var size: ConsoleSize?

    @Option(help: ArgumentHelp("A new file for the process's number.", valueName: "file"))
    var pidfile: String?

    @Option(
        help: ArgumentHelp("How long after --timeout the process is killed.", valueName: "duration"),
        transform: DurationText.parse)
    var killAfter: Duration = .seconds(10)

    @Option(
        help: ArgumentHelp(
            "When this command is ended or killed: signal (pass it on), detach, or terminate (the container).",
            valueName: "what"), transform: Choice.parse)
    var onClientExit: ProcessSupervision.ClientExit = .signal
}

/// When a process gets a console.
enum TerminalUse: String, CaseIterable {
    case always
    case auto
    case never
}

extension LaunchFlags {
    /// Whether a console is asked for; `auto` looks at standard input.
    var wantsConsole: Bool? {
        switch tty {
        case .always: true
        case .auto: ProcessSession.isTerminal(0)
        case .never: false
        case nil: console ? true : nil
        }
    }

    /// Says in the document which streams and console the process gets.
    func connect(_ document: inout ProcessConfig) {
        if let wantsConsole { document.emulateConsole = wantsConsole }
        if !detach {
            document.createStdOutPipe = true
            document.createStdErrPipe = !document.emulateConsole
        } else if document.createStdInPipe, !document.emulateConsole {
            // Kept for whoever attaches: all three, as a process that can be typed to says something back.
            (document.createStdOutPipe, document.createStdErrPipe) = (true, true)
        }
    }

    /// Puts what the session needs into the process's document, and checks that it can be had.
    func apply(to document: inout ProcessConfig, _ context: CommandContext) throws(ContainerError) {
        connect(&document)
        if let size {
            guard document.emulateConsole else {
                throw ContainerError(
                    .invalidArgument, operation: context.verb, reason: "--size without a console",
                    hint: "add -t (--tty)")
            }
            document.consoleSize = size
        }
        guard document.emulateConsole else { return }
        guard detach || ProcessSession.isTerminal(0) else {
            throw ContainerError(
                .invalidArgument, operation: context.verb, reason: "standard input is not a terminal",
                hint: "leave out -t, or take --tty=auto; in a document EmulateConsole")
        }
        if document.consoleSize == ConsoleSize() { document.consoleSize = ProcessSession.terminalSize() }
    }

    /// What the supervisor is to do about the process when nobody is there.
    func supervision(timeout: Duration?) -> ProcessSupervision {
        ProcessSupervision(
            timeLimit: timeout, killAfter: killAfter, onClientExit: detach ? .detach : onClientExit)
    }
}

extension StayFlags {
    /// What cannot go together.
    func check(_ launch: LaunchFlags) throws {
        guard launch.detach, result != nil else { return }
        throw ValidationError("--result needs a command that stays: it excludes --detach")
    }

    /// How the command stays with the process of a document.
    func session(_ document: ProcessConfig, _ supervision: ProcessSupervision) -> ProcessSession.Options {
        var options = ProcessSession.Options()
        options.interactive = document.createStdInPipe
        options.console = document.emulateConsole
        options.proxiesSignals = sigProxy
        options.drain = drain
        options.detachKeys = detachKeys
        options.supervision = supervision
        return options
    }
}
