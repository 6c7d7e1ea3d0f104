import Foundation
import Testing

@Suite(.realContainers) struct EventTests {
    private func events(_ fixture: CLIFixture, _ more: String...) throws -> [[String: Any]] {
        try fixture.succeed(
            ["events", fixture.id, "--since", "0", "--no-follow", "--format", "jsonl"] + more
        )
        .lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }

    private func supervisor(_ fixture: CLIFixture) throws -> pid_t {
        try #require(try fixture.object(["inspect", fixture.id])["SupervisorProcessId"] as? pid_t)
    }

    /// Until its lock is free: a command that reaches one about to die is told that it was lost.
    private func killSupervisor(_ fixture: CLIFixture) throws {
        let pid = try supervisor(fixture)
        kill(pid, SIGKILL)
        #expect(
            eventually(within: 20) {
                let status = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
                return status?.contains(") Z ") ?? true
            })
    }

    /// Also after the container is gone, in order, and with a supervisor killed again and again in between.
    @Test(arguments: Runtime.allCases) func noneIsLostOrDoubled(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            for round in 1...6 {
                let name = try fixture.detach("sleep", "1000")
                if round % 2 == 0 { try killSupervisor(fixture) }
                #expect(try fixture.exec("true").status == 0)
                try fixture.succeed(["kill", "-s", "TERM", name])
                try fixture.succeed(["wait", name])
            }
            try fixture.succeed(["pause", fixture.id])
            try killSupervisor(fixture)
            try fixture.succeed(["resume", fixture.id])
            try fixture.succeed(["terminate", fixture.id])
            try fixture.succeed(["delete", fixture.id])
            let all = try events(fixture)
            #expect(all.compactMap { $0["Sequence"] as? Int } == Array(1...all.count))
            let types = all.compactMap { $0["Type"] as? String }
            for (type, count) in [
                ("Created", 1), ("Started", 1), ("ProcessCreated", 12), ("ProcessExited", 12), ("Paused", 1),
                ("Resumed", 1), ("Stopped", 1), ("Deleted", 1),
            ] {
                #expect(types.filter { $0 == type }.count == count, "\(type): \(types)")
            }
            #expect(types.first == "Created" && types.suffix(2) == ["Stopped", "Deleted"])
            for type in ["ProcessCreated", "ProcessExited"] {
                let numbers = all.filter { $0["Type"] as? String == type }.compactMap {
                    $0["ProcessId"] as? Int
                }
                #expect(Set(numbers).count == 12)
            }
            let after = try events(fixture, "--since", "4")
            #expect(after.first?["Sequence"] as? Int == 5)
        }
    }

    @Test(arguments: Runtime.allCases) func theyAreFollowed(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let follower = try RunningProgram(
                fixture.invocation(["events", "--count", "4", "--format", "jsonl", "--since", "0"]))
            let watcher = try RunningProgram(
                fixture.invocation(["list", "--watch", "--timeout", "20", "--columns", "id,state"]))
            try fixture.succeed(["create", fixture.id, "--layer", fixture.layer, "--start"])
            try watcher.waitForOutput("Running")
            #expect(try fixture.exec("sh", "-c", "exit 3").status == 3)
            let result = try follower.wait()
            #expect(result.status == 0, "\(result)")
            for (line, type) in zip(result.lines, ["Created", "Started", "ProcessCreated", "ProcessExited"]) {
                #expect(line.contains("\"Type\":\"\(type)\""), "\(result)")
            }
            let late = try fixture.run(["events", "--timeout", "200ms"])
            #expect(late.status == 124 && late.text == "")
        }
    }
}
