internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

struct Validate: Verb {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check documents and say everything that is wrong with them.",
        discussion: """
            FILE is a file, a folder, or - for standard input. A file holds one document, documents one after the other (also a
            document a line), or one array of them. Unknown and duplicate keys are errors.

            EXAMPLES:
              hcsctl validate web.json
              hcsctl validate --kind process - < process.json
              hcsctl validate --format github fleet/
              hcsctl validate --print web.json

            EXIT STATUS: 0 nothing is wrong; 64 usage; 65 there are errors; 66 a file cannot be read.
            """)

    @Argument(help: "Files and folders; - is standard input.")
    var files: [String]

    @Option(help: "What the documents are: container, process, modify, query or auto.")
    var kind: DocumentKind = .auto

    @Flag(help: "Take every warning for an error.")
    var strict = false

    @Flag(help: "Read as Go does: ignore unknown and duplicate keys, and the case of keys.")
    var lenient = false

    @Flag(help: "Print the document as it would be sent.")
    var print = false

    @Flag(help: "Also check that the paths in it exist, and that this host can do what it asks for.")
    var checkHost = false

    @Option(help: "What reads the values: auto, or json-c for every one of them.")
    var engine: ValidationEngine = .auto

    @Option(help: ArgumentHelp("How deep objects and arrays may be nested.", valueName: "count"))
    var maxDepth = 128

    @Option(help: ArgumentHelp("How many findings are printed; 0 is all.", valueName: "count"))
    var maxErrors = 1000

    @Option(help: ArgumentHelp("How findings are printed: text, json or github.", valueName: "format"))
    var format: FindingFormat = .text

    @Option(help: ArgumentHelp("How failures are printed: text or json.", valueName: "format"))
    var errorFormat: ErrorFormat = .text

    @Flag(help: "Print what is below a failure.")
    var debug = false

    /// There is no container here: of the options every command takes only those that say how failures are printed.
    var global: GlobalOptions {
        let line = ["--error-format", errorFormat.rawValue] + (debug ? ["--debug"] : [])
        guard let options = try? GlobalOptions.parse(line) else {
            fatalError("validate() has parsed them")
        }
        return options
    }

    func validate() throws {
        _ = try GlobalOptions.parse([])
        guard (1...10000).contains(maxDepth) else {
            throw ValidationError("--max-depth is 1 to 10000", hint: "--max-depth 128")
        }
        guard maxErrors >= 0 else {
            throw ValidationError("--max-errors is 0 or more", hint: "--max-errors 1000")
        }
        guard !(strict && lenient) else {
            throw ValidationError("--strict and --lenient exclude each other", hint: "one of them")
        }
    }

    func execute(_ context: CommandContext) throws {
        var run = ValidationRun(command: self, context: context)
        for path in files { try run.check(path) }
        try run.finish()
    }
}

/// What a document is, by the name of the flag.
enum DocumentKind: String, ExpressibleByArgument, CaseIterable {
    case auto, container, process, modify, query

    /// hcsshim's name.
    var document: String? {
        switch self {
        case .auto: nil
        case .container: "ContainerConfig"
        case .process: "ProcessConfig"
        case .modify: "ResourceModificationRequestResponse"
        case .query: "ComputeSystemQuery"
        }
    }
}

/// How findings are printed.
enum FindingFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, github
}

/// What reads the values.
enum ValidationEngine: String, ExpressibleByArgument, CaseIterable {
    case auto
    case jsonC = "json-c"
}
