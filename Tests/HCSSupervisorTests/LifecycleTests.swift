import HCSProtocol
import Testing

@testable import HCSSupervisor

/// The whole table of states: what may be asked, and what follows from what happens.
struct LifecycleTests {
    typealias Operation = SupervisorRequest.Operation

    /// Operations that are answered in every state.
    private static let always: Set<Operation> = [.wait, .waitProcess, .openProcess]

    /// What else is possible, by state.
    private static let possible: [Lifecycle.State: Set<Operation>] = [
        .creating: [.terminate],
        .created: [.start, .terminate],
        .starting: [.terminate],
        .running: [.terminate, .pause, .createProcess, .shutdown, .signal, .resize, .attach, .closeStdin],
        .paused: [.terminate, .resume],
        .shuttingDown: [.terminate, .signal, .resize, .attach, .closeStdin],
        .terminating: [.terminate, .signal, .resize, .attach, .closeStdin],
        .stopped: [],
    ]

    private static let operations: [Operation] = [
        .start, .shutdown, .terminate, .pause, .resume, .wait, .createProcess, .openProcess, .waitProcess,
        .signal,
        .resize, .attach, .closeStdin,
    ]

    @Test(arguments: Lifecycle.State.allCases, operations)
    func refusals(_ state: Lifecycle.State, _ operation: Operation) {
        let refusal = Lifecycle(state).refusal(of: operation)
        let isPossible = Self.always.contains(operation) || Self.possible[state]?.contains(operation) == true
        guard !isPossible else {
            #expect(refusal == nil)
            return
        }
        #expect(refusal?.code == (state == .stopped ? .alreadyStopped : .invalidState))
        #expect(refusal?.reason.hasPrefix("container ") == true)
    }

    @Test(arguments: [
        (Lifecycle.State.created, Operation.createProcess, "hcsctl start ID" as String?),
        (.paused, .createProcess, "hcsctl resume ID"), (.created, .pause, nil as String?),
    ])
    func hints(_ state: Lifecycle.State, _ operation: Operation, _ hint: String?) {
        #expect(Lifecycle(state).refusal(of: operation)?.hint == hint)
    }

    @Test func hintsNameTheContainer() {
        #expect(Failure(.invalidState, "r", hint: "hcsctl start ID").naming("web").hint == "hcsctl start web")
        #expect(Failure(.invalidState, "r", hint: "try again").naming("web").hint == "try again")
        #expect(Failure(.invalidState, "r").naming("web").hint == nil)
    }

    /// Every transition that is one; what is not here leaves the state as it is.
    private static func next(_ state: Lifecycle.State, _ event: Lifecycle.Event) -> Lifecycle.State {
        switch (state, event) {
        case (.stopped, _): .stopped
        case (_, .agentGone): .stopped
        case (_, .terminateAsked): .terminating
        case (.creating, .prepared): .created
        case (.created, .bootBegun): .starting
        case (.starting, .bootDone): .running
        case (.running, .froze): .paused
        case (.paused, .thawed): .running
        case (.running, .shutdownAsked): .shuttingDown
        default: state
        }
    }

    @Test(arguments: Lifecycle.State.allCases, Lifecycle.Event.allCases)
    func transitions(_ state: Lifecycle.State, _ event: Lifecycle.Event) {
        var lifecycle = Lifecycle(state)
        lifecycle.apply(event)
        #expect(lifecycle.state == Self.next(state, event))
    }

    @Test(arguments: [
        (ContainerRecord.State.creating, Lifecycle.State.creating), (.created, .created),
        (.running, .running),
        (.paused, .paused), (.stopped, .stopped),
    ])
    func recordsLeaveOff(_ record: ContainerRecord.State, _ state: Lifecycle.State) {
        #expect(Lifecycle(record).state == state)
    }
}
