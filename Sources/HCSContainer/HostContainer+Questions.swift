internal import HCSCgroup
internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

/// Questions, answered from the record, cgroupfs and /proc: no supervisor is asked and none is woken.
extension HostContainer {
    func statistics() throws(ContainerError) -> Statistics {
        try caller.handle.check("stats", id)
        return try ContainerReader(caller.store).sample(of: id, operation: "stats").statistics
    }

    func processList() throws(ContainerError) -> [ProcessListItem] {
        try processDetails().map(\.item)
    }

    func processDetails() throws(ContainerError) -> [ProcessDetail] {
        try caller.handle.check("ps", id)
        return try ContainerReader(caller.store).processes(of: id, operation: "ps")
    }

    func mappedVirtualDisks() throws(ContainerError) -> [Int: MappedVirtualDiskController] {
        try caller.handle.check("disks", id)
        let record = try caller.record("disks")
        return record.liveState == .stopped ? [:] : (record.disks ?? []).controllers
    }

    func properties() throws(ContainerError) -> ContainerProperties {
        try caller.handle.check("inspect", id)
        let record = try caller.record("inspect")
        var properties = ContainerProperties(record)
        properties.statistics = try ContainerReader(caller.store)
            .statistics(of: record, record.liveState, "inspect")
        return properties
    }

    func inspect(showSecrets: Bool) throws(ContainerError) -> ContainerInspection {
        try caller.handle.check("inspect", id)
        let folder = try caller.folder("inspect")
        let record = try caller.record("inspect")
        let exits = try recordedExits("inspect")
        let configuration: ContainerConfig
        do {
            configuration = try folder.readConfiguration()
        } catch {
            throw ContainerError(
                wrapping: error, doing: "cannot read its configuration", operation: "inspect", containerID: id
            )
        }
        let live = record.liveState
        return ContainerInspection(
            id: id, state: live.rawValue, exitType: record.liveExitType?.rawValue,
            exitReason: record.exitReason,
            created: record.created, started: record.started, stopped: record.stopped,
            configuration: showSecrets ? configuration : configuration.redacted, runtime: record.runtimePath,
            supervisorProcessID: record.supervisor.isAlive ? UInt32(record.supervisor.pid) : nil,
            agentProcessID: record.agent.flatMap { $0.isAlive ? UInt32($0.pid) : nil }, folder: folder.path,
            bundle: folder.bundle, scratch: record.scratch, cgroup: record.cgroup,
            warnings: record.warnings,
            endpoints: (record.endpoints ?? []).map(ContainerInspection.Endpoint.init),
            outOfMemoryKills: live == .stopped
                ? record.outOfMemoryKills
                : try ContainerReader(caller.store).cgroup(of: record, "inspect").usage().outOfMemoryKills,
            processes: exits.map {
                ContainerInspection.ProcessRecord(
                    processID: $0.processID, exitCode: $0.code, signal: $0.signal,
                    outOfMemory: $0.outOfMemory,
                    exited: $0.time)
            })
    }
}

extension ContainerRecord {
    /// The state as it is: what claims to live but has no agent any more is stopped, whoever died first.
    var liveState: State {
        guard [.created, .running, .paused].contains(state) else { return state }
        return agent?.isAlive == true || supervisor.isAlive ? state : .stopped
    }

    var liveExitType: ExitType? {
        liveState == .stopped && state != .stopped ? ending ?? .unexpected : exitType
    }
}

extension ContainerProperties {
    init(_ record: ContainerRecord) {
        let live = record.liveState
        self.init(
            id: record.id, state: live.rawValue, name: record.name, systemType: record.systemType,
            runtimeOsType: "Linux", owner: record.owner, stopped: live == .stopped,
            exitType: record.liveExitType?.rawValue ?? "")
    }
}

extension ContainerInspection.Endpoint {
    init(_ record: EndpointRecord) {
        network = record.network
        interface = record.interface
        hardwareAddress = record.hardwareAddress
        addresses = record.addresses.map(\.address)
        gateways = record.addresses.compactMap(\.gateway)
        routes = record.routes.map { Route(destination: $0.destination, gateway: $0.gateway) }
    }
}

extension ProcessDetail {
    init(_ process: ContainerProcessInfo, parent: Int32) {
        item = ProcessListItem(
            createTimestamp: Timestamp(
                unixSeconds: process.startTime / 1_000_000_000,
                nanoseconds: UInt32(process.startTime % 1_000_000_000)),
            imageName: process.name, kernelTime100ns: process.kernelTime,
            memoryCommitBytes: process.virtualMemory,
            memoryWorkingSetPrivateBytes: process.privateMemory,
            memoryWorkingSetSharedBytes: process.sharedMemory,
            processId: UInt32(process.pid), userTime100ns: process.userTime)
        hostProcessID = UInt32(process.hostPID)
        parentProcessID = UInt32(max(parent, 0))
        userID = process.userID
        state = process.state
        commandLine = process.arguments
    }
}
