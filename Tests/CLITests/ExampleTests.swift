import Foundation
import Testing

/// The example of the library's documentation is a program that works.
@Suite(.realContainers) struct ExampleTests {
    @Test func theExampleLivesAContainersLife() throws {
        try CLIFixture.with(.crun) { fixture in
            let folder = URL(fileURLWithPath: CLIFixture.program).deletingLastPathComponent().path
            let example = Invocation(
                path: "\(folder)/container-life", arguments: [fixture.root, fixture.layer],
                environment: [
                    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HCSCTL_SUPERVISOR": CLIFixture.program,
                ])
            let result = try RunningProgram(example).wait(within: 60)
            #expect(result.status == 0, "\(result)")
            #expect(
                result.lines == [
                    "state: Created", "state: Running", "output: hello from example", "exit code: 7",
                    "state: Stopped", "containers: 0",
                ], "\(result)")
        }
    }
}
