internal import HCSContainer
internal import HCSSchema

extension ProcessFlags {
    /// Refuses a console that has no terminal behind it, before anything is created.
    func checkTerminal(_ document: ProcessConfig, _ context: CommandContext) throws(ContainerError) {
        guard document.emulateConsole, !detach, !ProcessSession.isTerminal(0) else { return }
        throw ContainerError(
            .invalidArgument, operation: context.verb, reason: "standard input is not a terminal",
            hint: "leave out -t (--tty), or EmulateConsole in the document")
    }
}
