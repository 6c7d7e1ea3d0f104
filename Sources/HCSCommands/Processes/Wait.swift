internal import ArgumentParser
internal import HCSContainer

struct Wait: Verb {
    static let configuration = CommandConfiguration(
        commandName: "wait",
        abstract: "Wait for containers to stop and processes to exit; print their exit codes.",
        discussion: """
            A container's code is 0, or 1 when it died by itself; a missing target's is -1, with --ignore. What was deleted \
            within the last day is still known.

            EXAMPLES:
              hcsctl wait web/17
              hcsctl wait --timeout 30s web db
              hcsctl wait --any web/17 web/18
              hcsctl wait --for running web
              hcsctl wait --propagate web/17; echo $?

            EXIT STATUS: 0 all ended; 3 no such container or process; 124 --timeout passed; \
            with --propagate the first code that is not 0.
            """)

    @Argument(help: ArgumentHelp("Containers and processes.", valueName: "container[/pid]"))
    var targets: [ProcessTarget]

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "stopped, running, paused, created or deleted; of a process exited.", valueName: "condition"),
        transform: Choice.parse)
    var condition: WaitCondition?

    @Flag(help: "One is enough; print only what has ended.")
    var any = false

    @Flag(help: "Exit as the targets did.")
    var propagate = false

    @Flag(help: "Count missing targets as success.")
    var ignore = false

    @Flag(help: "Take ids as they are: no prefixes.")
    var exact = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var family: ExitStatus.Family { propagate ? .child : .own }

    func validate() throws {
        guard let condition else { return }
        if condition == .exited, let one = targets.first(where: { $0.processID == nil }) {
            throw ValidationError("'\(one.container)' is a container: it can be stopped, not exited")
        }
        if condition != .exited, let one = targets.first(where: { $0.processID != nil }) {
            throw ValidationError("'\(one.text)' is a process: it can only have exited")
        }
    }

    func execute(_ context: CommandContext) throws {
        var results: [Int: Result<ProcessExit?, ContainerError>] = [:]
        let wanted = try targets.map { target in
            WaitTarget(
                containerID: try resolve(target.container, context), processID: target.processID,
                condition: condition)
        }
        var printed = 0
        var rows: [WaitRow] = []
        let open = context.store.wait(for: wanted, any: any, timeout: global.timeout) { index, result in
            results[index] = result
            // A line a target, in order, as soon as it is its turn.
            while !any, printed < targets.count, let result = results[printed] {
                rows.append(show(row(of: targets[printed], wanted[printed], result, context), context))
                printed += 1
            }
        }
        for index in targets.indices.dropFirst(printed) {
            if let result = results[index] {
                rows.append(show(row(of: targets[index], wanted[index], result, context), context))
            } else if !any || results.isEmpty, open.contains(index) {
                rows.append(
                    row(of: targets[index], wanted[index], .failure(timedOut(wanted[index])), context))
            }
        }
        if context.renderer.wantsDocuments { try context.renderer.render(rows) }
        let failures = rows.compactMap(\.failure?.status)
        guard failures.isEmpty else { throw ExitCode(ExitStatus.ofTargets(failures).rawValue) }
        if propagate, let code = rows.lazy.compactMap(\.status).first(where: { $0 != 0 }) {
            throw ExitCode(code)
        }
    }

    /// An id that is not there may have been deleted, or not be created yet.
    private func resolve(_ reference: String, _ context: CommandContext) throws(ContainerError) -> String {
        do throws(ContainerError) {
            return try context.store.resolve(reference, exact: exact, operation: context.verb)
        } catch {
            guard error.isNotExist else { throw error }
            return reference
        }
    }

    private func timedOut(_ target: WaitTarget) -> ContainerError {
        let what =
            target.condition == .exited
            ? "the process is still running" : "container is not \(target.condition.rawValue)"
        return ContainerError(
            .timedOut, operation: "wait", containerID: target.containerID, processID: target.processID,
            reason: what)
    }

    private func show(_ row: WaitRow, _ context: CommandContext) -> WaitRow {
        if !context.renderer.wantsDocuments, row.code != nil || row.failure == nil {
            // Whoever reads no more still gets the exit status.
            try? context.renderer.names([row.name])
        }
        return row
    }

    private func row(
        of target: ProcessTarget, _ wanted: WaitTarget, _ result: Result<ProcessExit?, ContainerError>,
        _ context: CommandContext
    ) -> WaitRow {
        switch result {
        case .success(let exit?):
            return WaitRow(container: wanted.containerID, processID: wanted.processID ?? 0, exit: exit)
        case .success(nil): return WaitRow(container: wanted.containerID, code: 0)
        case .failure(let error):
            if ignore, error.isNotExist { return WaitRow(target, failure: nil) }
            let failure = ErrorDocument(error: context.named(error), status: context.report(error))
            guard error.code == .unexpectedExit, let id = error.containerID else {
                return WaitRow(target, failure: failure)
            }
            return WaitRow(container: id, code: 1, failure: failure)
        }
    }
}
