import HCSOCI
import HCSSchema
import Testing

/// What a field of the document comes to.
enum Outcome {
    /// The spec differs from the empty document's.
    case changesSpec
    /// It is named in `unsupportedFields`.
    case refused
    /// Other modules' business, or a label: the spec stays as it is.
    case elsewhere
}

struct FieldCase: Sendable, CustomTestStringConvertible {
    let field: String
    let outcome: Outcome
    let set: @Sendable (inout ContainerConfig) -> Void

    init(_ field: String, _ outcome: Outcome, _ set: @escaping @Sendable (inout ContainerConfig) -> Void) {
        self.field = field
        self.outcome = outcome
        self.set = set
    }

    var testDescription: String { field }
}

@Suite struct FieldTests {
    static let cases: [FieldCase] = [
        FieldCase("systemType", .refused) { $0.systemType = "VirtualMachine" },
        FieldCase("systemType", .elsewhere) { $0.systemType = "CONTAINER" },
        FieldCase("name", .elsewhere) { $0.name = "n" },
        FieldCase("owner", .elsewhere) { $0.owner = "o" },
        FieldCase("volumePath", .refused) { $0.volumePath = #"\\?\Volume{1}"# },
        FieldCase("volumePath", .elsewhere) { $0.volumePath = "/v" },
        FieldCase("ignoreFlushesDuringBoot", .elsewhere) { $0.ignoreFlushesDuringBoot = true },
        FieldCase("layerFolderPath", .elsewhere) { $0.layerFolderPath = "/l" },
        FieldCase("layers", .elsewhere) { $0.layers = [Layer(path: "/a")] },
        FieldCase("credentials", .elsewhere) { $0.credentials = "{}" },
        FieldCase("processorCount", .changesSpec) { $0.processorCount = 1 },
        FieldCase("processorWeight", .changesSpec) { $0.processorWeight = 1 },
        FieldCase("processorMaximum", .changesSpec) { $0.processorMaximum = 5000 },
        FieldCase("storageIOPSMaximum", .elsewhere) { $0.storageIOPSMaximum = 1 },
        FieldCase("storageBandwidthMaximum", .elsewhere) { $0.storageBandwidthMaximum = 1 },
        FieldCase("storageSandboxSize", .refused) { $0.storageSandboxSize = 1 },
        FieldCase("storageSandboxSize", .elsewhere) { $0.storageSandboxSize = 16 << 20 },
        FieldCase("memoryMaximumInMB", .changesSpec) { $0.memoryMaximumInMB = 64 },
        FieldCase("hostName", .changesSpec) { $0.hostName = "web" },
        FieldCase("mappedDirectories", .changesSpec) {
            $0.mappedDirectories = [MappedDir(hostPath: "/a", containerPath: "/b")]
        },
        FieldCase("mappedPipes", .changesSpec) {
            $0.mappedPipes = [MappedPipe(hostPath: "/s", containerPipeName: "n")]
        },
        FieldCase("hvPartition", .refused) { $0.hvPartition = true },
        FieldCase("networkSharedContainerName", .elsewhere) { $0.networkSharedContainerName = "x" },
        FieldCase("endpointList", .elsewhere) { $0.endpointList = ["e"] },
        FieldCase("hvRuntime", .refused) { $0.hvRuntime = HvRuntime() },
        FieldCase("servicing", .refused) { $0.servicing = true },
        FieldCase("allowUnqualifiedDNSQuery", .elsewhere) { $0.allowUnqualifiedDNSQuery = true },
        FieldCase("dnsSearchList", .elsewhere) { $0.dnsSearchList = "a.b" },
        FieldCase("containerType", .refused) { $0.containerType = "Windows" },
        FieldCase("containerType", .elsewhere) { $0.containerType = "Linux" },
        FieldCase("terminateOnLastHandleClosed", .elsewhere) { $0.terminateOnLastHandleClosed = true },
        FieldCase("mappedVirtualDisks", .elsewhere) {
            $0.mappedVirtualDisks = [MappedVirtualDisk(hostPath: "/d", containerPath: "/data")]
        },
        FieldCase("assignedDevices", .refused) { $0.assignedDevices = [AssignedDevice()] },
        FieldCase("registryChanges", .refused) { $0.registryChanges = RawJSON("{}") },
    ]

    /// A field added to the document must be decided on here.
    @Test func everyFieldIsDecided() {
        let fields = Mirror(reflecting: ContainerConfig()).children.compactMap(\.label)
        #expect(Set(fields) == Set(Self.cases.map(\.field)))
    }

    @Test(arguments: cases) func fieldHasItsOutcome(_ item: FieldCase) throws {
        var config = ContainerConfig()
        item.set(&config)
        let notes = OCI.unsupportedFields(of: config)
        switch item.outcome {
        case .refused:
            #expect(notes.count == 1)
            #expect(notes.first?.pointer.lowercased() == "/" + item.field.lowercased())
            #expect(notes.first?.sentence.isEmpty == false)
            #expect(throws: TranslationError(notes: notes)) { try translate(config) }
        case .changesSpec:
            #expect(notes.isEmpty)
            #expect(try translate(config).spec != translate(ContainerConfig()).spec)
        case .elsewhere:
            #expect(notes.isEmpty)
            #expect(try translate(config).spec == translate(ContainerConfig()).spec)
        }
    }

    /// The same for the fields of a mapped directory.
    @Test func mappedDirectoryFieldsAreDecided() {
        let directory = MappedDir(
            hostPath: "/a", containerPath: "/b", readOnly: true, bandwidthMaximum: 1, iopsMaximum: 1,
            createInUtilityVM: true, linuxMetadata: true)
        #expect(Mirror(reflecting: directory).children.count == 7)
        let notes = OCI.unsupportedFields(of: ContainerConfig(mappedDirectories: [directory]))
        #expect(
            notes.map(\.pointer) == [
                "/MappedDirectories/0/CreateInUtilityVM", "/MappedDirectories/0/LinuxMetadata",
            ])
    }

    @Test func allRefusedFieldsAreNamedAtOnce() {
        let config = ContainerConfig(hvPartition: true, servicing: true)
        #expect {
            try translate(config)
        } throws: { error in
            (error as? TranslationError)?.notes.map(\.pointer) == ["/HvPartition", "/Servicing"]
        }
    }
}

func translate(
    _ config: ContainerConfig, id: String = "test", on host: HostFacts = .example()
) throws -> (spec: OCI.Spec, warnings: [FieldNote]) {
    try OCI.bundleSpec(
        of: config,
        BundleRequest(id: id, rootPath: "/r", cgroupsPath: "/hcsctl/test", seccomp: nil), on: host)
}

extension HostFacts {
    static func example(
        _ version: CgroupVersion = .v2, processors: Int = 4, swap: Bool = true,
        capabilities: Set<String> = ["CAP_CHOWN", "CAP_KILL", "CAP_SYS_ADMIN"]
    ) -> HostFacts {
        HostFacts(
            processorCount: processors, boundingCapabilities: capabilities, cgroupVersion: version,
            accountsForSwap: swap, kernel: KernelVersion(6, 1), architecture: "amd64")
    }
}
