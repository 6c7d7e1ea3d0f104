internal import ArgumentParser
internal import HCSContainer

struct Doctor: Verb {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at this host: what is there, what is missing, what puts it right.",
        discussion: """
            Looks and tries; changes nothing and runs no container.

            EXAMPLES:
              hcsctl doctor
              hcsctl doctor --strict --format github
              hcsctl doctor --format json

            EXIT STATUS: 0 containers can be run; 1 something they need is missing, with --strict anything at all.
            """)

    @Flag(help: "Fail on everything that is not there, also on what only some containers need.")
    var strict = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let ownFormats: [OutputFormat] = [.github]

    func execute(_ context: CommandContext) throws {
        let checks = try context.store.examineHost(version: HCSCommand.version, operation: context.verb)
        let rows = checks.map { HostCheckRow(check: $0) }
        switch context.renderer.effectiveFormat {
        case .table, .wide: try context.renderer.write(rows.map(\.text).joined())
        case .github: try context.renderer.write(rows.compactMap { $0.annotation(isStrict: strict) }.joined())
        case .name, .json, .jsonl, .prometheus: try context.renderer.render(rows)
        }
        guard !checks.contains(where: { $0.fails(isStrict: strict) }) else {
            throw ExitCode(ExitStatus.failure.rawValue)
        }
    }
}

extension HostCheck {
    /// Whether the host does not pass because of this.
    func fails(isStrict: Bool) -> Bool {
        isStrict ? status != .ok : isRequired && status == .missing
    }
}
