import Foundation
import Testing

/// The command lines of README and Docs are run, by `scripts/run-docs`.
@Suite(.realContainers) struct DocumentTests {
    private static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static func runDocs(_ documents: [String]) throws -> ProgramResult {
        let script = Invocation(
            path: "/usr/bin/env", arguments: ["python3", "\(source)/scripts/run-docs"] + documents,
            environment: [
                "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HCSCTL": CLIFixture.program,
            ])
        return try RunningProgram(script).wait(within: 400)
    }

    @Test func everyCommandLineInTheDocumentsRuns() throws {
        let result = try Self.runDocs([])
        #expect(result.status == 0, "\(result)")
    }

    @Test func aLineThatFailsIsCaught() throws {
        try CLIFixture.with(.crun) { fixture in
            let failing = try fixture.write("a.md", "```sh\ntrue\nhcsctl start nobody\n```\n")
            let surprising = try fixture.write("b.md", "```sh\ntrue   # exits 3\n```\n")
            let changed = try fixture.write("c.md", "```sh\necho 12 apples\n```\n\n```text\n7 pears\n```\n")
            let fine = try fixture.write("d.md", "```sh\necho 12 apples\n```\n\n```text\n7 apples\n```\n")
            let result = try Self.runDocs([failing, surprising, changed, fine])
            #expect(result.status == 1, "\(result)")
            #expect(result.text == "run-docs: 4 documents, 3 failures\n", "\(result)")
            for name in ["a.md", "b.md", "c.md"] { #expect(result.message.contains(name), "\(result)") }
        }
    }
}
