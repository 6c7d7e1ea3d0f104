import ArgumentParser
import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

@Suite struct DocumentFlagTests {
    @Test func flagsReplaceTheFilesFields() throws {
        let flags = try ContainerFlags.parse(
            """
            --name n --layer a=/a --layer /b --layer-folder /s --volume-path /v --hostname h --cpus 2 \
            --cpu-weight 500 --cpu-max 50% --memory 1G --mount /x:/y:ro
            """.split(separator: " ").map(String.init))
        var document = ContainerConfig(name: "file", owner: "o", layers: [Layer(id: "old", path: "/old")])
        document.dnsSearchList = "kept"
        flags.apply(to: &document)
        #expect(
            document
                == ContainerConfig(
                    name: "n", owner: "o", volumePath: "/v", layerFolderPath: "/s",
                    layers: [Layer(id: "a", path: "/a"), Layer(id: "b", path: "/b")], processorCount: 2,
                    processorWeight: 500, processorMaximum: 5000, memoryMaximumInMB: 1024, hostName: "h",
                    mappedDirectories: [MappedDir(hostPath: "/x", containerPath: "/y", readOnly: true)],
                    dnsSearchList: "kept"))
    }

    @Test func noFlagsChangeNothing() throws {
        let file = ContainerConfig(name: "file", layers: [Layer(id: "a", path: "/a")], memoryMaximumInMB: 7)
        var document = file
        try ContainerFlags.parse([]).apply(to: &document)
        #expect(document == file)
    }

    @Test(
        arguments: [(nil, nil, ""), ("flag", "flag", "flag"), (nil, "env", "env")]
            as [(String?, String?, String)])
    func ownerAndTypeHaveDefaults(_ owner: String?, _ fallback: String?, _ expected: String) throws {
        let document = try ContainerFlags.parse([])
            .document(owner: owner, fallbackOwner: fallback, operation: "create")
        #expect(document.owner == expected && document.systemType == "Container")
    }

    @Test func processFlagsMakeTheDocument() throws {
        let flags = try ProcessFlags.parse(["-i", "-w", "/srv", "-u", "1:2"])
        var document = ProcessConfig()
        document.commandLine = "old"
        document.environment = ["A": "0", "K": "kept"]
        try flags.apply(
            [.init(name: "A", value: "1"), .init(name: "HCSCTL_TEST_UNSET", value: nil)], ["ls"],
            to: &document)
        #expect(document.commandArgs == ["ls"] && document.commandLine.isEmpty)
        #expect(document.environment == ["A": "1", "K": "kept"])
        #expect(document.workingDirectory == "/srv" && document.user == "1:2")
        #expect(document.createStdInPipe)
    }

    @Test func commandLineReplacesTheWords() throws {
        var document = ProcessConfig()
        try ProcessFlags.parse(["--command-line", "-x y"]).apply([], ["sh"], to: &document)
        #expect(document.commandLine == "-x y" && document.commandArgs.isEmpty)
    }

    @Test func callersEnvironmentIsTakenByName() throws {
        var document = ProcessConfig()
        try ProcessFlags.parse([]).apply([.init(name: "PATH", value: nil)], ["sh"], to: &document)
        #expect(document.environment["PATH"] == CallerProcess.environmentValue("PATH"))
    }

    @Test func environmentFile() throws {
        let text = "# comment\n\nA=1\n  # another\nB=two words # kept\nC=\r\nPATH\nD=a=b\n"
        let entries = try EnvironmentFile.entries(Array(text.utf8), "f", "exec")
        #expect(
            entries == [
                .init(name: "A", value: "1"), .init(name: "B", value: "two words # kept"),
                .init(name: "C", value: ""),
                .init(name: "PATH", value: nil), .init(name: "D", value: "a=b"),
            ])
    }

    @Test(arguments: ["A=1\n=secret\n", "A=1\n B=secret\n", "A=1\nB=\0secret"])
    func badEnvironmentFileNamesTheLineNotTheValue(_ text: String) throws {
        let error = try #require(throws: ContainerError.self) {
            try EnvironmentFile.entries(Array(text.utf8), "f.env", "exec")
        }
        #expect(error.reason.hasPrefix("f.env:2:1: ") && !error.reason.contains("secret"))
    }

    @Test func badEnvironmentFlagHidesTheValue() throws {
        let error = try #require(throws: ContainerError.self) {
            try EnvironmentFile.assignments(["=secret"], "exec")
        }
        #expect(error.code == .invalidArgument && !error.reason.contains("secret"))
    }

    @Test func queries() throws {
        var query = ContainerQuery()
        for filter in ["id=a", "name=b", "type=Container", "owner=o", "state=Running", "state=paused"] {
            try query.add(filter: filter)
        }
        #expect(query.states == ["running", "paused"])
        #expect(
            query.document
                == ComputeSystemQuery(ids: ["a"], types: ["Container"], names: ["b"], owners: ["o"]))
    }
}
