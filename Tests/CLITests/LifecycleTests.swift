import Foundation
import Testing

@Suite(.realContainers) struct LifecycleTests {
    @Test(arguments: Runtime.allCases) func fromCreateToDelete(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let id = fixture.id
            #expect(try fixture.succeed(["create", id, "--layer", fixture.layer]).text == "\(id)\n")
            #expect(try fixture.state() == "Created")
            #expect(try fixture.succeed(["start", id]).text == "\(id)\n")
            #expect(try fixture.state() == "Running")
            #expect(try fixture.succeed(["exec", id, "echo", "hello"]).text == "hello\n")

            let process = try fixture.detach("sleep", "1000")
            let pid = try #require(process.split(separator: "/").last.map(String.init))
            #expect(process == "\(id)/\(pid)")
            #expect(try fixture.succeed(["ps", "-q", id]).text == "\(pid)\n")
            #expect(try fixture.succeed(["ps", id]).lines.last?.hasSuffix(" sleep") == true)
            #expect(
                try fixture.succeed(["stats", id, "--window", "0"]).lines.last?.hasPrefix("\(id) ") == true)
            #expect(try fixture.succeed(["disks", id]).lines.count == 1)

            #expect(try fixture.succeed(["pause", id]).text == "\(id)\n")
            #expect(try fixture.state() == "Paused")
            #expect(try fixture.succeed(["resume", id]).text == "\(id)\n")
            #expect(try fixture.state() == "Running")

            #expect(
                try fixture.succeed(["kill", "-s", "TERM", "--wait=10s", process]).text == "\(process)\n")
            #expect(try fixture.succeed(["ps", "-q", id]).text == "")
            #expect(try fixture.run(["wait", "--propagate", process]).status == 143)

            #expect(try fixture.succeed(["terminate", id]).text == "\(id)\n")
            #expect(try fixture.state() == "Stopped")
            #expect(try fixture.succeed(["wait", id]).text == "0\n")
            #expect(try fixture.succeed(["delete", id]).text == "\(id)\n")
            #expect(try fixture.succeed(["list", "-q"]).text == "")
            #expect(fixture.snapshot() == [])
        }
    }

    @Test(arguments: Runtime.allCases) func pauseFreezesTheKernelsCgroup(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let folder = try fixture.makeFolder("ticks")
            let mount = "\(folder):/ticks"
            try fixture.succeed(["create", fixture.id, "--layer", fixture.layer, "--mount", mount, "--start"])
            _ = try fixture.detach(
                "sh", "-c", "n=0; while :; do n=$((n+1)); echo $n > /ticks/n; sleep 0.01; done")
            #expect(eventually { fixture.text("ticks/n") != nil })
            try fixture.succeed(["pause", fixture.id])
            #expect(eventually { ["FROZEN\n", "1\n"].contains(Cgroup(fixture).freezer) })
            let frozen = fixture.text("ticks/n")
            #expect(try fixture.succeed(["stats", fixture.id]).lines.count == 2)
            #expect(try fixture.succeed(["ps", "-q", fixture.id]).lines.count >= 1)
            #expect(fixture.text("ticks/n") == frozen)
            try fixture.succeed(["resume", fixture.id])
            #expect(eventually { fixture.text("ticks/n") != frozen })
        }
    }

    @Test(arguments: Runtime.allCases) func shutdownLetsProcessesEndWell(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let folder = try fixture.makeFolder("out")
            try fixture.succeed([
                "create", fixture.id, "--layer", fixture.layer, "--mount", "\(folder):/out", "--start",
            ])
            let script =
                "trap 'echo bye > /out/said; exit 0' TERM; touch /out/ready; while :; do sleep 0.05; done"
            _ = try fixture.detach("sh", "-c", script)
            #expect(eventually { fixture.text("out/ready") != nil })
            #expect(try fixture.succeed(["shutdown", fixture.id]).text == "\(fixture.id)\n")
            #expect(fixture.text("out/said") == "bye\n")
            let row = try fixture.object(["list"])
            #expect(row["State"] as? String == "Stopped")
            #expect(row["ExitType"] as? String == "GracefulExit")
        }
    }

    @Test(arguments: Runtime.allCases) func shutdownKillsWhatDoesNotListen(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let process = try fixture.detach("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done")
            let result = try fixture.run(["shutdown", "--no-force", "--time", "300ms", fixture.id])
            #expect(result.status == 124, "\(result)")
            try fixture.succeed(["terminate", fixture.id])
            #expect(try fixture.object(["list"])["ExitType"] as? String == "ForcedExit")
            #expect(try fixture.run(["wait", "--propagate", process]).status == 137)
        }
    }

    @Test(arguments: Runtime.allCases) func aStoppedContainerStillAnswers(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            #expect(try fixture.exec("sh", "-c", "exit 9").status == 9)
            try fixture.succeed(["terminate", fixture.id])
            let inspection = try fixture.object(["inspect", fixture.id])
            #expect(inspection["State"] as? String == "Stopped")
            let processes = try #require(inspection["Processes"] as? [[String: Any]])
            #expect(processes.map { $0["ExitCode"] as? Int } == [9])
            #expect(try fixture.object(["stats", fixture.id])["Id"] as? String == fixture.id)
            #expect(inspection["SupervisorProcessId"] as? Int == nil)
        }
    }

    @Test(arguments: Runtime.allCases) func prefixesAndAliases(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let (one, two) = ("\(fixture.id)-a1", "\(fixture.id)-b2")
            for id in [one, two] { try fixture.succeed(["create", id, "--layer", fixture.layer]) }
            #expect(try fixture.succeed(["start", "\(fixture.id)-a"]).text == "\(one)\n")
            try fixture.fail(["start", "\(fixture.id)-"], 65, naming: [one, two])
            try fixture.fail(
                ["start", "--exact", "\(fixture.id)-b"], 3, naming: ["start", "no such container"])
            #expect(try fixture.succeed(["ls", "-q"]).text == "\(one)\n\(two)\n")
            #expect(try fixture.succeed(["ls", "-q", "--filter", "state=running"]).text == "\(one)\n")
            #expect(try fixture.succeed(["stop", one]).text == "\(one)\n")
            #expect(try fixture.succeed(["rm", one, two]).text == "\(one)\n\(two)\n")
        }
    }

    @Test(arguments: Runtime.allCases) func severalTargetsGoOnAfterAFailure(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let (two, missing) = ("\(fixture.id)-2", "\(fixture.id)-missing")
            try fixture.succeed(["create", two, "--layer", fixture.layer])
            let result = try fixture.run(["start", fixture.id, missing, two])
            #expect(result.status == 1, "\(result)")
            #expect(result.text == "\(two)\n")
            #expect(result.message.split(separator: "\n").count == 2, "\(result)")
            let json = try fixture.run(["start", "--ignore", fixture.id, missing, "--format", "json"])
            #expect(json.status == 0, "\(json)")
            let rows = try #require(try json.json() as? [[String: Any]])
            #expect(rows.map { $0["Changed"] as? Bool } == [false, false])
        }
    }
}
