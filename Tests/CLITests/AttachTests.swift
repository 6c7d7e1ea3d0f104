import Foundation
import Testing

@Suite(.realContainers) struct AttachTests {
    private func start(_ fixture: CLIFixture, _ terminal: PseudoTerminal, _ arguments: [String]) throws
        -> RunningProgram
    {
        var invocation = fixture.invocation(arguments)
        invocation.environment["TERM"] = "xterm"
        invocation.terminal = terminal.path
        return try RunningProgram(invocation)
    }

    /// Row 5: no byte is held, the keys leave, the process goes on and can be joined again, and draws anew.
    @Test(arguments: Runtime.allCases) func leaveAConsoleAndComeBack(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let script = """
                trap 'echo size $(stty size)' WINCH
                echo ready
                while :; do
                    # A signal ends a read.
                    read word || continue
                    echo "got $word"; [ "$word" = end ] && exit 6
                done
                """
            let terminal = try PseudoTerminal()
            let before = terminal.flags
            let first = try start(fixture, terminal, ["exec", "-it", fixture.id, "sh", "-c", script])
            try terminal.expect("ready\r\n")
            terminal.type("a\u{1D}b\r")
            try terminal.expect("got a\u{1D}b\r\n")
            terminal.type("\u{1D}\u{1D}\u{1D}")
            let left = try terminal.output(of: first)
            #expect(
                left.status == 0 && left.text.contains("[detached; hcsctl attach \(fixture.id)/"), "\(left)")
            #expect(terminal.flags == before)

            let process = try #require(try fixture.succeed(["ps", "-q", fixture.id]).lines.first)
            let again = try start(fixture, terminal, ["attach", "\(fixture.id)/\(process)"])
            try terminal.expect("size 43 132\r\n")
            // The first two of the keys that left are still in its line.
            terminal.type("\rend\r")
            let result = try terminal.output(of: again)
            #expect(result.status == 6 && result.text.contains("got end\r\n"), "\(result)")
            #expect(terminal.flags == before)
        }
    }

    /// All see the output, one may type; the starter's own console is shared too.
    @Test(arguments: Runtime.allCases) func severalAtOnce(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let script =
                "echo ready; while read word; do echo \"got $word\"; [ \"$word\" = end ] && exit 7; done"
            let (one, two, three) = (try PseudoTerminal(), try PseudoTerminal(), try PseudoTerminal())
            let starter = try start(fixture, one, ["exec", "-it", fixture.id, "sh", "-c", script])
            try one.expect("ready\r\n")
            let process = try #require(try fixture.succeed(["ps", "-q", fixture.id]).lines.first)
            let second = try start(fixture, two, ["attach", "\(fixture.id)/\(process)"])
            try two.expect("somebody else is typing")
            let third = try start(fixture, three, ["attach", "--no-stdin", "\(fixture.id)/\(process)"])
            one.type("hello\r")
            for terminal in [one, two] { try terminal.expect("got hello\r\n") }
            two.type("nobody hears this\r")
            one.type("end\r")
            for (terminal, program) in [(one, starter), (two, second), (three, third)] {
                let result = try terminal.output(of: program)
                #expect(result.status == 7 && result.text.contains("got end\r\n"), "\(result)")
                #expect(!result.text.contains("nobody hears"), "\(result)")
            }
        }
    }

    @Test(arguments: Runtime.allCases) func keptPipes(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let script =
                "while read word; do echo \"out $word\"; echo \"err $word\" >&2; done; echo end; exit 8"
            let process = try fixture.succeed(["exec", "-d", "-i", fixture.id, "sh", "-c", script]).word
            let typist = try fixture.run(
                ["attach", "--sig-proxy=false", process], input: .text("one\ntwo\n"), within: 60)
            #expect(typist.status == 8, "\(typist)")
            #expect(
                typist.text == "out one\nout two\nend\n" && typist.message == "err one\nerr two\n",
                "\(typist)")
        }
    }

    @Test(arguments: Runtime.allCases) func closeStdinAndTheDead(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let process = try fixture.succeed(["exec", "-d", "-i", fixture.id, "cat"]).word
            for _ in 0..<2 { try fixture.succeed(["close-stdin", process]) }
            #expect(try fixture.run(["wait", "--propagate", process]).status == 0)
            try fixture.succeed(["close-stdin", process])
            try fixture.succeed(["resize", process, "80", "24"])
            let without = try fixture.detach("sleep", "1000")
            try fixture.fail(["close-stdin", without], 69, naming: ["close-stdin", without])
            try fixture.fail(["resize", without, "80", "24"], 65, naming: ["resize", without, "console"])
            try fixture.fail(["attach", without], 125, naming: ["attach", without])
            let console = try fixture.succeed(["exec", "-d", "-t", fixture.id, "sleep", "1000"]).word
            for _ in 0..<2 { try fixture.succeed(["resize", console, "99", "33"]) }
            try fixture.succeed(["terminate", fixture.id])
            for verb in [["close-stdin", console], ["resize", console, "1", "1"]] {
                try fixture.succeed(verb)
            }
        }
    }

    /// Rows 12 and 13: fully raw while it lasts, and nobody's flags are changed.
    @Test func rawAndBlocking() throws {
        try CLIFixture.running(.crun) { fixture in
            let terminal = try PseudoTerminal()
            let program = try start(
                fixture, terminal, ["exec", "-it", fixture.id, "sh", "-c", "echo ready; read word"])
            try terminal.expect("ready\r\n")
            #expect(!terminal.postProcesses)
            #expect(terminal.isBlocking)
            terminal.type("x\r")
            #expect(try terminal.output(of: program).status == 0)
            #expect(terminal.postProcesses && terminal.isBlocking)
        }
    }

    /// Row 14.
    @Test func autoIsForScripts() throws {
        try CLIFixture.running(.crun) { fixture in
            let script = ["sh", "-c", "test -t 1 && echo terminal || echo pipe"]
            let auto = ["exec", "-i", "--tty=auto", fixture.id] + script
            #expect(try fixture.succeed(auto).text == "pipe\n")
            let terminal = try PseudoTerminal()
            let result = try terminal.output(of: start(fixture, terminal, auto))
            #expect(result.text == "terminal\r\n")
            let sized = ["exec", "-t", "--size", "77x22", fixture.id, "stty", "size"]
            #expect(try terminal.output(of: start(fixture, terminal, sized)).text.contains("22 77"))
        }
    }

    /// With `--sig-proxy=false` an interrupt leaves the process alone.
    @Test func anInterruptMayLeave() throws {
        try CLIFixture.running(.crun) { fixture in
            let script = "echo ready; exec sleep 1000"
            var invocation = fixture.invocation([
                "exec", "--sig-proxy=false", fixture.id, "sh", "-c", script,
            ])
            // Files: a pipe would stay the process's.
            invocation.output = .file("\(fixture.folder)/out")
            invocation.errors = .file("\(fixture.folder)/err")
            let program = try RunningProgram(invocation)
            #expect(eventually(within: 20) { fixture.text("out") == "ready\n" })
            kill(program.pid, SIGINT)
            #expect(try program.wait().status == 130)
            #expect(try fixture.succeed(["ps", "-q", fixture.id]).lines.count == 1)
        }
    }

    /// Row 4, with what a reader sees.
    @Test(arguments: ["idle", "none"]) func aGrandchildHoldsNobody(drain: String) throws {
        try CLIFixture.running(.crun) { fixture in
            let script = "sleep 1000 & echo started; exit 8"
            var invocation = fixture.invocation(["exec", "--drain", drain, fixture.id, "sh", "-c", script])
            invocation.output = .file("\(fixture.folder)/out")
            invocation.errors = .file("\(fixture.folder)/err")
            let status = try RunningProgram(invocation).wait(within: 20).status
            #expect(status == 8)
            if drain == "idle" { #expect(fixture.text("out") == "started\n") }
        }
    }

    @Test func drainToTheEnd() throws {
        try CLIFixture.running(.crun) { fixture in
            let script = "(sleep 0.5; echo late) & echo early; exit 3"
            var invocation = fixture.invocation(["exec", "--drain", "eof", fixture.id, "sh", "-c", script])
            invocation.output = .file("\(fixture.folder)/out")
            invocation.errors = .file("\(fixture.folder)/err")
            let status = try RunningProgram(invocation).wait(within: 30).status
            #expect(status == 3)
            #expect(fixture.text("out") == "early\nlate\n")
        }
    }
}
