import Foundation
import Testing

@Suite(.realContainers) struct StreamTests {
    private static let size = 64 << 20

    @Test(arguments: Runtime.allCases) func muchFromPipeToPipe(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let (source, target) = try files(fixture)
            let input = try makePipe()
            let output = try makePipe()
            let reader = try RunningProgram(
                Invocation(
                    path: "/bin/busybox", arguments: ["cat"], input: .descriptor(output.read),
                    output: .file(target)))
            let writer = try RunningProgram(
                Invocation(
                    path: "/bin/busybox", arguments: ["cat"], input: .file(source),
                    output: .descriptor(input.write)))
            close(input.write)
            close(output.read)
            var invocation = fixture.invocation(["exec", "-i", fixture.id, "cat"])
            invocation.input = .descriptor(input.read)
            invocation.output = .descriptor(output.write)
            let program = try RunningProgram(invocation)
            close(input.read)
            close(output.write)
            #expect(try program.wait(within: 60).status == 0)
            #expect(try writer.wait().status == 0)
            #expect(try reader.wait().status == 0)
            try expectEqual(source, target)
        }
    }

    @Test(arguments: Runtime.allCases) func muchFromFileToFile(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let (source, target) = try files(fixture)
            var invocation = fixture.invocation(["exec", "-i", fixture.id, "cat"])
            invocation.input = .file(source)
            invocation.output = .file(target)
            #expect(try RunningProgram(invocation).wait(within: 60).status == 0)
            try expectEqual(source, target)
        }
    }

    private func files(_ fixture: CLIFixture) throws -> (source: String, target: String) {
        let source = "\(fixture.folder)/source"
        let script = "busybox dd if=/dev/urandom bs=1M count=\(Self.size >> 20) of=\(source) 2>/dev/null"
        let result = try RunningProgram(
            Invocation(path: "/bin/busybox", arguments: ["sh", "-c", script], environment: ["PATH": "/bin"])
        ).wait()
        #expect(result.status == 0, "\(result)")
        return (source, "\(fixture.folder)/target")
    }

    private func expectEqual(_ one: String, _ two: String) throws {
        let result = try RunningProgram(Invocation(path: "/bin/busybox", arguments: ["cmp", one, two])).wait()
        #expect(result.status == 0, "\(result)")
        #expect(try FileManager.default.attributesOfItem(atPath: two)[.size] as? Int == Self.size)
    }

    @Test(arguments: Runtime.allCases) func withoutInteractiveNothingIsRead(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let pipe = try makePipe()
            defer { close(pipe.read) }
            #expect(write(pipe.write, "kept\n", 5) == 5)
            close(pipe.write)
            #expect(try fixture.exec("cat", input: .descriptor(pipe.read)).text == "")
            var bytes = [UInt8](repeating: 0, count: 16)
            #expect(read(pipe.read, &bytes, 16) == 5)

            let file = try openFile(try fixture.write("input", "kept\n"), O_RDONLY)
            defer { close(file) }
            #expect(try fixture.exec("cat", input: .descriptor(file)).text == "")
            #expect(lseek(file, 0, SEEK_CUR) == 0)
        }
    }

    @Test(arguments: Runtime.allCases) func bothOutputsStayApart(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let result = try fixture.exec("sh", "-c", "echo out; echo err >&2; exit 3")
            #expect(result.text == "out\n")
            #expect(result.message == "err\n")
            #expect(result.status == 3)
        }
    }

    @Test(arguments: Runtime.allCases) func closedStreamsDoNoHarm(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            var invocation = fixture.invocation(["exec", fixture.id, "sh", "-c", "echo lost; exit 6"])
            invocation.output = .closed
            let result = try RunningProgram(invocation).wait()
            #expect(result.status == 6, "\(result)")
            invocation.errors = .closed
            invocation.input = .closed
            #expect(try RunningProgram(invocation).wait().status == 6)
            invocation = fixture.invocation(["exec", "-i", fixture.id, "cat"])
            invocation.input = .closed
            #expect(try RunningProgram(invocation).wait().text == "")
        }
    }

    @Test(arguments: Runtime.allCases) func aReaderThatLeavesEndsTheWriter(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let pipe = try makePipe()
            close(pipe.read)
            var invocation = fixture.invocation(["exec", fixture.id, "yes"])
            invocation.output = .descriptor(pipe.write)
            let program = try RunningProgram(invocation)
            close(pipe.write)
            // SIGPIPE, or EPIPE that busybox turns into its own failure.
            #expect([141, 1].contains(try program.wait().status))
        }
    }

    @Test(arguments: Runtime.allCases) func aGrandchildDoesNotHoldTheCommand(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            var invocation = fixture.invocation([
                "exec", fixture.id, "sh", "-c", "sleep 1000 & echo started; exit 8",
            ])
            // A file: the pipe would stay open in the grandchild, as it must.
            invocation.output = .file("\(fixture.folder)/out")
            invocation.errors = .file("\(fixture.folder)/err")
            let result = try RunningProgram(invocation).wait(within: 15)
            #expect(result.status == 8, "\(result)")
            #expect(fixture.text("out") == "started\n")
        }
    }

    @Test(arguments: Runtime.allCases) func inputEndsWhenTheCallersDoes(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let result = try fixture.run(["exec", "-i", fixture.id, "wc", "-c"], input: .text("12345"))
            #expect(result.word == "5")
            let file = try fixture.write("input", String(repeating: "x", count: 100_000))
            #expect(
                try fixture.run(["exec", "-i", fixture.id, "wc", "-c"], input: .file(file)).word == "100000")
        }
    }

    @Test(arguments: Runtime.allCases) func aLateReaderGetsEverything(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            for _ in 0..<10 {
                let result = try fixture.exec("sh", "-c", "seq 1 20000")
                #expect(result.lines.count == 20000)
                #expect(result.lines.last == "20000")
            }
        }
    }
}
