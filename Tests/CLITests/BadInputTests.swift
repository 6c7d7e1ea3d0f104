import Foundation
import Testing

@Suite(.realContainers) struct BadInputTests {
    @Test(arguments: Runtime.allCases) func ids(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let bad = [
                "", "/", "a/b", "..", ".", "../x", "a\nb", String(repeating: "x", count: 300), "-x", " ",
                "\u{202e}x",
            ]
            for id in bad {
                let arguments = ["create", "--layer", fixture.layer, "--", id]
                try fixture.fail(arguments, 65, naming: ["create", "is no container id"])
            }
            for verb in ["start", "pause", "terminate", "delete", "stats", "ps", "disks"] {
                try fixture.fail([verb, "-q", "../x"], 65, naming: [verb, "../x"])
                try fixture.fail(
                    [verb, "-q", "\(fixture.id)-no"], 3,
                    naming: [verb, "\(fixture.id)-no", "no such container"])
            }
            try fixture.fail(
                ["exec", fixture.id, "true"], 125, naming: ["exec", fixture.id, "no such container"])
        }
    }

    @Test(arguments: Runtime.allCases) func layersAndRuntimes(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let create = ["create", fixture.id]
            try fixture.fail(create, 65, naming: ["create", fixture.id])
            try fixture.fail(
                create + ["--layer", "/no-such-layer"], 65, naming: ["create", fixture.id, "/no-such-layer"])
            let file = try fixture.write("file", "")
            try fixture.fail(create + ["--layer", file], 65, naming: ["create", fixture.id, file])
            let mount = ["--layer", fixture.layer, "--mount", "/no-such-folder:/x"]
            try fixture.fail(create + mount, 65, naming: ["create", fixture.id, "/no-such-folder"])
            for name in ["no-such-runtime", "/no/such/runtime"] {
                try fixture.fail(
                    create + ["--layer", fixture.layer, "--runtime", name], 69,
                    naming: ["create", fixture.id, name])
            }
        }
    }

    @Test(arguments: Runtime.allCases) func documents(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let create = ["create", fixture.id, "-f", "-"]
            let broken = [
                "", "{", "{]", "[]", "\"text\"", "12", "null x", #"{"Layers":"no"}"#, #"{"HostName":1}"#,
            ]
            for text in broken { try fixture.fail(create, 65, naming: ["create"], input: .text(text)) }
            try fixture.fail(
                create, 65, naming: ["create"], input: .text(#"{"CommandLine":"true","User":"root"}"#))
            let servicing = fixture.document(#","Servicing":true"#)
            try fixture.fail(
                create, 69, naming: ["create", fixture.id, "Servicing"], input: .text(servicing))
            let host = fixture.document(#","HostName":"-""#)
            try fixture.fail(create, 65, naming: ["create", fixture.id, "HostName"], input: .text(host))
            try fixture.fail(
                ["create", fixture.id, "-f", "/no-such-file"], 66, naming: ["create", "/no-such-file"])
            try fixture.fail(["create", fixture.id, "--no-such-flag"], 64, naming: ["--no-such-flag"])
            try fixture.fail(["creat", fixture.id], 64, naming: ["creat"])
        }
    }

    @Test(arguments: Runtime.allCases) func states(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let id = fixture.id
            let create = ["create", id, "--layer", fixture.layer]
            try fixture.succeed(create)
            try fixture.fail(create, 5, naming: ["create", id, "exists"])
            try fixture.fail(["exec", id, "true"], 125, naming: ["exec", id, "Created"])
            try fixture.fail(["pause", id], 4, naming: ["pause", id, "Created"])
            try fixture.succeed(["start", id])
            try fixture.fail(["start", id], 4, naming: ["start", id, "Running"])
            try fixture.fail(["resume", id], 4, naming: ["resume", id, "Running"])
            try fixture.fail(["delete", id], 4, naming: ["delete", id, "Running"])
            try fixture.succeed(["pause", id])
            try fixture.fail(["exec", id, "true"], 125, naming: ["exec", id, "Paused"])
            try fixture.fail(["delete", id], 4, naming: ["delete", id, "Paused"])
            try fixture.succeed(["terminate", id])
            for verb in ["start", "terminate", "pause", "shutdown"] {
                try fixture.fail([verb, id], 4, naming: [verb, id, "Stopped"])
            }
            try fixture.fail(["exec", id, "true"], 125, naming: ["exec", id, "Stopped"])
            try fixture.succeed(["delete", id])
            try fixture.fail(["delete", id], 3, naming: ["delete", id, "no such container"])
        }
    }

    @Test(arguments: Runtime.allCases) func processes(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let exec = ["exec", fixture.id]
            for name in ["no-such", "/no/such", "./no-such"] {
                try fixture.fail(exec + [name], 127, naming: ["exec", fixture.id, name])
            }
            for name in ["/bin", "/etc/passwd", "/"] {
                try fixture.fail(exec + [name], 126, naming: ["exec", fixture.id, name])
            }
            try fixture.fail(exec + ["-u", "nobody9", "true"], 125, naming: ["exec", fixture.id, "nobody9"])
            try fixture.fail(
                exec + ["-w", "/no-such", "true"], 125, naming: ["exec", fixture.id, "/no-such"])
            try fixture.fail(exec, 125, naming: ["exec", "no command"])
            try fixture.fail(exec + ["-f", "-"], 125, naming: ["exec"], input: .text("[]"))
            try fixture.fail(exec + ["-f", "/no-such"], 125, naming: ["exec", "/no-such"])
        }
    }

    /// No field of a process's document is accepted and ignored.
    @Test(arguments: [
        (#"{"CommandArgs":["true"],"CreateInUtilityVm":true}"#, "CreateInUtilityVm"),
        (#"{"CommandArgs":["true"],"OCISpecification":{"process":{}}}"#, "OCISpecification"),
    ])
    func processFields(document: String, field: String) throws {
        try CLIFixture.running(.crun) { fixture in
            let file = try fixture.write("process.json", document)
            try fixture.fail(["exec", "-f", file, fixture.id], 125, naming: ["exec", fixture.id, field])
        }
    }

    /// What is changed to fit the host is said.
    @Test func moreProcessorsThanThereAre() throws {
        try CLIFixture.with(.crun) { fixture in
            try fixture.succeed(["create", fixture.id, "--layer", fixture.layer, "--cpus", "4096"])
            let warnings = try #require(try fixture.object(["inspect", fixture.id])["Warnings"] as? [String])
            #expect(warnings.count == 1 && warnings[0].hasPrefix("/ProcessorCount: "), "\(warnings)")
        }
    }

    @Test(arguments: Runtime.allCases) func anotherUser(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            var invocation = fixture.invocation(["create", fixture.id, "--layer", fixture.layer])
            let identity = ["--reuid", "65534", "--regid", "65534", "--clear-groups"]
            invocation.arguments = identity + [CLIFixture.program] + invocation.arguments
            invocation.path = "/usr/bin/setpriv"
            let result = try RunningProgram(invocation).wait()
            #expect(result.status == 77, "\(result)")
            #expect(result.message.hasPrefix("hcsctl: create \(fixture.id): "), "\(result)")
            #expect(fixture.snapshot() == [])
        }
    }
}
