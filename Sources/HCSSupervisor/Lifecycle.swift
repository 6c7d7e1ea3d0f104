internal import HCSProtocol

/// A container's life as a pure machine: what may be asked when, and what follows.
///
/// Does no input or output. `Created → Running ⇄ Paused → Stopped` as HCS has it, with the moments in between.
struct Lifecycle: Hashable, Sendable {
    enum State: String, Hashable, Sendable, CaseIterable {
        case creating, created
        /// The runtime has started the agent, which has not yet answered.
        case starting
        case running, paused
        /// Shutdown was asked: processes are ending by themselves.
        case shuttingDown
        /// Terminate was asked: everything is being killed.
        case terminating
        case stopped
    }

    enum Event: Hashable, Sendable, CaseIterable {
        case prepared, bootBegun, bootDone, froze, thawed, shutdownAsked, terminateAsked, agentGone
    }

    private(set) var state: State

    init(_ state: State = .creating) {
        self.state = state
    }

    /// Where a record on disk left off.
    init(_ state: ContainerRecord.State) {
        self.state =
            switch state {
            case .creating: .creating
            case .created: .created
            case .running: .running
            case .paused: .paused
            case .stopped: .stopped
            }
    }

    /// Why an operation is not possible now; nil when it is.
    func refusal(of operation: SupervisorRequest.Operation) -> Failure? {
        switch operation {
        // What has exited is answered in any state; the agent's own refusals cover the rest.
        case .wait, .waitProcess, .openProcess, .release, .hold: nil
        case .start: state == .created ? nil : wrongState("start")
        case .terminate: state == .stopped ? wrongState("terminate") : nil
        case .pause: state == .running ? nil : wrongState("pause")
        case .resume: state == .paused ? nil : wrongState("resume")
        case .createProcess, .shutdown: state == .running ? nil : wrongState("run processes")
        case .modify: [.running, .paused].contains(state) ? nil : wrongState("modify")
        case .signal, .resize, .attach, .closeStdin:
            [.running, .shuttingDown, .terminating].contains(state) ? nil : wrongState("reach processes")
        }
    }

    private func wrongState(_ need: String) -> Failure {
        switch state {
        case .creating: Failure(.invalidState, "container is still being created")
        case .created:
            need == "pause" || need == "resume"
                ? Failure(.invalidState, "container is not running (state Created)")
                : Failure(
                    .invalidState, "container has not been started (state Created)", hint: "hcsctl start ID")
        case .starting: Failure(.invalidState, "container is still starting")
        case .running: Failure(.invalidState, "container is already running (state Running)")
        case .paused:
            Failure(.invalidState, "container is paused (state Paused)", hint: "hcsctl resume ID")
        case .shuttingDown: Failure(.invalidState, "container is shutting down")
        case .terminating: Failure(.invalidState, "container is being terminated")
        case .stopped: Failure(.alreadyStopped, "container is stopped (state Stopped)")
        }
    }

    /// Takes note of what happened. What cannot happen in a state leaves it as it is.
    mutating func apply(_ event: Event) {
        switch (state, event) {
        case (.creating, .prepared): state = .created
        case (.created, .bootBegun): state = .starting
        case (.starting, .bootDone): state = .running
        case (.running, .froze): state = .paused
        case (.paused, .thawed): state = .running
        case (.running, .shutdownAsked): state = .shuttingDown
        case (.stopped, .terminateAsked): break
        case (_, .terminateAsked): state = .terminating
        case (_, .agentGone): state = .stopped
        default: break
        }
    }
}
