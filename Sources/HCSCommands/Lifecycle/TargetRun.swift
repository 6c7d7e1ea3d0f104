internal import ArgumentParser
internal import HCSContainer

/// Does one thing to several targets: goes on after a failure, reports each, prints each success.
struct TargetRun {
    let context: CommandContext
    /// Whether what is missing counts as done.
    let ignoresMissing: Bool

    /// Runs the change on every target.
    ///
    /// - Parameter change: returns the target's full name and whether anything had to be done.
    /// - Throws: the exit status of the failures; they are reported by then.
    func run(_ targets: [String], _ change: (String) throws -> (id: String, changed: Bool)) throws {
        var results: [TargetResult] = []
        var failures: [ExitStatus] = []
        for target in targets {
            do {
                let done = try change(target)
                results.append(TargetResult(id: done.id, changed: done.changed, error: nil))
                if !context.renderer.wantsDocuments { try context.renderer.names([done.id]) }
            } catch let error as ContainerError {
                if ignoresMissing, error.isNotExist {
                    results.append(TargetResult(id: target, changed: false, error: nil))
                    continue
                }
                let status = context.report(error)
                failures.append(status)
                results.append(
                    TargetResult(
                        id: target, changed: false,
                        error: ErrorDocument(error: context.named(error), status: status)))
            }
        }
        if context.renderer.wantsDocuments { try context.renderer.render(results) }
        guard failures.isEmpty else { throw ExitCode(ExitStatus.ofTargets(failures).rawValue) }
    }
}
