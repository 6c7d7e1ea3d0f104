internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Modify: Verb {
    static let configuration = CommandConfiguration(
        commandName: "modify",
        abstract: "Change a running container: limits, networks, pipes, directories, disks.",
        discussion: """
            Everything asked for is changed, or nothing is: what was done before a failure is taken back.
            A request document is {"ResourceType", "RequestType", "Settings"}; Docs/Document.md has the types.

            EXAMPLES:
              hcsctl modify web --memory 512M --cpu-max 50%
              hcsctl modify web --add-pipe /run/db.sock=db --remove-network lan
              echo '{"ResourceType":"Memory","RequestType":"Update","Settings":{"MemoryMaximumInMB":64}}' |
                hcsctl modify web -f -

            EXIT STATUS: 0 changed; 3 no such container; 4 not possible in its state; 64 usage; 65 the request is not \\
            valid; 66 no such file; 69 not possible on this host; 75 the container uses more than the new limit.
            """)

    @Argument(help: "The container's id, or a unique prefix.")
    var container: String

    @OptionGroup(title: "Changes") var changes: ModificationFlags

    @Flag(help: "Take the id as it is: no prefix.")
    var exact = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        try changes.check()
    }

    func execute(_ context: CommandContext) throws {
        let requests = try changes.requests(operation: context.verb)
        try TargetRun(context: context, ignoresMissing: false).run([container]) { reference in
            let opened = try context.open(reference, exact: exact)
            defer { opened.close() }
            try opened.modify(requests)
            return (opened.id, true)
        }
    }
}
