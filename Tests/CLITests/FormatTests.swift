import Foundation
import Testing

@Suite(.realContainers) struct FormatTests {
    private static let keys: [String: Set<String>] = [
        "list": ["Id", "State", "Name", "SystemType", "Owner", "Stopped", "ExitType", "Created"],
        "ps": [
            "Id", "ProcessId", "HostProcessId", "ImageName", "CommandLine", "CreateTimestamp",
            "UserTime100ns",
        ],
        "stats": [
            "Id", "Timestamp", "Uptime100ns", "Memory", "Processor", "Storage", "Network", "CpuPercent",
        ],
        "inspect": [
            "Id", "State", "Configuration", "Runtime", "SupervisorProcessId", "AgentProcessId", "Cgroup",
        ],
        "pause": ["Id", "Changed", "Error"], "resume": ["Id", "Changed", "Error"],
        "shutdown": ["Id", "Changed", "Error"], "wait": ["Id", "ProcessId", "ExitCode", "Signal", "Error"],
        "delete": ["Id", "Changed", "Error"],
    ]

    @Test(arguments: Runtime.allCases) func everyVerbSpeaksJSON(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            _ = try fixture.detach("sleep", "1000")
            #expect(
                try fixture.succeed(["disks", fixture.id, "--format", "json"]).json() as? [String: Int] == [:]
            )
            for verb in ["list", "ps", "stats", "inspect", "pause", "resume", "shutdown", "wait", "delete"] {
                let object = try fixture.object(verb == "list" ? [verb] : [verb, fixture.id])
                let missing = try #require(Self.keys[verb]).subtracting(object.keys)
                #expect(missing == [], "\(verb): \(object.keys)")
                #expect(object["Id"] as? String == fixture.id)
            }
            #expect(try fixture.succeed(["list", "--format", "json"]).json() as? [Int] == [])
        }
    }

    @Test(arguments: Runtime.allCases) func failuresToo(runtime: Runtime) throws {
        try CLIFixture.with(runtime) { fixture in
            for (verb, status) in [("start", 3), ("stats", 3), ("exec", 125)] {
                let command = verb == "exec" ? ["true"] : []
                let result = try fixture.run([verb, "--error-format", "json", fixture.id] + command)
                #expect(result.status == status)
                let line = try JSONSerialization.jsonObject(with: Data(result.errors)) as? [String: Any]
                let error = try #require(line?["Error"] as? [String: Any])
                #expect(error["Code"] as? String == "NotFound")
                #expect(error["Operation"] as? String == verb)
                #expect(error["Container"] as? String == fixture.id)
                #expect(error["ExitCode"] as? Int == status)
            }
        }
    }
}
