internal import HCSContainer
internal import HCSSchema

/// What every command works with: the store, the way out for data and the way out for messages.
struct CommandContext {
    let global: GlobalOptions
    let verb: String
    let family: ExitStatus.Family
    let store: ContainerStore
    let renderer: Renderer
    let reporter: ErrorReporter

    init(_ global: GlobalOptions, verb: String, family: ExitStatus.Family) {
        self.global = global
        self.verb = verb
        self.family = family
        store = global.store(for: family)
        renderer = Renderer(global, verb: verb)
        reporter = ErrorReporter(format: global.errorFormat, debug: global.debug)
    }

    /// Reports a failure and says which exit status it means.
    @discardableResult
    func report(_ error: ContainerError, status: ExitStatus? = nil) -> ExitStatus {
        let status = status.map { ExitStatus.own($0, in: family) } ?? ExitStatus(error, in: family)
        reporter.report(named(error), status: status)
        return status
    }

    /// A failure under the command's own name, whatever step of it failed.
    func named(_ error: ContainerError) -> ContainerError {
        guard !error.operation.isEmpty, error.operation != verb else { return error }
        return ContainerError(
            error.code, operation: verb, containerID: error.containerID, processID: error.processID,
            reason: error.reason, hint: error.hint, cause: error.cause)
    }

    /// The longest one request of this command may take.
    var patience: Duration { store.options.timeout }

    /// Opens the container a reference stands for.
    func open(_ reference: String, exact: Bool) throws(ContainerError) -> any Container {
        try store.open(store.resolve(reference, exact: exact, operation: verb), operation: verb)
    }

    /// Opens a process; a failure is the command's own.
    func openProcess(_ number: UInt32, in container: any Container) throws(ContainerError)
        -> any ContainerProcess
    {
        do throws(ContainerError) {
            return try container.openProcess(number)
        } catch {
            throw ContainerError(
                error.code, operation: verb, containerID: error.containerID, processID: number,
                reason: error.reason,
                hint: error.hint, cause: error.cause)
        }
    }

    /// The ids of the containers in one of some states, of the `--owner` alone if one is given.
    func ids(in states: Set<String>) throws(ContainerError) -> [String] {
        let query = ContainerQuery(owners: global.effectiveOwner.map { [$0] } ?? [])
        return try store.containers(matching: query.document).filter { states.contains($0.state) }.map(\.id)
    }
}
