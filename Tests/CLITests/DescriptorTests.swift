import Foundation
import Testing

/// No file, folder, terminal or device of the host is ever a descriptor inside.
@Suite(.realContainers) struct DescriptorTests {
    /// Of every process but the agent, whose descriptors nobody inside may look at.
    private static let look = """
        for fd in /proc/[0-9]*/fd/*; do
            pid=${fd#/proc/}; pid=${pid%%/*}
            [ $pid = 1 ] || [ $pid = $$ -a ${fd##*/} -gt 2 ] || echo "$pid ${fd##*/} $(readlink $fd)"
        done
        """

    private func expectClean(_ lines: [String], _ extra: [String] = [], atLeast count: Int) {
        #expect(lines.count >= count, "\(lines)")
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(
                String.init)
            guard parts.count == 3, !parts[2].isEmpty else { continue }  // one that has ended meanwhile
            let isAllowed =
                parts[2] == "/dev/null" || parts[2].hasPrefix("pipe:[")
                || extra.contains { parts[2].hasPrefix($0) }
            #expect(isAllowed && ["0", "1", "2"].contains(parts[1]), "\(line)")
        }
    }

    @Test(arguments: Runtime.allCases) func filesAndFolders(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            _ = try fixture.detach("sleep", "1000")
            let file = try fixture.write("input", "text\n")
            for input: Input in [.file(file), .file(fixture.folder), .file("/dev/zero"), .null, .text("x")] {
                let output = "\(fixture.folder)/output"
                try? FileManager.default.removeItem(atPath: output)
                var invocation = fixture.invocation(["exec", "-i", fixture.id, "sh", "-c", Self.look])
                invocation.input = input
                invocation.output = .file(output)
                invocation.errors = .file("\(fixture.folder)/errors")
                #expect(try RunningProgram(invocation).wait().status == 0)
                let lines = (fixture.text("output") ?? "").split(separator: "\n").map(String.init)
                expectClean(lines, atLeast: 6)
            }
        }
    }

    @Test(arguments: Runtime.allCases) func terminals(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let terminal = try PseudoTerminal()
            var invocation = fixture.invocation(["exec", "-i", fixture.id, "sh", "-c", Self.look])
            invocation.terminal = terminal.path
            let program = try RunningProgram(invocation)
            let result = try terminal.output(of: program)
            #expect(result.status == 0)
            expectClean(result.text.split(separator: "\r\n").map(String.init), atLeast: 3)

            invocation.arguments =
                fixture.invocation(["exec", "-it", fixture.id, "sh", "-c", Self.look]).arguments
            let console = try terminal.output(of: RunningProgram(invocation))
            // A terminal of the container's own; ash keeps /dev/tty at hand.
            expectClean(
                console.text.split(separator: "\r\n").map(String.init), ["/dev/pts/", "/dev/tty"], atLeast: 3)
        }
    }

    @Test(arguments: Runtime.allCases) func inheritedOnes(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            // Descriptors 5 and 6 of the caller, open across hcsctl's own start.
            let line =
                ([CLIFixture.program]
                + fixture.invocation(["exec", fixture.id, "sh", "-c", Self.look]).arguments)
                .map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
            let result = try RunningProgram(
                Invocation(
                    path: "/bin/sh", arguments: ["-c", "exec 5</etc/passwd 6</tmp; exec \(line)"],
                    environment: ["PATH": "/usr/sbin:/usr/bin:/bin"])
            ).wait()
            #expect(result.status == 0, "\(result)")
            expectClean(result.lines, atLeast: 3)
        }
    }

    /// The supervisor lives on; what its creator had open must not.
    @Test(arguments: Runtime.allCases) func theSupervisorKeepsNoneOfItsCreators(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            let file = try fixture.write("open", "")
            let line =
                ([CLIFixture.program]
                + fixture.invocation(["create", fixture.id, "--layer", fixture.layer]).arguments)
                .joined(separator: " ")
            let result = try RunningProgram(
                Invocation(
                    path: "/bin/sh", arguments: ["-c", "exec 5<\(file) 7</etc; exec \(line)"],
                    environment: ["PATH": "/usr/sbin:/usr/bin:/bin"])
            ).wait()
            #expect(result.status == 0, "\(result)")
            let inspection = try fixture.object(["inspect", fixture.id])
            for key in ["SupervisorProcessId", "AgentProcessId"] {
                let folder = "/proc/\(try #require(inspection[key] as? Int))/fd"
                let links = try FileManager.default.contentsOfDirectory(atPath: folder)
                    .compactMap {
                        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
                    }
                #expect(!links.contains(file) && !links.contains("/etc"), "\(key): \(links)")
            }
        }
    }
}
