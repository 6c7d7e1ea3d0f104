internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Resize: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resize",
        abstract: "Set the size of a process's console.",
        usage: "hcsctl resize CONTAINER/PID WIDTH HEIGHT",
        discussion: """
            Nothing happens to a process that has ended.

            EXAMPLES:
              hcsctl resize web/17 120 40
              hcsctl resize --from-tty web/17

            EXIT STATUS: 0 done; 3 no such container or process; 4 not possible in its state; 65 it has no console.
            """)

    @Argument(help: ArgumentHelp("The process.", valueName: "container/pid"))
    var target: ProcessTarget

    @Argument(help: "Columns.") var width: UInt16?
    @Argument(help: "Rows.") var height: UInt16?

    @Flag(help: "The size of this terminal.")
    var fromTty = false

    @Flag(help: "Take the id as it is: no prefixes.")
    var exact = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard target.processID != nil else {
            throw ValidationError(
                "'\(target.container)' is a container, not a process",
                hint: "name a process as \(target.container)/PID (hcsctl ps)")
        }
        if fromTty {
            guard width == nil else { throw ValidationError("--from-tty takes no size") }
        } else {
            guard let width, let height, width > 0, height > 0 else {
                throw ValidationError(
                    "no size given", hint: "columns and rows, each at least 1; or --from-tty")
            }
        }
    }

    func execute(_ context: CommandContext) throws {
        let container = try context.open(target.container, exact: exact)
        defer { container.close() }
        let process = try context.openProcess(target.processID ?? 0, in: container)
        defer { process.close() }
        let size = ProcessSession.terminalSize()
        try process.resizeConsole(
            width: width ?? UInt16(clamping: size.width), height: height ?? UInt16(clamping: size.height))
    }
}

struct CloseStdin: Verb {
    static let configuration = CommandConfiguration(
        commandName: "close-stdin",
        abstract: "End the standard input of a process.",
        usage: "hcsctl close-stdin CONTAINER/PID",
        discussion: """
            Of one that was started by exec -d -i. Nothing happens to a process that has ended, or whose input has.

            EXAMPLES:
              hcsctl close-stdin web/17

            EXIT STATUS: 0 done; 3 no such container or process; 69 its input is its starter's own, or a console.
            """)

    @Argument(help: ArgumentHelp("The process.", valueName: "container/pid"))
    var target: ProcessTarget

    @Flag(help: "Take the id as it is: no prefixes.")
    var exact = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard target.processID == nil else { return }
        throw ValidationError(
            "'\(target.container)' is a container, not a process",
            hint: "name a process as \(target.container)/PID (hcsctl ps)")
    }

    func execute(_ context: CommandContext) throws {
        let container = try context.open(target.container, exact: exact)
        defer { container.close() }
        let process = try context.openProcess(target.processID ?? 0, in: container)
        defer { process.close() }
        try process.closeStdin()
    }
}
