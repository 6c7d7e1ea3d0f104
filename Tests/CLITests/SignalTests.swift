import Foundation
import Testing

@Suite(.realContainers) struct SignalTests {
    @Test(arguments: Runtime.allCases) func reachTheProcess(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            for (name, number) in [("TERM", SIGTERM), ("INT", SIGINT), ("HUP", SIGHUP), ("USR1", SIGUSR1)] {
                let script =
                    "trap 'echo got \(name); exit 33' \(name); echo ready; while :; do sleep 0.02; done"
                let program = try RunningProgram(
                    fixture.invocation(["exec", fixture.id, "sh", "-c", script]))
                try program.waitForOutput("ready\n")
                kill(program.pid, number)
                let result = try program.wait()
                #expect(result.status == 33, "\(result)")
                #expect(result.text == "ready\ngot \(name)\n")
            }
        }
    }

    @Test(arguments: Runtime.allCases) func endAProcessThatDoesNotCare(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let program = try RunningProgram(
                fixture.invocation(["exec", fixture.id, "sh", "-c", "echo ready; exec sleep 1000"]))
            try program.waitForOutput("ready\n")
            kill(program.pid, SIGTERM)
            #expect(try program.wait().status == 143)
            #expect(try fixture.succeed(["ps", "-q", fixture.id]).text == "")
        }
    }

    @Test(arguments: Runtime.allCases) func theThirdInterruptAlwaysEnds(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let script = "trap '' INT TERM; echo ready; while :; do sleep 0.02; done"
            let program = try RunningProgram(fixture.invocation(["exec", fixture.id, "sh", "-c", script]))
            try program.waitForOutput("ready\n")
            // Signals of one number that are pending become one.
            for _ in 0..<3 {
                kill(program.pid, SIGINT)
                usleep(50_000)
            }
            #expect([130, 137].contains(try program.wait().status))
            #expect(eventually { (try? fixture.succeed(["ps", "-q", fixture.id]).text) == "" })
        }
    }

    @Test(arguments: Runtime.allCases) func aTimeoutIs124(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let limits = ["--timeout", "300ms", "--kill-after", "300ms"]
            let willing = try fixture.run(["exec"] + limits + [fixture.id, "sleep", "1000"])
            #expect(willing.status == 124, "\(willing)")
            let stubborn = ["sh", "-c", "trap '' TERM; while :; do sleep 0.02; done"]
            #expect(try fixture.run(["exec"] + limits + [fixture.id] + stubborn).status == 124)
            #expect(eventually { (try? fixture.succeed(["ps", "-q", fixture.id]).text) == "" })
            #expect(
                try fixture.run(["exec", "--timeout", "20s", fixture.id, "sh", "-c", "exit 3"]).status == 3)
        }
    }

    @Test(arguments: Runtime.allCases) func killSendsWhatItIsTold(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            for (given, status) in [
                ("TERM", 143), ("sigterm", 143), ("SIGINT", 130), ("9", 137), ("HUP", 129),
            ] {
                let process = try fixture.detach("sleep", "1000")
                #expect(try fixture.succeed(["kill", "-s", given, process]).word == process)
                #expect(try fixture.run(["wait", "--propagate", process]).status == status)
            }
            let several = try (0..<3).map { _ in try fixture.detach("sleep", "1000") }
            #expect(
                try fixture.succeed(["kill", "--all-processes", "--wait", fixture.id]).word == fixture.id)
            for process in several {
                #expect(try fixture.run(["wait", "--propagate", process]).status == 137)
            }
            #expect(try fixture.succeed(["kill", "-l"]).lines.count == 63)
        }
    }

    @Test(arguments: Runtime.allCases) func aDeadOrMissingProcessIsNamed(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let process = try fixture.detach("true")
            #expect(try fixture.succeed(["wait", process]).text == "0\n")
            try fixture.fail(["kill", process], 4, naming: ["kill", process, "exited"])
            #expect(try fixture.succeed(["kill", "--ignore", process]).status == 0)
            try fixture.fail(["kill", "\(fixture.id)/4000"], 3, naming: ["kill", fixture.id, "4000"])
            try fixture.fail(["kill", "-s", "NOPE", process], 64, naming: ["NOPE"])
            try fixture.fail(["kill", fixture.id], 64, naming: [fixture.id])
        }
    }
}
