import HCSSchema
import Testing

struct QueryTests {
    @Test(arguments: [
        (ComputeSystemQuery(), true),
        (ComputeSystemQuery(ids: ["1"]), true),
        (ComputeSystemQuery(ids: ["2", "1"]), true),
        (ComputeSystemQuery(ids: ["2"]), false),
        (ComputeSystemQuery(types: ["container"]), true),
        (ComputeSystemQuery(types: ["VirtualMachine"]), false),
        (ComputeSystemQuery(names: ["Web"]), true),
        (ComputeSystemQuery(names: ["web"]), false),
        (ComputeSystemQuery(owners: ["docker"]), true),
        (ComputeSystemQuery(owners: ["Docker"]), false),
        (ComputeSystemQuery(owners: [""]), false),
        (
            ComputeSystemQuery(ids: ["1"], types: ["CONTAINER"], names: ["Web"], owners: ["x", "docker"]),
            true
        ),
        (ComputeSystemQuery(ids: ["1"], owners: ["x"]), false),
    ])
    func matches(_ query: ComputeSystemQuery, _ expected: Bool) {
        #expect(query.matches(id: "1", name: "Web", type: "Container", owner: "docker") == expected)
    }
}

struct RedactionTests {
    @Test func hidesSecrets() {
        let process = ProcessConfig(
            commandArgs: ["a"], environment: ["K": "secret"],
            ociSpecification: RawJSON(#"{"env":["secret"]}"#))
        #expect(process.redacted.environment == ["K": "<redacted>"])
        #expect(process.redacted.ociSpecification == RawJSON("\"<redacted>\""))
        #expect(process.redacted.commandArgs == ["a"])
        #expect(ContainerConfig(name: "n", credentials: "secret").redacted.credentials == "<redacted>")
        #expect(ContainerConfig(name: "n").redacted == ContainerConfig(name: "n"))
    }
}
