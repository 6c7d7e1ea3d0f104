internal import ArgumentParser
internal import HCSContainer

struct Delete: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete stopped containers and what they wrote.",
        discussion: """
            EXAMPLES:
              hcsctl delete web
              hcsctl delete -f web db
              hcsctl delete --all --force --ignore --owner ci-42

            EXIT STATUS: 0 gone; 3 no such container; 4 still running or paused.
            """,
        aliases: ["rm"])

    @OptionGroup var targets: TargetOptions

    @Flag(name: .shortAndLong, help: "Terminate what runs; a missing container is only a warning.")
    var force = false

    @OptionGroup(title: "Change options") var options: ChangeOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        try options.check(targets)
    }

    func execute(_ context: CommandContext) throws {
        let references = options.all ? try context.ids(in: deletableStates) : targets.containers
        try TargetRun(context: context, ignoresMissing: options.ignore || force).run(references) {
            reference in
            do {
                let exact = targets.exact || options.all
                let id = try context.store.resolve(reference, exact: exact, operation: context.verb)
                try context.store.delete(id, force: force)
                return (id, true)
            } catch let error as ContainerError {
                if error.isNotExist, force, !options.ignore { context.reporter.note(error) }
                throw error
            }
        }
    }

    private var deletableStates: Set<String> {
        force ? ["Created", "Running", "Paused", "Stopped", "Unknown"] : ["Created", "Stopped", "Unknown"]
    }
}
