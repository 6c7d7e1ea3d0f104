import Foundation
import Testing

/// What scripts and build machines rely on (cli.md, section 5).
@Suite(.realContainers) struct ScriptingTests {
    @Test(arguments: Runtime.allCases) func cidfileAndPidfile(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let (cid, pid) = ("\(fixture.folder)/cid", "\(fixture.folder)/pid")
            let create = ["create", fixture.id, "--layer", fixture.layer]
            try fixture.write("pid", "")
            try fixture.succeed(create + ["--cidfile", cid, "--pidfile", pid])
            #expect(fixture.text("cid") == "\(fixture.id)\n")
            let agent = try fixture.object(["inspect", fixture.id])["AgentProcessId"] as? Int
            #expect(fixture.text("pid") == "\(try #require(agent))\n")
            try fixture.succeed(["delete", fixture.id])
            // A file with something else in it is somebody's: nothing is created then.
            try fixture.write("cid", "other\n")
            try fixture.fail(create + ["--cidfile", cid], 73, naming: [cid])
            try fixture.fail(create + ["--pidfile", "/no-such/pid"], 73, naming: ["/no-such/pid"])
            #expect(fixture.text("cid") == "other\n")
        }
    }

    @Test(arguments: Runtime.allCases) func existOkTakesTheSameDocumentOnly(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let create = ["create", fixture.id, "--layer", fixture.layer, "--exist-ok", "--format", "json"]
            let cidfile = ["--cidfile", "\(fixture.folder)/cid"]
            #expect(try Self.changed(fixture, create + cidfile) == true)
            #expect(try Self.changed(fixture, create + cidfile) == false)
            #expect(try Self.changed(fixture, create + ["--start"]) == true)
            #expect(try Self.changed(fixture, create + ["--start"]) == false)
            try fixture.fail(
                ["create", fixture.id, "--layer", fixture.layer, "--exist-ok", "--memory", "64M"], 5,
                naming: [fixture.id, "another document"])
            try fixture.fail(["create", fixture.id, "--layer", fixture.layer], 5, naming: [fixture.id])
            #expect(try fixture.state() == "Running")
        }
    }

    private static func changed(_ fixture: CLIFixture, _ arguments: [String]) throws -> Bool? {
        let rows = try fixture.succeed(arguments).json() as? [[String: Any]]
        #expect(rows?.first?["Id"] as? String == fixture.id)
        return rows?.first?["Changed"] as? Bool
    }

    @Test(arguments: Runtime.allCases) func replaceIsANewContainer(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let create = ["create", fixture.id, "--layer", fixture.layer, "--replace", "--start"]
            try fixture.succeed(create)
            #expect(try fixture.exec("touch", "/mine").status == 0)
            // A document that is no use costs nobody a container.
            try fixture.fail(
                ["create", fixture.id, "--layer", fixture.layer, "--replace", "--cpu-weight", "0.5"], 64,
                naming: ["0.5"])
            try fixture.fail(
                ["create", fixture.id, "--layer", "", "--replace"], 64, naming: ["layer"])
            #expect(try fixture.exec("test", "-e", "/mine").status == 0)
            try fixture.succeed(create)
            #expect(try fixture.exec("test", "-e", "/mine").status == 1)
            try fixture.fail(create + ["--exist-ok"], 64, naming: ["--exist-ok", "--replace"])
        }
    }

    @Test(arguments: Runtime.allCases) func ignoreForgivesWhatIsDone(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            for verb in ["pause", "resume", "shutdown", "terminate", "delete", "kill"] {
                let target = "\(fixture.id)-missing" + (verb == "kill" ? "/7" : "")
                #expect(try fixture.run([verb, target]).status == 3, "\(verb)")
                let result = try fixture.run([verb, "--ignore", target])
                #expect(result.status == 0, "\(result)")
            }
            try fixture.succeed(["create", fixture.id, "--layer", fixture.layer, "--start"])
            try fixture.succeed(["terminate", fixture.id])
            #expect(try fixture.run(["terminate", fixture.id]).status == 4)
            try fixture.succeed(["terminate", "--ignore", fixture.id])
            try fixture.succeed(["shutdown", "--ignore", fixture.id])
        }
    }

    /// The line for the end of a job: everything of its owner, nothing of others, whatever state it is in, twice.
    @Test(arguments: Runtime.allCases) func deleteAllIsTheOwners(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let ids = ["a", "b", "c"].map { "\(fixture.id)-\($0)" }
            for (id, owner) in zip(ids, ["job-1", "job-1", "job-2"]) {
                try fixture.succeed(["create", id, "--layer", fixture.layer, "--owner", owner])
            }
            try fixture.succeed(["start", ids[0], ids[2]])
            let cleanUp = ["delete", "--all", "--force", "--ignore", "--owner", "job-1"]
            #expect(try fixture.succeed(cleanUp).lines == [ids[0], ids[1]])
            #expect(try fixture.succeed(cleanUp).lines == [])
            #expect(try fixture.succeed(["list", "-q"]).lines == [ids[2]])
            // HCSCTL_OWNER does the same, for creating and deleting.
            var invocation = fixture.invocation(["delete", "--all", "--force"])
            invocation.environment["HCSCTL_OWNER"] = "job-2"
            #expect(try RunningProgram(invocation).wait().text == "\(ids[2])\n")
        }
    }

    @Test(arguments: Runtime.allCases) func timeoutEndsEveryWait(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let process = try fixture.detach("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done")
            let lines = [
                ["wait", fixture.id], ["wait", process], ["exec", fixture.id, "sleep", "1000"],
                ["shutdown", "--no-force", "--time", "200ms", fixture.id],
            ]
            for line in lines {
                let isOwn = line.contains("--time")
                let result = try fixture.run((isOwn ? [] : ["--timeout", "200ms"]) + line)
                #expect(result.status == 124, "\(result)")
            }
            for text in ["5x", "", "-1", "1s2m"] {
                let result = try fixture.run(["wait", "--timeout=\(text)", fixture.id])
                #expect(result.status == 64, "\(result)")
            }
        }
    }

    /// No command asks anything, with a terminal or without.
    @Test(arguments: Runtime.allCases) func nothingPrompts(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal()
            var invocation = fixture.invocation(["delete", "--all", "--force"])
            invocation.terminal = terminal.path
            let result = try terminal.output(of: RunningProgram(invocation))
            #expect(result.status == 0)
            #expect(result.text.replacingOccurrences(of: "\r", with: "") == "\(fixture.id)\n")
            #expect(try fixture.succeed(["list", "-q"]).text == "")
        }
    }

    @Test func theOutputDependsOnNoLocaleAndNoTerminal() throws {
        try CLIFixture.with(.crun) { fixture in
            for id in ["c", "a", "b"] {
                try fixture.succeed(["create", "\(fixture.id)-\(id)", "--layer", fixture.layer])
            }
            let plain = try fixture.succeed(["list", "--format", "json"])
            for (name, value) in [("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo"), ("COLUMNS", "20")] {
                var invocation = fixture.invocation(["list", "--format", "json"])
                invocation.environment[name] = value
                #expect(try RunningProgram(invocation).wait().text == plain.text)
            }
            #expect(try fixture.succeed(["list", "-q"]).lines.map { $0.suffix(2) } == ["-a", "-b", "-c"])
        }
    }
}
