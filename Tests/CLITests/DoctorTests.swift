import Foundation
import Testing

@Suite(.realContainers) struct DoctorTests {
    private static let required = [
        "user", "kernel", "namespaces", "cgroups", "overlay", "runtime", "seccomp", "agent", "state-root",
    ]

    @Test func thisHostCanRunContainers() throws {
        try CLIFixture.with(.crun) { fixture in
            let result = try fixture.succeed(["doctor", "--format", "json"])
            let checks = try #require(try result.json() as? [[String: Any]])
            for name in Self.required {
                let check = try #require(checks.first { $0["Name"] as? String == name })
                #expect(check["Status"] as? String != "missing", "\(check)")
                #expect(check["Required"] as? Bool == true)
            }
            for check in checks {
                #expect(Set(check.keys) == ["Name", "Status", "Required", "Found", "Enables", "Fix"])
            }
            let runtime = checks.first { $0["Name"] as? String == "runtime" }?["Found"] as? String
            #expect(runtime?.contains("/usr/bin/crun (crun") == true, "\(runtime ?? "")")
            #expect(try fixture.succeed(["doctor"]).text.contains("overlay"))
            #expect(fixture.snapshot() == [])
        }
    }

    @Test func whatIsMissingFailsAndSaysWhatToDo() throws {
        try CLIFixture.with(.crun) { fixture in
            let result = try fixture.run(["doctor", "--runtime", "no-such-runtime", "--format", "github"])
            #expect(result.status == 1, "\(result)")
            let line = try #require(result.lines.first { $0.contains("no-such-runtime") })
            #expect(line.hasPrefix("::error title=hcsctl doctor%3A runtime::"), "\(line)")
            #expect(line.hasSuffix("; fix: apt-get install crun"), "\(line)")
            let text = try fixture.run(["doctor", "--runtime", "no-such-runtime"])
            #expect(text.text.contains("\n         fix: apt-get install crun\n"), "\(text)")
        }
    }

    @Test func annotationsAreForCommandsThatHaveThem() throws {
        try CLIFixture.with(.crun) { fixture in
            try fixture.fail(["list", "--format", "github"], 64, naming: ["github"])
        }
    }
}
