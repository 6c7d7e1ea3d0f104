internal import ArgumentParser
internal import HCSContainer

struct Wait: Verb {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait for containers to stop and processes to exit; print their exit codes.",
        discussion: """
            A container's code is 0, or 1 when it died by itself; a missing target's is -1, with --ignore.

            EXAMPLES:
              hcsctl wait web/17
              hcsctl wait --timeout 30s web db
              hcsctl wait --propagate web/17; echo $?

            EXIT STATUS: 0 all ended; 3 no such container or process; 124 --timeout passed; \
            with --propagate the first code that is not 0.
            """)

    @Argument(help: ArgumentHelp("Containers and processes.", valueName: "container[/pid]"))
    var targets: [ProcessTarget]

    @Flag(help: "Exit as the targets did.")
    var propagate = false

    @Flag(help: "Count missing targets as success.")
    var ignore = false

    @Flag(help: "Take ids as they are: no prefixes.")
    var exact = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var family: ExitStatus.Family { propagate ? .child : .own }

    func execute(_ context: CommandContext) throws {
        let deadline = global.timeout.map { ContinuousClock.now + $0 }
        var rows: [WaitRow] = []
        for target in targets {
            let row = row(of: target, deadline, context)
            rows.append(row)
            // A line a target, as soon as it is known, and in order.
            if !context.renderer.wantsDocuments, row.code != nil || row.failure == nil {
                try context.renderer.names([row.name])
            }
        }
        if context.renderer.wantsDocuments { try context.renderer.render(rows) }
        let failures = rows.compactMap(\.failure?.status)
        guard failures.isEmpty else { throw ExitCode(ExitStatus.ofTargets(failures).rawValue) }
        if propagate, let code = rows.lazy.compactMap(\.status).first(where: { $0 != 0 }) {
            throw ExitCode(code)
        }
    }

    private func row(
        of target: ProcessTarget, _ deadline: ContinuousClock.Instant?, _ context: CommandContext
    ) -> WaitRow {
        do {
            return try ended(target, deadline, context)
        } catch {
            if ignore, error.isNotExist { return WaitRow(target, failure: nil) }
            let failure = ErrorDocument(error: error, status: context.report(error))
            guard error.code == .unexpectedExit, let id = error.containerID else {
                return WaitRow(target, failure: failure)
            }
            return WaitRow(container: id, code: 1, failure: failure)
        }
    }

    private func ended(
        _ target: ProcessTarget, _ deadline: ContinuousClock.Instant?, _ context: CommandContext
    ) throws(ContainerError) -> WaitRow {
        let container = try context.open(target.container, exact: exact)
        defer { container.close() }
        let rest = deadline.map { max(.zero, ContinuousClock.now.duration(to: $0)) }
        guard let number = target.processID else {
            if let rest { try container.wait(timeout: rest) } else { try container.wait() }
            return WaitRow(container: container.id, code: 0)
        }
        let process = try context.openProcess(number, in: container)
        defer { process.close() }
        let exit = if let rest { try process.wait(timeout: rest) } else { try process.wait() }
        return WaitRow(container: container.id, processID: number, exit: exit)
    }
}
