public import ArgumentParser

/// The command line `hcsctl`.
public struct HCSCommand: ParsableCommand {
    /// hcsctl's version.
    public static let version = "0.1.0"

    /// The commands in their groups.
    public static let configuration = CommandConfiguration(
        commandName: "hcsctl",
        abstract: "Run HCS container documents on Linux.",
        discussion: """
            A container is created from a document, started, given processes, and ended; nothing else runs in it.
            CONTAINER is an id or a unique prefix of one; CONTAINER/PID is a process.

            EXAMPLES:
              hcsctl create web -f web.json
              hcsctl start web
              hcsctl exec -it web sh
              hcsctl delete -f web
            """,
        version: "hcsctl \(version)",
        groupedSubcommands: [
            CommandGroup(
                name: "Lifecycle",
                subcommands: [
                    Create.self, Start.self, Run.self, Pause.self, Resume.self, Shutdown.self, Terminate.self,
                    Delete.self, Modify.self,
                ]),
            CommandGroup(
                name: "Process",
                subcommands: [
                    Exec.self, Attach.self, Kill.self, Wait.self, Resize.self, CloseStdin.self,
                    Processes.self,
                ]),
            CommandGroup(name: "Documents", subcommands: [Validate.self]),
            CommandGroup(
                name: "Inspection",
                subcommands: [
                    List.self, Inspect.self, Stats.self, Disks.self, Events.self, Doctor.self, Version.self,
                ]),
            CommandGroup(name: "Storage", subcommands: [Layers.self]),
            CommandGroup(name: "Set-up", subcommands: [Completions.self]),
        ])

    /// Makes the command; the parser fills it in.
    public init() {}
}
