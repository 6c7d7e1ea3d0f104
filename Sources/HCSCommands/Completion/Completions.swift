internal import ArgumentParser
internal import HCSContainer

struct Completions: Verb {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print or install the completion script of a shell.",
        discussion: """
            New shells find an installed script: bash with the package bash-completion, zsh where its folder is in fpath
            before compinit runs, fish as it is.

            EXAMPLES:
              hcsctl completions bash --install
              hcsctl completions zsh --install --system
              source <(hcsctl completions bash)

            EXIT STATUS: 0 printed or installed; 74 the file cannot be written.
            """)

    @Argument(help: ArgumentHelp("bash, zsh or fish.", valueName: "shell"))
    var shell: ShellScript

    @Flag(help: "Write it where the shell looks for it, and print the path.")
    var install = false

    @Flag(help: "With --install: for every user of this machine.")
    var system = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if system, !install { throw ValidationError("--system is about --install: give both") }
    }

    func execute(_ context: CommandContext) throws {
        guard install else {
            try CallerProcess.write(shell.text, to: .standardOutput, operation: context.verb)
            return
        }
        let path = try path(context)
        try HostFiles.install(path, shell.text, operation: context.verb)
        try context.renderer.names([path])
    }

    private func path(_ context: CommandContext) throws -> String {
        if system { return shell.systemPath }
        guard let home = CallerProcess.environmentValue("HOME"), home.hasPrefix("/") else {
            throw ContainerError(
                .invalidArgument, operation: context.verb, reason: "HOME is not set", hint: "or --system")
        }
        let data = CallerProcess.environmentValue("XDG_DATA_HOME")
        return shell.userPath(home: home, dataHome: data?.hasPrefix("/") == true ? data : nil)
    }
}
