import ArgumentParser
import Foundation
import HCSContainer
import HCSSchema
import Testing

@testable import HCSCommands

/// Each flag and the exact document it makes, and that no field is without one.
@Suite struct FieldFlagTests {
    /// What is in every container's document.
    static let start = #""SystemType":"Container","Name":"","#
    static let end = #""Layers":null,"HvPartition":false}"#

    static let containerFlags: [(flags: [String], document: String)] = [
        ([], "{\(start)\(end)"),
        (["--system-type", "container"], #"{"SystemType":"container","Name":"",\#(end)"#),
        (["--name", "n"], #"{"SystemType":"Container","Name":"n",\#(end)"#),
        (["--volume-path", "/v"], #"{\#(start)"VolumePath":"/v",\#(end)"#),
        (["--ignore-flushes"], #"{\#(start)"IgnoreFlushesDuringBoot":true,\#(end)"#),
        (["--layer-folder", "/s"], #"{\#(start)"LayerFolderPath":"/s",\#(end)"#),
        (
            ["--layer", "a=/a", "--layer", "/srv/b"],
            #"{\#(start)"Layers":[{"ID":"a","Path":"/a"},{"ID":"b","Path":"/srv/b"}],"HvPartition":false}"#
        ),
        (["--cpus", "2"], #"{\#(start)"Layers":null,"ProcessorCount":2,"HvPartition":false}"#),
        (["--cpu-weight", "500"], #"{\#(start)"Layers":null,"ProcessorWeight":500,"HvPartition":false}"#),
        (["--cpu-max", "12.5%"], #"{\#(start)"Layers":null,"ProcessorMaximum":1250,"HvPartition":false}"#),
        (["--memory", "1G"], #"{\#(start)"Layers":null,"MemoryMaximumInMB":1024,"HvPartition":false}"#),
        (["--iops-max", "300"], #"{\#(start)"Layers":null,"StorageIOPSMaximum":300,"HvPartition":false}"#),
        (
            ["--bandwidth-max", "10M"],
            #"{\#(start)"Layers":null,"StorageBandwidthMaximum":10485760,"HvPartition":false}"#
        ),
        (
            ["--sandbox-size", "2G"],
            #"{\#(start)"Layers":null,"StorageSandboxSize":2147483648,"HvPartition":false}"#
        ),
        (["--hostname", "h"], #"{\#(start)"Layers":null,"HostName":"h","HvPartition":false}"#),
        (
            ["--mount", "/a:/b", "--mount", "/c:d:/e:ro,bw=1M,iops=9,uvm,linux-metadata"],
            #"{\#(start)"Layers":null,"MappedDirectories":[{"HostPath":"/a","ContainerPath":"/b","ReadOnly":false,"#
                + #""BandwidthMaximum":0,"IOPSMaximum":0},{"HostPath":"/c:d","ContainerPath":"/e","ReadOnly":true,"#
                + #""BandwidthMaximum":1048576,"IOPSMaximum":9,"CreateInUtilityVM":true,"LinuxMetadata":true}],"#
                + #""HvPartition":false}"#
        ),
        (
            ["--pipe", "/run/x=y.sock=docker"],
            #"{\#(start)"Layers":null,"MappedPipes":[{"HostPath":"/run/x=y.sock","ContainerPipeName":"docker"}],"#
                + #""HvPartition":false}"#
        ),
        (["--hyperv"], #"{\#(start)"Layers":null,"HvPartition":true}"#),
        (
            ["--network-from", "web"],
            #"{\#(start)"Layers":null,"HvPartition":false,"NetworkSharedContainerName":"web"}"#
        ),
        (
            ["--endpoint", "a", "--endpoint", "b"],
            #"{\#(start)"Layers":null,"HvPartition":false,"EndpointList":["a","b"]}"#
        ),
        (
            [
                "--hv-image", "/vm", "--hv-kernel", "k", "--hv-initrd", "i", "--hv-boot", "-x y",
                "--hv-boot-source", "Vhd",
                "--hv-writable", "--hv-skip-template",
            ],
            #"{\#(start)"Layers":null,"HvPartition":false,"HvRuntime":{"ImagePath":"/vm","SkipTemplate":true,"#
                + #""LinuxInitrdFile":"i","LinuxKernelFile":"k","LinuxBootParameters":"-x y","BootSource":"Vhd","#
                + #""WritableBootSource":true}}"#
        ),
        (["--servicing"], #"{\#(start)"Layers":null,"HvPartition":false,"Servicing":true}"#),
        (
            ["--unqualified-dns"],
            #"{\#(start)"Layers":null,"HvPartition":false,"AllowUnqualifiedDNSQuery":true}"#
        ),
        (
            ["--dns-search", "a.example", "--dns-search", "b.example,c.example"],
            #"{\#(start)"Layers":null,"HvPartition":false,"DNSSearchList":"a.example,b.example,c.example"}"#
        ),
        (["--type", "Linux"], #"{\#(start)"Layers":null,"HvPartition":false,"ContainerType":"Linux"}"#),
        (
            ["--tie-to-client"],
            #"{\#(start)"Layers":null,"HvPartition":false,"TerminateOnLastHandleClosed":true}"#
        ),
        (
            ["--disk", "/d.vhd:/data:ro,cache=privateallowsharing", "--disk", "/e.img::attach-only,uvm"],
            #"{\#(start)"Layers":null,"HvPartition":false,"MappedVirtualDisks":[{"HostPath":"/d.vhd","#
                + #""ContainerPath":"/data","ReadOnly":true,"Cache":"PrivateAllowSharing","AttachOnly":false},"#
                + #"{"HostPath":"/e.img","ContainerPath":"","CreateInUtilityVM":true,"AttachOnly":true}]}"#
        ),
        (
            ["--device", "G"],
            #"{\#(start)"Layers":null,"HvPartition":false,"AssignedDevices":[{"InterfaceClassGuid":"G"}]}"#
        ),
    ]

    @Test(arguments: containerFlags)
    func containerFlagMakesTheDocument(_ flags: [String], _ document: String) throws {
        #expect(try documentText(Self.container(flags)) == document)
    }

    static func container(_ flags: [String]) throws -> ContainerConfig {
        try ContainerFlags.parse(flags).document(owner: nil, fallbackOwner: nil, operation: "create")
    }

    static let streams = #""CreateStdOutPipe":true,"CreateStdErrPipe":true,"ConsoleSize":[0,0]}"#

    static let processFlags: [(flags: [String], document: String)] = [
        (["--", "ls", "-l"], #"{"CommandArgs":["ls","-l"],\#(streams)"#),
        (["--command-line", "ls -l"], #"{"CommandLine":"ls -l",\#(streams)"#),
        (["--application", "/bin/ls"], #"{"ApplicationName":"/bin/ls",\#(streams)"#),
        (["-u", "1:2", "--", "x"], #"{"CommandArgs":["x"],"User":"1:2",\#(streams)"#),
        (["-w", "/srv", "--", "x"], #"{"CommandArgs":["x"],"WorkingDirectory":"/srv",\#(streams)"#),
        (
            ["-e", "B=2", "-e", "A=1", "--", "x"],
            #"{"CommandArgs":["x"],"Environment":{"A":"1","B":"2"},\#(streams)"#
        ),
        (["-i", "--", "x"], #"{"CommandArgs":["x"],"CreateStdInPipe":true,\#(streams)"#),
        (
            ["--uvm", "--", "x"],
            #"{"CommandArgs":["x"],"CreateStdOutPipe":true,"CreateStdErrPipe":true,"ConsoleSize":[0,0],"#
                + #""CreateInUtilityVm":true}"#
        ),
    ]

    @Test(arguments: processFlags)
    func processFlagMakesTheDocument(_ line: [String], _ document: String) throws {
        #expect(try documentText(Self.process(line)) == document)
    }

    static func process(_ line: [String]) throws -> ProcessConfig {
        let parts = line.split(separator: "--", maxSplits: 1, omittingEmptySubsequences: false)
        var document = try ProcessFlags.parse(Array(parts[0]))
            .document(file: nil, command: parts.count > 1 ? Array(parts[1]) : [], operation: "exec")
        try LaunchFlags.parse([]).connect(&document)
        return document
    }

    /// What no flag above sets, and how else it is set.
    static let otherwise = [
        "Owner": "--owner, of every command",
        "Credentials": "--credentials-file, tested with a file",
        "RegistryChanges": "by --set-json alone: Linux has no registry, and hcsshim removed it",
        "EmulateConsole": "-t and --tty, of the session", "ConsoleSize": "the session's terminal",
        "OCISpecification": "--oci-spec, tested with a file",
    ]

    @Test func everyFieldHasAFlag() throws {
        var reached: Set<String> = []
        for flags in Self.containerFlags.map(\.flags) {
            try Self.collect(
                JSONSerialization.jsonObject(with: Data(documentText(Self.container(flags)).utf8)), "",
                &reached)
        }
        for line in Self.processFlags.map(\.flags) {
            try Self.collect(
                JSONSerialization.jsonObject(with: Data(documentText(Self.process(line)).utf8)), "", &reached)
        }
        for path in Self.leaves(.containerConfig) + Self.leaves(.processConfig) {
            #expect(reached.contains(path) != (Self.otherwise[path] != nil), "\(path)")
        }
        let names = Set(Self.leaves(.containerConfig) + Self.leaves(.processConfig))
        #expect(names.isSuperset(of: Self.otherwise.keys))
    }

    /// The fields of a document and of those in it, without the numbers of items.
    static func leaves(_ schema: DocumentSchema, _ prefix: String = "") -> [String] {
        schema.fields.flatMap { field -> [String] in
            var value = field.value
            if case .list(let item, _) = value { value = item }
            guard case .document(let name) = value, let inner = DocumentSchema.named(name) else {
                return [prefix + field.name]
            }
            return leaves(inner, prefix + field.name + ".")
        }
    }

    /// The fields of a document that hold something.
    static func collect(_ value: Any, _ path: String, _ found: inout Set<String>) {
        switch value {
        case let object as [String: Any]:
            if path.hasSuffix("Environment") { found.insert(path) }
            for (name, value) in object { collect(value, path.isEmpty ? name : "\(path).\(name)", &found) }
        case let list as [Any]:
            for item in list { collect(item, path, &found) }
        case is NSNull: break
        default:
            if !["", "0", "false"].contains("\(value)") { found.insert(path) }
        }
    }

    @Test func filesBecomeText() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hcs-flags-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let credentials = folder.appending(path: "credentials")
        try Data("{\"Token\": 1}".utf8).write(to: credentials)
        let specification = folder.appending(path: "spec.json")
        try Data("{ \"process\" : {\"cwd\": \"/\"} }".utf8).write(to: specification)
        let patch = folder.appending(path: "patch.json")
        try Data(#"{"HostName":"patched","HvRuntime":{"ImagePath":"/vm"}}"#.utf8).write(to: patch)

        #expect(try Self.container(["--credentials-file", credentials.path]).credentials == "{\"Token\": 1}")
        let process = try Self.process(["--oci-spec", specification.path, "--", "x"])
        #expect(process.ociSpecification?.text == #"{"process":{"cwd":"/"}}"#)
        // File, patch, set, flag: each wins over the one before it.
        let document = folder.appending(path: "document.json")
        try Data(#"{"HostName":"file","Owner":"file","Name":"file","DNSSearchList":"file"}"#.utf8).write(
            to: document)
        let merged = try Self.container([
            "--dns-search", "flag", "--set", "DNSSearchList=set", "--set", "Owner=set", "--patch", patch.path,
            "-f",
            document.path, "--set-json", #"Owner="json""#,
        ])
        #expect(merged.hostName == "patched" && merged.hvRuntime?.imagePath == "/vm")
        #expect(merged.owner == "set" && merged.name == "file" && merged.dnsSearchList == "flag")
        #expect(throws: CommandFailure.self) { try Self.container(["--patch", folder.path + "/none"]) }
    }

    @Test(arguments: [
        "--mount /a:/b:or", "--mount /a:/b:ro=1", "--mount /a:/b:bw", "--mount /a:/b:bw=x",
        "--mount /a:/b:iops=-1",
        "--mount /a", "--disk /d", "--disk d:/x", "--disk /d:/x:cache=odd", "--disk /d:/x:rx", "--pipe /x",
        "--pipe x=y",
        "--pipe /x=", "--bandwidth-max 10X", "--bandwidth-max -1", "--sandbox-size 99999999999T", "--set x",
        "--set =1",
        "--iops-max -3", "--cpus 4294967296",
    ])
    func badFlagsAreUsageErrors(_ line: String) {
        #expect(throws: (any Error).self) {
            try ContainerFlags.parse(line.split(separator: " ").map(String.init))
        }
    }

    @Test(arguments: [
        ("1048576", 1_048_576), ("512K", 524288), ("10MiB", 10_485_760), ("1gb", 1 << 30), ("1T", 1 << 40),
        ("7B", 7),
        ("0", 0), ("18446744073709551615", UInt64.max),
    ])
    func byteSizes(_ text: String, _ bytes: UInt64) {
        #expect(ByteSize.bytes(text) == bytes)
    }

    @Test(arguments: [
        "create web -f - --patch -", "create web --patch - --credentials-file -", "exec -f - --patch - web",
        "run web -f - --process - x", "run web --env-file - --process-patch - x",
    ])
    func standardInputIsForOne(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        #expect(HCSCommand.status(of: words) == (words[0] == "create" ? 64 : 125))
    }
}
