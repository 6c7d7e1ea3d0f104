import Foundation
import Testing

@Suite(.realContainers) struct CreateTests {
    @Test(arguments: Runtime.allCases) func fromAFileAndFromStandardInput(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let file = try fixture.write("document.json", fixture.document(#","HostName":"from-file""#))
            let second = "\(fixture.id)-2"
            try fixture.succeed(["create", fixture.id, "-f", file])
            let document = fixture.document(#","Owner":"me""#)
            try fixture.succeed(["create", second, "-f", "-", "--start"], input: .text(document))
            let rows = try fixture.succeed(["list", "--format", "json"]).json() as? [[String: Any]]
            #expect(rows?.map { $0["Id"] as? String } == [fixture.id, second])
            #expect(rows?.map { $0["State"] as? String } == ["Created", "Running"])
            #expect(rows?.map { $0["Owner"] as? String } == ["", "me"])
            #expect(rows?.map { $0["Name"] as? String } == ["fixture", "fixture"])
            #expect(try fixture.succeed(["list", "-q", "--owner-filter", "me"]).word == second)
        }
    }

    @Test(arguments: Runtime.allCases) func dryRunPrintsTheDocumentAndLeavesNothing(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let document = fixture.document(#","MemoryMaximumInMB":32"#)
            let flags = ["-f", "-", "--dry-run", "--memory", "64M", "--hostname", "box"]
            let result = try fixture.succeed(["create", fixture.id] + flags, input: .text(document))
            let printed = try #require(try result.json() as? [String: Any])
            #expect(printed["MemoryMaximumInMB"] as? Int == 64)
            #expect(printed["HostName"] as? String == "box")
            #expect(fixture.snapshot() == [])
            // What it prints is what it takes.
            try fixture.succeed(["create", fixture.id, "-f", "-"], input: .text(result.text))
            #expect(Cgroup(fixture).memory == 64 << 20)
        }
    }

    @Test(arguments: Runtime.allCases) func documentIsMadeInOrderAndPrintedAsItIsSent(runtime: Runtime) throws
    {
        try CLIFixture.with(runtime) { fixture in
            let base = #"{"Layers":[{"ID":"a","Path":"/l"}],"HostName":"file","Owner":"file","Name":"web"}"#
            let patch = try fixture.write("patch.json", #"{"Owner":"patch","LayerFolderPath":"/s"}"#)
            let changes = ["--patch", patch, "--set", "LayerFolderPath=/s<1>", "--ignore-flushes"]
            var invocation = fixture.invocation(["create", "web", "-f", "-", "--dry-run"] + changes)
            let variable = "HCSSHIM_CREATECONTAINER_ADDITIONALJSON"
            invocation.environment[variable] =
                #"{"HostName":"variable","Owner":"variable","ProcessorCount":2}"#
            invocation.input = .text(base)
            let result = try RunningProgram(invocation).wait(within: 30)
            let sent =
                #"{"SystemType":"Container","Name":"web","Owner":"patch","IgnoreFlushesDuringBoot":true,"#
                + #""LayerFolderPath":"/s\u003c1\u003e","Layers":[{"ID":"a","Path":"/l"}],"ProcessorCount":2,"#
                + #""HostName":"variable","HvPartition":false}"# + "\n"
            #expect(result.text == sent && result.status == 0, "\(result)")
            invocation.environment[variable] = "null"
            invocation.input = .text(base)
            let refused = try RunningProgram(invocation).wait(within: 30)
            #expect(refused.status == 65 && refused.message.contains(variable), "\(refused)")
            let create = ["create", fixture.id, "--layer", fixture.layer]
            try fixture.fail(create + ["--set", "Hostname=x"], 65, naming: ["Hostname"])
            try fixture.fail(create + ["--patch", fixture.layer + "/none"], 66, naming: ["none"])
        }
    }

    @Test(arguments: Runtime.allCases) func runIsAWholeLife(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let layer = ["--layer", fixture.layer]
            let script = ["sh", "-c", "echo $0 $NAME; pwd; id -u; exit 12", "hello"]
            let flags = ["-e", "NAME=world", "-w", "/tmp", "-u", "user"]
            let result = try fixture.run(["run", "--rm", fixture.id] + layer + flags + ["--"] + script)
            #expect(result.text == "hello world\n/tmp\n1000\n", "\(result)")
            #expect(result.status == 12 && result.message == "", "\(result)")
            #expect(fixture.snapshot() == [])

            #expect(try fixture.run(["run", fixture.id] + layer + ["true"]).status == 0)
            #expect(try fixture.state() == "Stopped")
            try fixture.succeed(["delete", fixture.id])

            let process = try fixture.succeed(["run", "-d", fixture.id] + layer + ["sleep", "1000"]).word
            #expect(process.hasPrefix("\(fixture.id)/"))
            #expect(try fixture.state() == "Running")
            #expect(try fixture.succeed(["ps", "-q", fixture.id]).lines.count == 1)
        }
    }

    @Test(arguments: Runtime.allCases) func runThatCannotStartLeavesNothing(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let start = ["run", "--rm", fixture.id, "--layer", fixture.layer]
            try fixture.fail(start + ["no-such"], 127, naming: [fixture.id, "no-such"])
            try fixture.fail(start + ["-u", "nobody9", "true"], 125, naming: [fixture.id, "nobody9"])
            try fixture.fail(
                ["run", fixture.id, "--layer", "/no-such", "true"], 125, naming: [fixture.id, "/no-such"])
        }
    }

    @Test(arguments: Runtime.allCases) func limitsAreInTheKernel(runtime: Runtime) throws {
        let flags = ["--memory", "48M", "--cpu-max", "25%", "--cpu-weight", "500"]
        try CLIFixture.with(runtime) { fixture in
            try fixture.succeed(["create", fixture.id, "--layer", fixture.layer, "--start"] + flags)
            let cgroup = Cgroup(fixture)
            #expect(cgroup.memory == 48 << 20)
            let processors = ProcessInfo.processInfo.processorCount
            #expect(cgroup.quota == "\(processors * 25_000) 100000")
            let weight = cgroup.value("cpu", "cpu.shares", orVersion2: "cpu.weight")
            #expect(["5120\n", "500\n"].contains(weight ?? ""))
            #expect(cgroup.value("pids", "pids.max", orVersion2: "pids.max") == "2048\n")
            // Over the limit the kernel kills the process, and only it.
            let result = try fixture.exec("dd", "if=/dev/zero", "of=/dev/null", "bs=100M", "count=1")
            #expect(result.status == 137, "\(result)")
            #expect(try fixture.exec("true").status == 0)

            let second = "\(fixture.id)-2"
            try fixture.succeed(["create", second, "--layer", fixture.layer, "--cpus", "1"])
            #expect(Cgroup(fixture, id: second).quota == "100000 100000")
        }
    }

    @Test(arguments: Runtime.allCases) func layersMountsNameAndScratch(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            for name in ["top", "middle"] { try fixture.makeFolder("\(name)/etc") }
            try fixture.write("top/etc/which", "top\n")
            try fixture.write("middle/etc/which", "middle\n")
            try fixture.write("middle/etc/only", "middle\n")
            let shared = try fixture.makeFolder("shared")
            try fixture.write("shared/file", "from the host\n")
            let scratch = "\(fixture.folder)/scratch"
            let layers = ["top", "middle", "layer"].map {
                #"{"ID":"\#($0)","Path":"\#(fixture.folder)/\#($0)"}"#
            }
            let document = """
                {"SystemType":"Container","Layers":[\(layers.joined(separator: ","))],"HostName":"box",
                 "LayerFolderPath":"\(scratch)","MappedDirectories":[
                 {"HostPath":"\(shared)","ContainerPath":"/rw","ReadOnly":false},
                 {"HostPath":"\(shared)","ContainerPath":"/ro","ReadOnly":true}]}
                """
            try fixture.succeed(["create", fixture.id, "-f", "-", "--start"], input: .text(document))
            #expect(try fixture.exec("cat", "/etc/which", "/etc/only").text == "top\nmiddle\n")
            #expect(try fixture.exec("hostname").text == "box\n")
            #expect(try fixture.exec("cat", "/ro/file", "/rw/file").text == "from the host\nfrom the host\n")
            #expect(try fixture.exec("sh", "-c", "echo inside > /rw/new").status == 0)
            #expect(fixture.text("shared/new") == "inside\n")
            #expect(try fixture.exec("sh", "-c", "echo no > /ro/other").status == 1)
            #expect(fixture.text("shared/other") == nil)
            #expect(try fixture.exec("sh", "-c", "echo mine > /etc/which").status == 0)
            #expect(fixture.text("top/etc/which") == "top\n")
            #expect(fixture.files(below: scratch).contains { $0.hasSuffix("/etc/which") })
            try fixture.succeed(["delete", "-f", fixture.id])
            #expect(fixture.files(below: scratch) == [])
        }
    }

    /// A scratch that was there before is used with what it holds, and stays.
    @Test(arguments: Runtime.allCases) func aVolumeKeepsWhatWasWritten(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let volume = try fixture.makeFolder("volume")
            for name in ["upper", "work"] { try fixture.makeFolder("volume/\(name)") }
            let create = ["create", fixture.id, "--layer", fixture.layer, "--volume-path", volume, "--start"]
            try fixture.succeed(create)
            #expect(try fixture.exec("sh", "-c", "echo kept > /kept").status == 0)
            try fixture.succeed(["delete", "-f", fixture.id])
            try fixture.succeed(create)
            #expect(try fixture.exec("cat", "/kept").text == "kept\n")
        }
    }
}
