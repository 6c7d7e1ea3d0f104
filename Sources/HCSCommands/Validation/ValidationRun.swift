internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// One call of `validate`: all its files, what was found in them, and the exit status.
struct ValidationRun {
    private let command: Validate
    private let context: CommandContext
    private let output: FindingOutput
    private var isUnreadable = false
    private var hasErrors = false

    init(command: Validate, context: CommandContext) {
        self.command = command
        self.context = context
        output = FindingOutput(
            format: command.format, limit: command.maxErrors, renderer: context.renderer
        )
    }

    /// Checks a file, or the files of a folder; one that cannot be read does not keep the others from being checked.
    mutating func check(_ path: String) throws {
        do throws(ContainerError) {
            for file in try HostFiles.documents(at: path, operation: context.verb) {
                if command.print {
                    try printDocument(file)
                } else {
                    try checkFile(file)
                }
            }
        } catch {
            guard [.systemFailed, .permissionDenied].contains(error.code) else { throw error }
            context.report(error, status: .missingInput)
            isUnreadable = true
        }
    }

    mutating func finish() throws {
        try output.finish()
        if isUnreadable { throw ExitCode(ExitStatus.missingInput.rawValue) }
        if hasErrors { throw ExitCode(ExitStatus.badDocument.rawValue) }
    }

    private var options: DocumentValidator.Options {
        var options = DocumentValidator.Options(kind: command.kind.document)
        options.isLenient = command.lenient
        options.isStrict = command.strict
        options.readsEverythingWithJSONC = command.engine == .jsonC
        options.maximumDepth = command.maxDepth
        options.maximumFindings = command.maxErrors
        return options
    }

    private mutating func checkFile(_ path: String) throws(ContainerError) {
        var options = options
        options.isStream = true
        options.isLines = path.hasSuffix(".ndjson") || path.hasSuffix(".jsonl")
        let progress = ProgressBar(path: path, operation: context.verb)
        let output = output
        let summary = try DocumentValidator(options).validate(
            path: path, operation: context.verb, onFinding: { output.add($0, in: path) },
            onProgress: progress.show)
        progress.clear()
        hasErrors = hasErrors || summary.errors > 0
        output.count(summary)
        if command.checkHost, summary.errors == 0, summary.documents == 1 { try checkHost(path) }
        try output.flush()
    }

    /// What can be known only of this host.
    private mutating func checkHost(_ path: String) throws(ContainerError) {
        guard path != "-" else { return }
        let bytes = try HostFiles.read(path, operation: context.verb)
        let kind = try DocumentValidator.kind(
            of: bytes, given: command.kind.document, operation: context.verb)
        guard kind == "ContainerConfig" else { return }
        let config = try Documents.decode(
            ContainerConfig.self, from: bytes, source: path, lenient: command.lenient, operation: context.verb
        )
        for finding in context.store.hostFindings(for: config) {
            output.add(finding, in: path)
            hasErrors = hasErrors || finding.severity == .error
        }
    }

    private mutating func printDocument(_ path: String) throws(ContainerError) {
        let bytes = try HostFiles.read(path, operation: context.verb)
        let findings = try DocumentValidator(options).validate(bytes, operation: context.verb)
        for finding in findings { output.add(finding, in: path) }
        try output.flush()
        guard !findings.contains(where: { $0.severity == .error }) else {
            hasErrors = true
            return
        }
        let kind = try DocumentValidator.kind(
            of: bytes, given: command.kind.document, operation: context.verb)
        let text = try Documents.normalized(
            bytes, kind: kind, source: path, lenient: command.lenient, operation: context.verb)
        try context.renderer.write(Renderer.line(text))
    }
}
