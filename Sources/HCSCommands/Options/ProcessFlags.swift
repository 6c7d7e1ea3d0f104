internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// The flags of `exec` and `run` that make the process's document.
struct ProcessFlags: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Connect standard input.")
    var interactive = false

    @Option(
        name: [.customShort("e", allowingJoined: true), .long], parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Environment: a value, or one of the caller's. Repeatable.", valueName: "key=value|key"))
    var env: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Environment: a file of KEY=VALUE lines. Repeatable.", valueName: "file"))
    var envFile: [String] = []

    @Option(
        name: [.customShort("w", allowingJoined: true), .long],
        help: ArgumentHelp("WorkingDirectory.", valueName: "dir"))
    var workdir: String?

    @Option(
        name: [.customShort("u", allowingJoined: true), .long],
        help: ArgumentHelp("User: a name or number, with :group if one likes.", valueName: "user"))
    var user: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("CommandLine: one text in place of a command.", valueName: "text"))
    var commandLine: String?

    @Option(
        help: ArgumentHelp(
            "ApplicationName: the program, where it is not the command's first word.", valueName: "path"))
    var application: String?

    @Option(help: ArgumentHelp("OCISpecification: a file with one, as JSON.", valueName: "file"))
    var ociSpec: String?

    @Flag(name: .customLong("uvm"), help: "CreateInUtilityVm: beside the container, in its utility VM.")
    var inUtilityVM = false
}

extension ProcessFlags {
    /// The document: the file's, if there is one, with the changes made to it, and with what the flags and the words say in
    /// place of its fields.
    func document(
        file: String?, changes: [DocumentChange] = [], command: [String], operation: String
    ) throws -> ProcessConfig {
        var document = ProcessConfig()
        if let file {
            document = try Documents.decode(
                ProcessConfig.self, from: CommandFailure.reading(file, for: operation), source: file,
                operation: operation)
        }
        document = try Documents.applying(
            changes, to: document, schema: .processConfig, operation: operation)
        let files = try envFile.map { path in
            try EnvironmentFile.entries(CommandFailure.reading(path, for: operation), path, operation)
        }
        try apply(files.joined() + EnvironmentFile.assignments(env, operation), command, to: &document)
        if let ociSpec {
            document.ociSpecification = try Documents.decode(
                RawJSON.self, from: CommandFailure.reading(ociSpec, for: operation), source: ociSpec,
                operation: operation)
        }
        let names = [document.commandLine, document.applicationName]
        guard !document.commandArgs.isEmpty || !names.allSatisfy(\.isEmpty) else {
            throw ContainerError(
                .invalidArgument, operation: operation, reason: "no command",
                hint: "hcsctl \(operation) CONTAINER -- COMMAND [ARG...]")
        }
        return document
    }

    func apply(
        _ environment: some Sequence<EnvironmentFile.Entry>, _ command: [String],
        to document: inout ProcessConfig
    ) throws {
        for entry in environment {
            guard let value = entry.value ?? CallerProcess.environmentValue(entry.name) else { continue }
            document.environment[entry.name] = value
        }
        if !command.isEmpty { (document.commandArgs, document.commandLine) = (command, "") }
        if let commandLine { (document.commandArgs, document.commandLine) = ([], commandLine) }
        if let workdir { document.workingDirectory = workdir }
        if let user { document.user = user }
        if let application { document.applicationName = application }
        if inUtilityVM { document.createInUtilityVm = true }
        if interactive { document.createStdInPipe = true }
    }

    /// What of it may be standard input.
    func addInputs(to inputs: inout InputFiles) {
        inputs.add(envFile, "--env-file")
        inputs.add(ociSpec, "--oci-spec")
    }
}
