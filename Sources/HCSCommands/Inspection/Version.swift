internal import ArgumentParser
internal import HCSContainer

struct Version: Verb {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print hcsctl's version; as a document also from what it was built.",
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
        let document = VersionDocument()
        if context.renderer.effectiveFormat == .json {
            try context.renderer.document(document)
        } else {
            try context.renderer.lines([document])
        }
    }
}

/// The version as a document; what is not known of a build is null.
private struct VersionDocument: Encodable {
    let schemaVersion = "1.0"
    let version = HCSCommand.version
    let build = BuildInformation.current

    private enum CodingKeys: String, CodingKey {
        case schemaVersion = "SchemaVersion"
        case version = "Version"
        case build = "Build"
    }
}
