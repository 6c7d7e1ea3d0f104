import Foundation
import Testing

@Suite(.realContainers) struct RunTests {
    private func isGone(_ fixture: CLIFixture) -> Bool {
        eventually(within: 20) { fixture.snapshot() == [] }
    }

    @Test(arguments: Runtime.allCases) func rmHoldsWhenTheClientIsKilled(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let run = ["run", "--rm", fixture.id, "--layer", fixture.layer]
            let program = try RunningProgram(
                fixture.invocation(run + ["sh", "-c", "echo ready; exec sleep 1000"]))
            try program.waitForOutput("ready\n")
            kill(program.pid, SIGKILL)
            #expect(isGone(fixture))
            // How it ended is still known.
            #expect(try fixture.run(["wait", fixture.id]).status == 0)
        }
    }

    /// Whenever it comes, the end of the client before the process is there is the end of the container.
    @Test func anInterruptLeavesNothing() throws {
        try CLIFixture.with(.crun) { fixture in
            for delay: UInt32 in [2000, 20_000, 60_000, 120_000, 250_000] {
                let run = ["run", "--rm", fixture.id, "--layer", fixture.layer]
                let program = try RunningProgram(fixture.invocation(run + ["sleep", "1000"]))
                usleep(delay)
                kill(program.pid, SIGINT)
                #expect(try program.wait().status == 130, "after \(delay)")
                #expect(isGone(fixture), "after \(delay)")
            }
        }
    }

    @Test(arguments: Runtime.allCases) func rmAndDetachDeleteAtTheEnd(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let script = ["sh", "-c", "while [ ! -e /go/on ]; do sleep 0.02; done; exit 5"]
            let folder = try fixture.makeFolder("go")
            let layer = ["--layer", fixture.layer, "--mount", "\(folder):/go"]
            let process = try fixture.succeed(["run", "--rm", "-d", fixture.id] + layer + script).word
            #expect(try fixture.state() == "Running")
            try fixture.write("go/on", "")
            #expect(isGone(fixture))
            #expect(try fixture.run(["wait", "--propagate", process]).status == 5)
        }
    }

    @Test func withoutRmAKilledClientLeavesAStoppedContainer() throws {
        try CLIFixture.with(.crun) { fixture in
            let run = [
                "run", fixture.id, "--layer", fixture.layer, "sh", "-c", "echo ready; exec sleep 1000",
            ]
            let program = try RunningProgram(fixture.invocation(run))
            try program.waitForOutput("ready\n")
            kill(program.pid, SIGKILL)
            #expect(try eventually(within: 20) { try fixture.state() == "Stopped" })
        }
    }

    /// Row 8 and 6: the right output and the right code, every time; `make stress-run` does two thousand.
    @Test func manyAtATime() throws {
        try CLIFixture.with(.crun) { fixture in
            var running: [(Int32, RunningProgram)] = []
            func check(_ code: Int32, _ program: RunningProgram) throws {
                let result = try program.wait(within: 60)
                #expect(
                    result.status == code && result.text == "x\(code)\n" && result.message == "", "\(result)")
            }
            for code: Int32 in 0..<24 {
                if running.count == 6 {
                    let (expected, program) = running.removeFirst()
                    try check(expected, program)
                }
                let words = ["run", "--rm", "\(fixture.id)-\(code)", "--layer", fixture.layer]
                running.append(
                    (
                        code,
                        try RunningProgram(
                            fixture.invocation(words + ["sh", "-c", "echo x\(code); exit \(code)"]))
                    ))
            }
            for (code, program) in running { try check(code, program) }
            #expect(isGone(fixture))
        }
    }

    @Test func resultSaysWhoseCodeItWas() throws {
        try CLIFixture.running(.crun) { fixture in
            let file = "\(fixture.folder)/result"
            let cases: [([String], [String], String)] = [
                (
                    ["--timeout", "20s"], ["sh", "-c", "exit 125"],
                    #""ExitCode":125,"Signal":null,"Source":"process""#
                ),
                ([], ["sh", "-c", "kill -9 $$"], #""ExitCode":137,"Signal":"KILL","Source":"process""#),
                (["--timeout", "100ms"], ["sleep", "1000"], #""Source":"hcsctl","TimedOut":true"#),
                ([], ["no-such"], #""ExitCode":127,"Signal":null,"Source":"hcsctl""#),
            ]
            for (flags, command, expected) in cases {
                _ = try fixture.run(["exec", "--result", file] + flags + [fixture.id] + command)
                #expect(
                    fixture.text("result")?.contains(expected) == true, "\(fixture.text("result") ?? "none")")
            }
            let result = try fixture.run(["exec", "--result", "fd:1", fixture.id, "true"])
            #expect(result.text.hasPrefix(#"{"SchemaVersion":"1.0","ExitCode":0"#), "\(result)")
        }
    }

    @Test func pidfileNamesTheProcess() throws {
        try CLIFixture.running(.crun) { fixture in
            let file = "\(fixture.folder)/pid"
            let process = try fixture.succeed(["exec", "-d", "--pidfile", file, fixture.id, "sleep", "1000"])
                .word
            #expect(fixture.text("pid") == process.split(separator: "/").last.map { "\($0)\n" })
            // Not written over, and not left where nothing was started.
            try fixture.fail(["exec", "--pidfile", file, fixture.id, "true"], 125, naming: ["exec", file])
            let other = "\(fixture.folder)/other"
            #expect(try fixture.run(["exec", "--pidfile", other, fixture.id, "no-such"]).status == 127)
            #expect(fixture.text("other") == nil)
        }
    }

    /// Row 37: the process, its group and what it started.
    @Test(arguments: Runtime.allCases) func aTimeoutEndsWhatItStarted(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let script = """
                trap '' TERM
                (trap '' TERM; while :; do sleep 0.1; done) &
                while :; do sleep 0.1; done
                """
            let limits = ["--timeout", "300ms", "--kill-after", "300ms"]
            #expect(try fixture.run(["exec"] + limits + [fixture.id, "sh", "-c", script]).status == 124)
            #expect(eventually { (try? fixture.succeed(["ps", "-q", fixture.id]).text) == "" })
            // Also where nobody stays.
            let process = try fixture.succeed(["exec", "-d"] + limits + [fixture.id, "sh", "-c", script]).word
            #expect(try fixture.run(["wait", "--propagate", process]).status == 124)
            #expect(eventually { (try? fixture.succeed(["ps", "-q", fixture.id]).text) == "" })
        }
    }

    /// Row 3.
    @Test(arguments: ["signal", "detach", "terminate"]) func theClientsEnd(policy: String) throws {
        try CLIFixture.running(.crun) { fixture in
            let script = "sleep 1000 & echo ready; exec sleep 1000"
            let program = try RunningProgram(
                fixture.invocation(["exec", "--on-client-exit", policy, fixture.id, "sh", "-c", script]))
            try program.waitForOutput("ready\n")
            kill(program.pid, SIGKILL)
            if policy == "terminate" {
                #expect(try eventually { try fixture.state() == "Stopped" })
            } else {
                let left = policy == "signal" ? 0 : 2
                #expect(try eventually { try fixture.succeed(["ps", "-q", fixture.id]).lines.count == left })
            }
        }
    }

    /// Errors under `run` are `run`'s, whatever step failed.
    @Test func errorsHaveTheCommandsName() throws {
        try CLIFixture.with(.crun) { fixture in
            try fixture.fail(
                ["run", "--rm", fixture.id, "--layer", fixture.layer, "no-such"], 127,
                naming: ["hcsctl: run \(fixture.id): ", "no-such"])
            try fixture.fail(
                ["run", "--rm", fixture.id, "--layer", "/no-such", "true"], 125,
                naming: ["hcsctl: run \(fixture.id): ", "/no-such"])
        }
    }
}
