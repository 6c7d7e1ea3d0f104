internal import ArgumentParser
internal import HCSContainer

/// The options every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the containers' state [HCSCTL_ROOT].", valueName: "dir"))
    var root: String?

    @Option(
        help: ArgumentHelp(
            "The owner of new containers, and whose --all means [HCSCTL_OWNER].", valueName: "name"))
    var owner: String?

    @Option(help: ArgumentHelp("The OCI runtime by name or path [HCSCTL_RUNTIME].", valueName: "runtime"))
    var runtime: String?

    @Option(
        name: .customLong("format"),
        help: ArgumentHelp(
            "table, wide, json, jsonl, name; for stats prometheus [HCSCTL_FORMAT].", valueName: "format"))
    var formatOption: OutputFormat?

    @Flag(name: .shortAndLong, help: "Print names alone.")
    var quiet = false

    @Flag(help: "Print tables without a header.")
    var noHeader = false

    @Flag(help: "Do not shorten columns on a terminal.")
    var noTrunc = false

    @Option(help: ArgumentHelp("Colour: auto, always or never [NO_COLOR].", valueName: "when"))
    var color: ColorMode = .auto

    @Option(
        help: ArgumentHelp("How long it may take: 500ms, 2s, 1m30s, or seconds.", valueName: "duration"),
        transform: DurationText.parse)
    var timeout: Duration?

    @Option(help: ArgumentHelp("How failures are printed: text or json.", valueName: "format"))
    var errorFormat: ErrorFormat = .text

    @Flag(help: "Print what is below a failure.")
    var debug = false
}

/// How data is printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case wide
    case json
    case jsonl
    case name
    /// Annotations of a workflow run; only of commands that say so (`Verb.ownFormats`).
    case github
    /// Metrics; of `stats` alone.
    case prometheus
}

extension OutputFormat {
    /// Those that only some commands have.
    static let special: [OutputFormat] = [.github, .prometheus]
}

/// How failures are printed.
enum ErrorFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

extension GlobalOptions {
    func validate() throws {
        guard let name = Self.variable("HCSCTL_FORMAT"), OutputFormat(rawValue: name) == nil else { return }
        throw ValidationError(
            "HCSCTL_FORMAT is no format: '\(name)'", hint: "table, wide, json, jsonl, name or prometheus")
    }

    /// The store the options describe.
    ///
    /// Where a process owns the exit status, `--timeout` is about that process, not about what hcsctl does.
    func store(for family: ExitStatus.Family) -> ContainerStore {
        var options = ContainerStore.Options(runtime: runtime ?? Self.variable("HCSCTL_RUNTIME"))
        if let timeout, family == .own { options.timeout = timeout }
        return ContainerStore(
            root: root ?? Self.variable("HCSCTL_ROOT") ?? ContainerStore.defaultRoot, options: options)
    }

    /// The owner given by option or environment.
    var effectiveOwner: String? {
        owner ?? Self.variable("HCSCTL_OWNER")
    }

    /// The format given by option or environment; nil leaves it to the command.
    var format: OutputFormat? {
        formatOption ?? Self.variable("HCSCTL_FORMAT").flatMap(OutputFormat.init)
    }

    /// An empty variable counts as not set.
    private static func variable(_ name: String) -> String? {
        CallerProcess.environmentValue(name).flatMap { $0.isEmpty ? nil : $0 }
    }
}
