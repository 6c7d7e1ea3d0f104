internal import ArgumentParser

struct Version: Verb {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print hcsctl's version.",
        discussion: """
            EXAMPLES:
              hcsctl version
              hcsctl version --format json

            EXIT STATUS: 0.
            """)

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ context: CommandContext) throws {
        guard context.renderer.wantsDocuments else {
            try context.renderer.names([
                context.renderer.effectiveFormat == .name
                    ? HCSCommand.version : "hcsctl \(HCSCommand.version)"
            ])
            return
        }
        let document = ["SchemaVersion": "1.0", "Version": HCSCommand.version]
        if context.renderer.effectiveFormat == .json {
            try context.renderer.document(document)
        } else {
            try context.renderer.lines([document])
        }
    }
}
