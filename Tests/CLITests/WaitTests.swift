import Foundation
import Testing

@Suite(.realContainers) struct WaitTests {
    /// Row 20: woken by events, concurrent.
    @Test func oneOfSeveralIsEnough() throws {
        try CLIFixture.running(.crun) { fixture in
            let (stays, ends) = (
                try fixture.detach("sleep", "1000"), try fixture.detach("sh", "-c", "exit 9")
            )
            let result = try fixture.run(["wait", "--any", "--propagate", stays, ends])
            #expect(result.status == 9 && result.text == "9\n", "\(result)")
            try fixture.fail(["wait", "--any", "--timeout", "100ms", stays], 124, naming: ["wait", stays])
        }
    }

    @Test func states() throws {
        try CLIFixture.with(.crun) { fixture in
            func waiting(for condition: String) throws -> RunningProgram {
                try RunningProgram(
                    fixture.invocation(["wait", "--timeout", "60s", "--for", condition, fixture.id]))
            }
            let created = try waiting(for: "created")
            let create = ["create", fixture.id, "--layer", fixture.layer]
            try fixture.succeed(create)
            #expect(try created.wait().status == 0)
            let steps = [
                ("running", ["start"]), ("paused", ["pause"]), ("running", ["resume"]),
                ("stopped", ["terminate"]),
                ("deleted", ["delete"]),
            ]
            for (condition, verb) in steps {
                let program = try waiting(for: condition)
                try fixture.succeed(verb + [fixture.id])
                #expect(try program.wait().status == 0, "\(condition)")
            }
            #expect(try fixture.run(["wait", "--for", "deleted", fixture.id]).status == 0)
        }
    }

    @Test func whatWillNeverBeIsAnError() throws {
        try CLIFixture.running(.crun) { fixture in
            try fixture.succeed(["terminate", fixture.id])
            try fixture.fail(
                ["wait", "--for", "running", fixture.id], 4, naming: ["wait", fixture.id, "Stopped"])
            try fixture.fail(["wait", "\(fixture.id)/4000"], 3, naming: ["wait", "\(fixture.id)/4000"])
            try fixture.fail(["wait", "\(fixture.id)-none"], 3, naming: ["wait", "\(fixture.id)-none"])
            try fixture.fail(["wait", "--for", "odd", fixture.id], 64, naming: ["odd"])
        }
    }

    /// Row 19: whoever waits, and whenever they come, gets the one truth. `make stress-wait` does a thousand.
    @Test(arguments: Runtime.allCases) func deletionDoesNotLoseTheCode(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            for round in 0..<4 {
                let id = "\(fixture.id)-\(round)"
                try fixture.succeed(["create", id, "--layer", fixture.layer, "--start"])
                let process = try fixture.succeed(["exec", "-d", id, "sleep", "1000"]).word
                let waiters = try (0..<3).map { _ in
                    try RunningProgram(fixture.invocation(["wait", "--propagate", process]))
                }
                let killer = try RunningProgram(fixture.invocation(["kill", "--ignore", process]))
                let deleter = try RunningProgram(fixture.invocation(["delete", "-f", id]))
                let late = try RunningProgram(fixture.invocation(["wait", "--propagate", process]))
                for waiter in waiters + [late] { #expect(try waiter.wait(within: 60).status == 137) }
                _ = try killer.wait(within: 60)
                #expect(try deleter.wait(within: 60).status == 0)
                #expect(try fixture.run(["wait", "--propagate", process]).status == 137)
            }
        }
    }

    @Test(arguments: Runtime.allCases) func killEscalates(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let stubborn = try fixture.detach("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done")
            let willing = try fixture.detach("sleep", "1000")
            let result = try fixture.succeed(["kill", "-s", "TERM", "--escalate", "300ms", willing, stubborn])
            #expect(result.lines == [willing, stubborn])
            #expect(try fixture.run(["wait", "--propagate", stubborn]).status == 137)
            #expect(try fixture.run(["wait", "--propagate", willing]).status == 143)
            let other = try fixture.detach("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done")
            try fixture.fail(["kill", "-s", "TERM", "--wait=100ms", other], 124, naming: ["kill", other])
        }
    }

    /// Row 23.
    @Test(arguments: Runtime.allCases) func pausedContainersAreRefused(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let process = try fixture.detach("sleep", "1000")
            try fixture.succeed(["pause", fixture.id])
            for arguments in [["kill", process], ["kill", "--all-processes", fixture.id]] {
                let result = try fixture.fail(arguments, 4, naming: ["kill", fixture.id, "Paused"])
                #expect(result.message.contains("hint: hcsctl resume \(fixture.id)"), "\(result)")
            }
            try fixture.succeed(["resume", fixture.id])
            #expect(try fixture.succeed(["kill", "--wait", process]).word == process)
        }
    }

    /// Row 22: a process that hcsctl did not start, by pidfd.
    @Test(arguments: Runtime.allCases) func anyProcessOfTheContainer(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            _ = try fixture.detach("sh", "-c", "sleep 1000 & wait; sleep 1000")
            var foreign = ""
            let isThere = eventually {
                let pids = (try? fixture.succeed(["ps", "-q", fixture.id]).lines) ?? []
                foreign = "\(fixture.id)/\(pids.last ?? "")"
                return pids.count == 2
            }
            #expect(isThere)
            let waiter = try RunningProgram(fixture.invocation(["wait", "--propagate", foreign]))
            #expect(try fixture.succeed(["kill", "-s", "USR1", "--wait", foreign]).word == foreign)
            let result = try waiter.wait()
            // 69 before Linux 6.15, unless it was looked at while its parent had not yet asked.
            #expect([128 + SIGUSR1, 125].contains(result.status), "\(result)")
        }
    }
}
