import Foundation
import Testing

@Suite(.realContainers) struct ConsoleTests {
    private func start(_ fixture: CLIFixture, _ terminal: PseudoTerminal, _ arguments: String...) throws
        -> RunningProgram
    {
        var invocation = fixture.invocation(arguments)
        invocation.environment["TERM"] = "xterm"
        invocation.terminal = terminal.path
        return try RunningProgram(invocation)
    }

    @Test(arguments: Runtime.allCases) func isATerminalOfTheCallersSize(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal(width: 101, height: 37)
            let script = "tty; stty size; test -t 0 && test -t 1 && test -t 2 && exit 17"
            let program = try start(fixture, terminal, "exec", "-it", fixture.id, "sh", "-c", script)
            let result = try terminal.output(of: program)
            #expect(result.text == "/dev/pts/0\r\n37 101\r\n")
            #expect(result.status == 17)
        }
    }

    @Test(arguments: Runtime.allCases) func echoesAndRestoresTheTerminal(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal()
            let before = terminal.flags
            let script = "echo ready; read word; echo got $word; exit 5"
            let program = try start(fixture, terminal, "exec", "-it", fixture.id, "sh", "-c", script)
            try terminal.expect("ready\r\n")
            #expect(terminal.flags != before)
            terminal.type("hello\r")
            let result = try terminal.output(of: program)
            #expect(result.text == "ready\r\nhello\r\ngot hello\r\n")
            #expect(result.status == 5)
            #expect(terminal.flags == before)
        }
    }

    @Test(arguments: Runtime.allCases) func theInterruptKeyReachesTheProcess(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal()
            let before = terminal.flags
            let program = try start(
                fixture, terminal, "exec", "-it", fixture.id, "sh", "-c", "echo ready; sleep 1000")
            try terminal.expect("ready\r\n")
            terminal.type("\u{3}")
            #expect(try terminal.output(of: program).status == 130)
            #expect(terminal.flags == before)
        }
    }

    @Test(arguments: Runtime.allCases) func followsTheTerminalsSize(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal()
            let script = "trap 'stty size; exit 4' WINCH; echo ready; while :; do sleep 0.05; done"
            let program = try start(fixture, terminal, "exec", "-it", fixture.id, "sh", "-c", script)
            try terminal.expect("ready\r\n")
            terminal.resize(width: 99, height: 33)
            let result = try terminal.output(of: program)
            #expect(result.text == "ready\r\n33 99\r\n")
            #expect(result.status == 4)
        }
    }

    @Test(arguments: Runtime.allCases) func aTerminatedClientRestoresTheTerminal(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal()
            let before = terminal.flags
            let program = try start(
                fixture, terminal, "exec", "-it", fixture.id, "sh", "-c", "echo ready; exec sleep 1000")
            try terminal.expect("ready\r\n")
            kill(program.pid, SIGTERM)
            #expect(try terminal.output(of: program).status == 143)
            #expect(terminal.flags == before)
        }
    }

    @Test(arguments: Runtime.allCases) func aFailedStartLeavesTheTerminalAlone(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal()
            let before = terminal.flags
            let program = try start(fixture, terminal, "exec", "-it", fixture.id, "no-such-program")
            let result = try terminal.output(of: program)
            #expect(result.status == 127)
            #expect(result.text.hasPrefix("hcsctl: exec \(fixture.id): "), "\(result.text)")
            #expect(terminal.flags == before)
        }
    }

    @Test(arguments: Runtime.allCases) func withoutATerminalIsRefused(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let result = try fixture.fail(
                ["exec", "-t", fixture.id, "true"], 125, naming: ["exec", "not a terminal"])
            #expect(result.message.contains("\nhint: "), "\(result)")
            try fixture.fail(
                ["run", "-it", "\(fixture.id)-2", "--layer", fixture.layer, "true"], 125, naming: ["run"])
        }
    }

    @Test(arguments: Runtime.allCases) func outputMayGoElsewhere(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal()
            var invocation = fixture.invocation(["exec", "-it", fixture.id, "echo", "hello"])
            invocation.terminal = terminal.path
            invocation.output = .file("\(fixture.folder)/out")
            #expect(try terminal.output(of: RunningProgram(invocation)).status == 0)
            #expect(fixture.text("out") == "hello\r\n")
        }
    }
}
