internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// A question to several containers, by name or to all that can answer.
struct ContainerSurvey {
    let context: CommandContext
    let targets: TargetOptions

    /// Asks each by its id; goes on after a failure, reports it, and gives back what the others said with the exit status.
    ///
    /// - Parameter states: whom a command without a target means.
    func ask<Answer>(
        _ states: Set<String>, _ question: (String) throws(ContainerError) -> Answer
    ) throws -> (answers: [Answer], status: ExitStatus) {
        let isNamed = !targets.containers.isEmpty
        let references =
            isNamed
            ? targets.containers
            : try context.store.containers().filter { states.contains($0.state) }.map(\.id)
        var answers: [Answer] = []
        var failures: [ExitStatus] = []
        for reference in references {
            do {
                let id =
                    isNamed
                    ? try context.store.resolve(reference, exact: targets.exact, operation: context.verb)
                    : reference
                answers.append(try question(id))
            } catch {
                // One that ended since it was listed is not there to be asked.
                if !isNamed, error.isNotExist || error.isAlreadyStopped || error.code == .invalidState {
                    continue
                }
                failures.append(context.report(error))
            }
        }
        let status = ExitStatus.ofTargets(failures)
        // A heading over nothing is no answer; an empty list in JSON is one.
        if answers.isEmpty, !context.renderer.wantsDocuments { try status.check() }
        return (answers, status)
    }
}

extension ExitStatus {
    /// Ends the command unless it is success.
    func check() throws {
        guard self == .success else { throw ExitCode(rawValue) }
    }
}
