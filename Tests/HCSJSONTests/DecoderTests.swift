import HCSJSON
import HCSSchema
import Testing

private func decode<Value: Decodable>(
    _ type: Value.Type, _ text: String, _ mode: DocumentDecoder.Mode = .strict
) throws(JSONError) -> Value {
    try DocumentDecoder(mode: mode).decode(type, from: Array(text.utf8))
}

struct StrictModeTests {
    @Test(arguments: [
        (#"{"Nam":"a"}"#, "/Nam", "unknown key \"Nam\"; did you mean \"Name\"?"),
        (
            #"{"Layers":[{"ID":"a","Pth":"b"}]}"#, "/Layers/0/Pth",
            "unknown key \"Pth\"; did you mean \"Path\"?"
        ),
        (#"{"HvRuntime":{"Zebra":1}}"#, "/HvRuntime/Zebra", "unknown key \"Zebra\""),
        (#"{"X":{"deep":[1,{}]}}"#, "/X", "unknown key \"X\""),
        (#"{"":1}"#, "/", "unknown key \"\""),
        (#"{"memoryMaximumInMb":1,"MemoryMaximum":1}"#, "/MemoryMaximum", "unknown key \"MemoryMaximum\""),
    ])
    func unknownKeys(_ text: String, _ pointer: String, _ message: String) throws {
        let error = #expect(throws: JSONError.self) { try decode(ContainerConfig.self, text) }
        #expect(error?.kind == .unknownKey)
        #expect(error?.pointer == pointer)
        #expect(error?.message == message)
        _ = try decode(ContainerConfig.self, text, .lenient)
    }

    @Test(arguments: [
        (#"{"Name":"a","Name":"b"}"#, 12), (#"{"Name":"a","name":"b"}"#, 12),
        (#"{"name":"a","Name":"b"}"#, 12),
        (#"{"\u004eame":"a","Name":"b"}"#, 17), (#"{"Layers":[],"Layers":[]}"#, 13),
    ])
    func duplicateKeys(_ text: String, _ offset: Int) throws {
        let error = #expect(throws: JSONError.self) { try decode(ContainerConfig.self, text) }
        #expect(error?.kind == .duplicateKey)
        #expect(error?.offset == offset)
        _ = try decode(ContainerConfig.self, text, .lenient)
    }

    @Test func duplicateKeysInMaps() throws {
        let error = #expect(throws: JSONError.self) {
            try decode(ProcessConfig.self, #"{"Environment":{"A":"1","A":"2"}}"#)
        }
        #expect(error?.kind == .duplicateKey)
        let disks = #"{"MappedVirtualDisks":{"1":{},"1":{}}}"#
        #expect(throws: JSONError.self) { try decode(MappedVirtualDiskController.self, disks) }
        // Maps have their keys exact.
        #expect(try decode(ProcessConfig.self, #"{"Environment":{"A":"1","a":"2"}}"#).environment.count == 2)
    }

    @Test func foldedKeysAreWarnings() throws {
        var warnings: [JSONError] = []
        let text = #"{"name":"a","Layers":[{"id":"x"}]}"#
        let config = try DocumentDecoder().decode(
            ContainerConfig.self, from: Array(text.utf8), warnings: &warnings)
        #expect(config.name == "a")
        #expect(config.layers == [Layer(id: "x")])
        #expect(warnings.map(\.kind) == [.foldedKey, .foldedKey])
        #expect(warnings.map(\.pointer) == ["/name", "/Layers/0/id"])
    }

    @Test func surplusElements() throws {
        let error = #expect(throws: JSONError.self) {
            try decode(ProcessConfig.self, #"{"ConsoleSize":[1,2,3]}"#)
        }
        #expect(error?.pointer == "/ConsoleSize/2")
    }

    @Test func textIsNotChecked() throws {
        let config = try decode(ProcessConfig.self, #"{"OCISpecification": {"a": 1, "a": [2]} }"#)
        #expect(config.ociSpecification == RawJSON(#"{"a":1,"a":[2]}"#))
    }

    @Test func laterFieldsAreKnown() throws {
        let text = #"""
            {"SystemType":"","Name":"","Layers":null,"MappedDirectories":[{"HostPath":"","ContainerPath":"",\#
            "ReadOnly":false,"BandwidthMaximum":0,"IOPSMaximum":0,"CreateInUtilityVM":true,"LinuxMetadata":true}],\#
            "HvPartition":false,"AssignedDevices":[{"InterfaceClassGuid":"g"}],"RegistryChanges":{"AddValues":[]}}
            """#
        let config = try decode(ContainerConfig.self, text)
        #expect(String(decoding: try DocumentEncoder().encode(config), as: UTF8.self) == text)
    }
}

struct TypeErrorTests {
    @Test(arguments: [
        (#"{"Layers":[{"Path":1}]}"#, "1:20: /Layers/0/Path: expected a string, found a number"),
        (#"{"ProcessorCount":-1}"#, "1:19: /ProcessorCount: -1 is no unsigned integer of 32 bits"),
        (#"{"HvRuntime":[]}"#, "1:14: /HvRuntime: expected an object, found an array"),
        ("\n {\"HvPartition\":0}", "2:17: /HvPartition: expected true or false, found a number"),
        ("[]", "1:1: expected an object, found an array"),
    ])
    func namesThePlace(_ text: String, _ description: String) {
        let error = #expect(throws: JSONError.self) { try decode(ContainerConfig.self, text) }
        #expect(error?.description == description)
    }

    @Test func times() {
        let text = #"{"Timestamp":"yesterday"}"#
        let error = #expect(throws: JSONError.self) { try decode(Statistics.self, text) }
        #expect(error?.kind == .value)
        #expect(error?.pointer == "/Timestamp")
    }

    @Test func syntaxComesFirst() {
        let error = #expect(throws: JSONError.self) { try decode(ContainerConfig.self, #"{"Name":1,}"#) }
        #expect(error?.kind == .syntax)
    }
}

/// What other modules rely on: Swift's own Codable, not written for this decoder.
struct SynthesizedCodableTests {
    enum Message: Codable, Equatable {
        case start(id: String, count: Int)
        case stop
    }

    enum Mode: String, Codable {
        case fast, slow
    }

    struct Item: Codable, Equatable {
        var name: String
        var mode: Mode
        var tags: [String: String]
        var numbers: [Int: Double]
        var nested: [[Int?]]
        var message: Message
        var optional: Int?
    }

    @Test func roundTrip() throws {
        let item = Item(
            name: "a", mode: .slow, tags: ["b": "1", "a": "2"], numbers: [1: 0.5], nested: [[1, nil], []],
            message: .start(id: "x", count: 3), optional: nil)
        let text = String(decoding: try DocumentEncoder().encode(item), as: UTF8.self)
        #expect(
            text
                == #"{"name":"a","mode":"slow","tags":{"a":"2","b":"1"},"numbers":{"1":0.5},"nested":[[1,null],[]],"#
                + #""message":{"start":{"id":"x","count":3}}}"#)
        #expect(try decode(Item.self, text) == item)
        #expect(try decode(Item.self, text, .lenient) == item)
        #expect(try decode(Message.self, #"{"stop":{}}"#) == .stop)
    }

    @Test(arguments: [
        (#"{"start":{"id":"x"}}"#, JSONError.Kind.missingKey),
        (#"{"start":{"id":"x","count":1,"z":2}}"#, .unknownKey),
        (#"{"start":{"id":1,"count":1}}"#, .type), (#"{}"#, .type),
    ])
    func errors(_ text: String, _ kind: JSONError.Kind) {
        let error = #expect(throws: JSONError.self) { try decode(Message.self, text) }
        #expect(error?.kind == kind)
    }

    @Test func unknownCase() {
        let error = #expect(throws: JSONError.self) { try decode([Mode].self, #"["fast","medium"]"#) }
        #expect(error?.kind == .value)
        #expect(error?.pointer == "/1")
    }
}

struct DuplicateKeyTests {
    /// In Go a list is decoded into the elements of the one before it: linear, however many there are.
    @Test(.timeLimit(.minutes(1))) func manyDuplicates() throws {
        let text =
            "{" + String(repeating: #""Layers":[{"ID":"a"}],"#, count: 50_000) + #""Layers":[{"Path":"b"}]}"#
        #expect(try decode(ContainerConfig.self, text, .lenient).layers == [Layer(id: "a", path: "b")])
    }

    @Test(arguments: [
        (
            #"{"ConsoleSize":[1,2],"ConsoleSize":[3]}"#,
            ProcessConfig(consoleSize: ConsoleSize(height: 3, width: 0))
        ),
        (
            #"{"ConsoleSize":[1,2],"ConsoleSize":[null,5]}"#,
            ProcessConfig(consoleSize: ConsoleSize(height: 1, width: 5))
        ),
        (#"{"User":"a","user":null}"#, ProcessConfig(user: "a")),
        (#"{"CommandArgs":["a","b"],"CommandArgs":[null]}"#, ProcessConfig(commandArgs: ["a"])),
        (#"{"Environment":{"A":"1","A":null}}"#, ProcessConfig(environment: ["A": ""])),
    ])
    func areMergedAsInGo(_ text: String, _ expected: ProcessConfig) throws {
        #expect(try decode(ProcessConfig.self, text, .lenient) == expected)
    }

    @Test func errorsBeforeANullCount() {
        let text = #"{"CommandArgs":1,"CommandArgs":null}"#
        #expect(throws: JSONError.self) { try decode(ProcessConfig.self, text, .lenient) }
    }
}
