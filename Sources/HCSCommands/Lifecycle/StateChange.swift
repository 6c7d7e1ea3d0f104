internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// A command that brings containers from one state into another.
protocol StateChange: Verb {
    var targets: TargetOptions { get }
    var options: ChangeOptions { get }

    /// The states `--all` takes containers from.
    var startingStates: Set<String> { get }

    /// The states in which there is nothing left to do; `--ignore` forgives them.
    static var finalStates: Set<String> { get }

    /// Makes the change. Returns whether anything had to be done.
    func change(_ container: any Container, _ context: CommandContext) throws(ContainerError) -> Bool
}

extension StateChange {
    func validate() throws {
        try options.check(targets)
    }

    func execute(_ context: CommandContext) throws {
        let references = options.all ? try context.ids(in: startingStates) : targets.containers
        try TargetRun(context: context, ignoresMissing: options.ignore).run(references) { reference in
            let container = try context.open(reference, exact: targets.exact || options.all)
            defer { container.close() }
            do {
                return (container.id, try change(container, context))
            } catch let error as ContainerError {
                guard options.ignore, Self.isDone(container, error) else { throw error }
                return (container.id, false)
            }
        }
    }

    static func isDone(_ container: any Container, _ error: ContainerError) -> Bool {
        if error.isAlreadyStopped { return finalStates.contains("Stopped") }
        guard error.code == .invalidState else { return false }
        // Where even the state cannot be had, the first failure is the one to report.
        return (try? container.properties()).map { finalStates.contains($0.state) } ?? false
    }
}

extension Container {
    /// Waits for the stop that was asked for. How the container ended is not this command's failure.
    func waitForStop(atMost limit: Duration) throws(ContainerError) {
        do {
            try wait(timeout: limit)
        } catch {
            guard error.code == .unexpectedExit else { throw error }
        }
    }

    /// Calls Shutdown or Terminate, which answer "pending" on success.
    func absorbingPending(_ request: () throws(ContainerError) -> Void) throws(ContainerError) {
        do {
            try request()
        } catch {
            guard error.isPending else { throw error }
        }
    }
}
