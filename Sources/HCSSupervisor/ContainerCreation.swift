internal import HCSCgroup
internal import HCSOCI
internal import HCSProtocol
internal import HCSRuntime
internal import HCSSchema
internal import HCSStorage
internal import HCSSystem

/// Makes a container from its document, step by step; what was made before a failed step is taken away again.
struct ContainerCreation {
    private let launch: Launch
    private let configuration: ContainerConfig
    private let workplace: Workplace
    private var record: ContainerRecord
    private var storage: StorageCreation
    private var undo: [() -> Void] = []

    private var folder: ContainerFolder { workplace.folder }

    init(_ launch: Launch, _ configuration: ContainerConfig, _ workplace: Workplace) throws(Failure) {
        self.launch = launch
        self.configuration = configuration
        self.workplace = workplace
        storage = StorageCreation(launch, configuration, workplace)
        do {
            guard let identity = ProcessIdentity.own else {
                throw Failure(.unexpectedValue, "/proc is not mounted")
            }
            record = ContainerRecord(
                id: launch.id, bootID: try Boot.currentID(), configuration: configuration, created: .now,
                supervisor: identity, cgroup: Self.cgroup(launch),
                scratch: Self.scratch(launch, configuration))
            record.isRun = launch.isRun
            record.removesAtEnd = launch.removesAtEnd
            record.networks = launch.networks
            if configuration.terminateOnLastHandleClosed { record.endsWithLastHandle = true }
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot read the machine's boot id")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }

    /// - Returns: a supervisor of a container in state Created, already listening.
    mutating func run() throws(Failure) -> Supervisor {
        do throws(Failure) {
            try writeDown()
            let host = try readHost()
            let runtime = try chooseRuntime(host)
            try storage.make(&record)
            let preserved = try openAgent()
            try writeBundle(host)
            let supervisor = try start(runtime, preserved)
            supervisor.expectHandles()
            return supervisor
        } catch {
            for step in undo.reversed() { step() }
            storage.takeBack()
            // The folder was claimed for this container alone, and the error is what the caller needs to see.
            try? Files.removeTree(folder.path)
            throw error
        }
    }

    /// One cgroup a container directly below the root of each hierarchy: no parent is left to remove.
    private static func cgroup(_ launch: Launch) -> String {
        // FNV-1a; tells equal ids under different state roots apart.
        let hash = launch.root.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return "/hcsctl-\(String(hash, radix: 16))-\(launch.id)"
    }

    private static func scratch(_ launch: Launch, _ configuration: ContainerConfig) -> String {
        if !configuration.volumePath.isEmpty { return configuration.volumePath }
        if !configuration.layerFolderPath.isEmpty { return configuration.layerFolderPath }
        return "\(launch.scratchRoot)/\(launch.id)"
    }

    /// First of all, so that whoever finds this folder without a supervisor knows what to take away.
    private func writeDown() throws(Failure) {
        do {
            // Credentials go into the container and nowhere else.
            try folder.write(configuration.redacted)
            if configuration.terminateOnLastHandleClosed {
                try Files.replace(ContainerFolder.heldMark, with: [], at: folder.descriptor)
            }
            try folder.write(record)
            for name in ["bundle", "bundle/rootfs", "runtime"] {
                try Files.makeDirectory(name, at: folder.descriptor)
            }
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot write to \(folder.path)")
        } catch {
            throw Failure(.systemFailed, "cannot write to \(folder.path): \(error)")
        }
    }

    private func readHost() throws(Failure) -> HostFacts {
        do {
            return try HostFacts.read()
        } catch {
            throw Failure(error, doing: "cannot read the facts of this host")
        }
    }

    private mutating func chooseRuntime(_ host: HostFacts) throws(Failure) -> OCIRuntime {
        do {
            let choice = try RuntimeChoice.probe(
                requested: launch.runtime, searchPath: launch.searchPath, on: host)
            if choice.needsMask { try CgroupMask.maskUnifiedHierarchy() }
            record.runtimePath = choice.path
            record.masksUnifiedHierarchy = choice.needsMask
            return OCIRuntime(choice, folder, workplace.reaper, limit: launch.runtimeLimit)
        } catch let error as RuntimeError {
            throw Failure(error)
        } catch let error as StorageError {
            throw Failure(error)
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }

    /// The descriptors of the agent: its program, and the socket it listens on.
    private func openAgent() throws(Failure) -> [Descriptor] {
        do {
            let program = try AgentImage.open(path: launch.agent)
            let listener = try UnixSocket.listen(
                ContainerFolder.agentSocket, in: folder.descriptor, backlog: 8)
            return [program, listener]
        } catch let error as StorageError {
            throw Failure(error)
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot listen for the guest agent")
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }

    private mutating func writeBundle(_ host: HostFacts) throws(Failure) {
        do {
            var request = BundleRequest(
                id: launch.id, rootPath: folder.rootFileSystem, cgroupsPath: record.cgroup,
                seccomp: try SeccompFile.filter(
                    on: host, cache: .init(path: "\(launch.root)/.seccomp", draft: folder.path + "/seccomp")))
            request.storage = storage.parts
            request.files = try makeFiles()
            request.networkNamespace = try sharedNetwork()?.namespace
            let (spec, warnings) = try OCI.bundleSpec(of: configuration, request, on: host)
            record.warnings = warnings.map { "\($0.pointer): \($0.sentence)" }
            try Bundle.write(spec, to: folder.bundle)
        } catch let error as RuntimeError {
            throw Failure(error)
        } catch let error as TranslationError {
            throw Failure(error)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }

    /// The host files that are shown inside; only what the document asks for.
    private mutating func makeFiles() throws(Failure) -> [HostFile] {
        for (index, pipe) in configuration.mappedPipes.enumerated() {
            _ = try PipeSource.path(of: pipe, "/MappedPipes/\(index)")
        }
        var files: [HostFile] = []
        if !configuration.credentials.isEmpty {
            try CredentialsFile.make(configuration.credentials, folder)
            let folder = folder
            undo.append { CredentialsFile.letGo(folder) }
            files.append(HostFile(folder.credentials, at: CredentialsFile.containerPath))
        }
        return files + (try NameFiles(configuration, folder).make())
    }

    /// The container whose network this one shares, while its agent lives.
    private func sharedNetwork() throws(Failure) -> SharedNetwork? {
        let name = configuration.networkSharedContainerName
        return name.isEmpty ? nil : try SharedNetwork(of: name, root: launch.root)
    }

    /// Joins the networks of the document; what was joined is left again when a later step fails.
    private mutating func joinNetworks(_ agent: ProcessIdentity) throws(Failure) {
        let shared = try sharedNetwork()
        if !configuration.endpointList.isEmpty {
            let networks = Networks(folder, record.cgroup, workplace.reaper)
            let (found, cgroup, reaper) = (folder, record.cgroup, workplace.reaper)
            undo.append {
                // As written: also what was half joined when the step failed.
                var left = (try? found.readRecord())?.endpoints ?? []
                _ = Networks(found, cgroup, reaper).leaveAll(&left, agent)
            }
            for (index, network) in configuration.endpointList.enumerated() {
                try networks.join(network, "/EndpointList/\(index)", &record, agent)
            }
        }
        try NameFiles(configuration, folder).write(
            hostName: OCI.hostName(of: configuration, for: launch.id),
            endpoints: record.endpoints ?? shared?.endpoints ?? [])
    }

    private mutating func start(_ runtime: OCIRuntime, _ preserved: [Descriptor]) throws(Failure)
        -> Supervisor
    {
        let (id, cgroup) = (launch.id, record.cgroup)
        // Even a runtime killed in the middle leaves cgroups behind, and perhaps an init.
        undo.append {
            try? runtime.delete(id: id, force: true)
            try? CgroupHierarchy.detect().cgroup(cgroup).remove()
        }
        do {
            let pid = try runtime.create(
                id: id, bundle: folder.bundle, pidFile: folder.processIDFile, preserved: preserved,
                cgroupsPath: cgroup)
            guard let identity = ProcessIdentity(pid: pid), let pidfd = identity.open() else {
                throw Failure(.runtimeFailed, "the container's init ended at once")
            }
            try storage.handOver(to: pidfd)
            CredentialsFile.letGo(folder)
            try joinNetworks(identity)
            record.agent = identity
            record.state = .created
            let supervisor = try Supervisor(workplace, runtime: runtime, record: record, isNew: true)
            try supervisor.watchAgent(pidfd)
            try supervisor.connectAgent()
            try supervisor.listen()
            try supervisor.writeRecord()
            try? supervisor.log.catchUp(with: record)  // a full disk costs the event, not the container
            supervisor.emitDisks()
            return supervisor
        } catch let error as RuntimeError {
            throw Failure(error)
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot set up the supervisor")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }
}

extension OCIRuntime {
    init(_ choice: RuntimeChoice, _ folder: ContainerFolder, _ runner: any CommandRunner, limit: Int64) {
        self.init(
            choice, stateRoot: folder.runtimeState, logPath: folder.runtimeLog, runner: runner,
            deadline: .milliseconds(limit))
    }
}
