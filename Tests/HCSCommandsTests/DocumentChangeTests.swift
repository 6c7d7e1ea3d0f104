import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

/// What `--set`, `--set-json` and `--patch` do to a document.
@Suite struct DocumentChangeTests {
    private static let document = ContainerConfig(
        systemType: "Container", name: "n", layers: [Layer(id: "a", path: "/a"), Layer(id: "b", path: "/b")],
        mappedDirectories: [MappedDir(hostPath: "/h", containerPath: "/c")])

    private func changed(_ changes: DocumentChange...) throws -> ContainerConfig {
        try Documents.applying(changes, to: Self.document, schema: .containerConfig, operation: "create")
    }

    @Test func textIsSet() throws {
        #expect(try changed(.text("h", path: "HostName")).hostName == "h")
        #expect(try changed(.text("", path: "Name")).name.isEmpty)
        #expect(try changed(.text("a=b", path: "/HostName")).hostName == "a=b")
        #expect(try changed(.text("\"<é\u{1}", path: "Owner")).owner == "\"<é\u{1}")
    }

    @Test func numbersTruthAndPlaces() throws {
        #expect(try changed(.text("4294967295", path: "ProcessorCount")).processorCount == .max)
        #expect(
            try changed(.text("18446744073709551615", path: "StorageIOPSMaximum")).storageIOPSMaximum == .max)
        #expect(try changed(.text("-1", path: "MemoryMaximumInMB")).memoryMaximumInMB == -1)
        #expect(try changed(.text("true", path: "HvPartition")).hvPartition)
        for path in ["Layers[1].Path", "Layers.1.Path", "/Layers/1/Path"] {
            #expect(try changed(.text("/new", path: path)).layers?.map(\.path) == ["/a", "/new"])
        }
        for path in ["Layers[-].Path", "Layers[2].Path", "/Layers/-/Path", "/Layers/2/Path"] {
            #expect(try changed(.text("/new", path: path)).layers?.map(\.path) == ["/a", "/b", "/new"])
        }
        #expect(
            try changed(.text("/vm", path: "HvRuntime.ImagePath")).hvRuntime == HvRuntime(imagePath: "/vm"))
        #expect(try changed(.text("e", path: "EndpointList[0]")).endpointList == ["e"])
        let two = try changed(.text("e", path: "EndpointList.-"), .text("f", path: "EndpointList.-"))
        #expect(two.endpointList == ["e", "f"])
        // Nothing else has moved.
        #expect(try changed() == Self.document)
        var expected = Self.document
        expected.mappedDirectories[0].readOnly = true
        #expect(try changed(.text("true", path: "MappedDirectories[0].ReadOnly")) == expected)
    }

    @Test func jsonIsSet() throws {
        #expect(try changed(.json("null", path: "Layers")).layers == nil)
        #expect(try changed(.json("[]", path: "Layers")).layers == [])
        #expect(try changed(.json(#"{"ID":"x","Path":"/x"}"#, path: "Layers[0]")).layers?[0].id == "x")
        let raw = try changed(.json(#"{ "b":1.0, "a": [] }"#, path: "RegistryChanges"))
        #expect(raw.registryChanges?.text == #"{"b":1.0,"a":[]}"#)
        var process = ProcessConfig(environment: ["A": "1"])
        process = try Documents.applying(
            [
                .text("x.y", path: "Environment.A.B"), .text("2", path: "/Environment/c~1d"),
                .text("40", path: "ConsoleSize[1]"), .json("[\"ls\"]", path: "CommandArgs"),
            ], to: process, schema: .processConfig, operation: "exec")
        #expect(process.environment == ["A": "1", "A.B": "x.y", "c/d": "2"])
        #expect(process.consoleSize == ConsoleSize(height: 0, width: 40) && process.commandArgs == ["ls"])
    }

    @Test(arguments: [
        ("Hostname=x", "has no field \"Hostname\"", "did you mean HostName?"),
        ("ProcesorCount=2", "has no field \"ProcesorCount\"", "did you mean ProcessorCount?"),
        ("Layers[0].Pth=/x", "Layer has no field \"Pth\"", "did you mean Path?"),
        ("Zzzzzz=1", "ContainerConfig has no field", "its fields: SystemType "),
        ("ProcessorCount=x", "--set ProcessorCount: \"x\" is no whole number from 0 to 4294967295", ""),
        ("ProcessorCount=4294967296", "is no whole number", ""),
        ("ProcessorCount=+1", "is no whole number", ""),
        ("ProcessorCount=1.0", "is no whole number", ""),
        ("HvPartition=yes", "is neither true nor false", ""),
        ("Layers=x", "it takes JSON", "--set-json 'Layers=…'"), ("HvRuntime={}", "it takes JSON", ""),
        ("Layers[x].Path=/", "\"x\" is no item", "a number from 0"),
        ("Layers[9].Path=/", "there is no item 9", ""),
        ("Layers[0=1", "a ] is missing", ""), ("HostName.x=1", "nothing inside it", ""),
        ("HvRuntime.=1", "a name is missing", ""),
        ("RegistryChanges.x=1", "kept as a whole", ""), ("/=1", "has no field \"\"", ""),
    ])
    func badPathsAndValues(_ assignment: String, _ reason: String, _ hint: String) throws {
        let parsed = try #require(Assignment(argument: assignment))
        let error = try #require(throws: ContainerError.self) {
            _ = try changed(.text(parsed.value, path: parsed.path))
        }
        #expect(error.code == .invalidArgument && error.reason.contains(reason), "\(error)")
        #expect(error.hint?.hasPrefix(hint) ?? hint.isEmpty, "\(error.hint ?? "")")
    }

    @Test(arguments: [
        ("Layers", "[", "--set-json Layers: character 2: "),
        ("Layers", #"[{"ID":"a","Pth":"/x"}]"#, #"/Layers/0/Pth: unknown key "Pth"; did you mean "Path"?"#),
        ("ProcessorCount", "-1", "/ProcessorCount: -1 is no unsigned integer of 32 bits"),
        ("ProcessorCount", #""2""#, "/ProcessorCount: expected a number, found a string"),
        ("Credentials", #"{"secret":1}"#, "/Credentials: expected a string, found an object"),
    ])
    func badJSON(_ path: String, _ value: String, _ reason: String) throws {
        let error = try #require(throws: ContainerError.self) { _ = try changed(.json(value, path: path)) }
        #expect(error.code == .invalidArgument && error.reason.contains(reason), "\(error)")
        #expect(!error.reason.contains("secret"))
    }

    @Test func patchesMerge() throws {
        let base = ContainerConfig(
            name: "n", owner: "o", layers: [Layer(id: "a", path: "/a")], endpointList: ["x", "y"],
            hvRuntime: HvRuntime(imagePath: "/i", skipTemplate: true))
        func patched(_ text: String) throws -> ContainerConfig {
            try Documents.applying(
                [.patch(Array(text.utf8), source: "p.json")], to: base, schema: .containerConfig,
                operation: "create")
        }
        var expected = base
        expected.hvRuntime?.linuxKernelFile = "k"
        expected.endpointList = ["z"]
        expected.name = ""
        #expect(
            try patched(#"{"HvRuntime":{"LinuxKernelFile":"k"},"EndpointList":["z"],"Name":null}"#)
                == expected)
        // Null keeps an object and clears a list.
        expected = base
        expected.layers = nil
        #expect(try patched(#"{"HvRuntime":null,"Layers":null}"#) == expected)
        for (text, reason) in [
            ("null", "p.json: merged: expected an object, found null"),
            ("[]", "p.json:1:1: expected an object"),
            ("{\n\"name\":1}", "p.json:2:8: /name: expected a string"),
            (#"{"name":"x"}"#, "the key \"Name\" is there twice"),
            (#"{"Nam":"x"}"#, "unknown key \"Nam\"; did you mean \"Name\"?"), ("{", "p.json:1:2: "),
        ] {
            let error = try #require(throws: ContainerError.self) { _ = try patched(text) }
            #expect(error.code == .invalidDocument && error.reason.contains(reason), "\(error)")
        }
    }
}
