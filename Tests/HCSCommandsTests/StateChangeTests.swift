import ArgumentParser
import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

@Suite struct StateChangeTests {
    private func command<Command: ParsableCommand>(_ line: String, _ type: Command.Type) throws -> Command {
        let words = line.split(separator: " ").map(String.init)
        return try #require(try HCSCommand.parseAsRoot(words) as? Command)
    }

    private func context(_ command: some Verb) -> CommandContext {
        CommandContext(command.global, verb: "test", family: .own)
    }

    @Test func terminateAbsorbsPendingAndWaits() throws {
        let container = ScriptedContainer()
        let command = try command("terminate web", Terminate.self)
        #expect(try command.change(container, context(command)))
        #expect(container.calls == ["terminate", "wait 240.0 seconds"])
    }

    @Test func noWaitOnlyAsks() throws {
        let container = ScriptedContainer()
        let command = try command("stop --no-wait web", Shutdown.self)
        #expect(try command.change(container, context(command)))
        #expect(container.calls == ["shutdown"])
    }

    @Test func shutdownTerminatesWhatIsLeft() throws {
        let container = ScriptedContainer(waits: [.timedOut])
        let command = try command("shutdown --time 2s web", Shutdown.self)
        #expect(try command.change(container, context(command)))
        #expect(
            container.calls == ["shutdown", "wait 2.0 seconds", "terminate", "wait 240.0 seconds"])
    }

    @Test func shutdownWithoutForceTimesOut() throws {
        let container = ScriptedContainer(waits: [.timedOut])
        let command = try command("shutdown --time 2s --no-force web", Shutdown.self)
        let error = try #require(throws: ContainerError.self) {
            try command.change(container, context(command))
        }
        #expect(error.code == .timedOut && container.calls == ["shutdown", "wait 2.0 seconds"])
    }

    @Test func anUnexpectedExitIsAStopToo() throws {
        let container = ScriptedContainer(waits: [.unexpectedExit])
        let command = try command("shutdown web", Shutdown.self)
        #expect(try command.change(container, context(command)))
    }

    @Test(arguments: [
        (ContainerError.Code.invalidState, "Running", true), (.invalidState, "Paused", false),
        (.alreadyStopped, "Stopped", false), (.runtimeFailed, "Running", false),
    ])
    func startIsDoneWhereItRuns(_ code: ContainerError.Code, _ state: String, _ isDone: Bool) {
        let error = ContainerError(code, operation: "start", reason: "x")
        #expect(Start.isDone(ScriptedContainer(state: state), error) == isDone)
    }

    @Test(arguments: [
        (ContainerError.Code.alreadyStopped, "Stopped", true), (.invalidState, "Stopped", true),
        (.invalidState, "Created", false), (.timedOut, "Stopped", false),
    ])
    func shutdownIsDoneWhereItStopped(_ code: ContainerError.Code, _ state: String, _ isDone: Bool) {
        let error = ContainerError(code, operation: "shutdown", reason: "x")
        #expect(Shutdown.isDone(ScriptedContainer(state: state), error) == isDone)
    }
}
