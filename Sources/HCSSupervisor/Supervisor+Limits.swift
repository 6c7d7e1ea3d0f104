internal import HCSCgroup
internal import HCSOCI
internal import HCSProtocol
internal import HCSRuntime
internal import HCSSchema
internal import HCSSystem

extension Supervisor {
    /// Sets a new memory limit; 0 lifts it.
    func changeMemory(
        _ kind: ModificationKind, _ request: ResourceModificationRequestResponse,
        _ modification: inout Modification
    ) throws(Failure) {
        try needUpdate(kind, request)
        let settings = try request.settings(MemorySettings.self)
        guard let megabytes = settings.megabytes else {
            throw Failure(.invalidArgument, "/Settings/MemoryMaximumInMB: is missing")
        }
        let before = modification.configuration
        modification.configuration.memoryMaximumInMB = megabytes
        try setLimits(from: before, &modification, "MemoryMaximumInMB") {
            cgroup, limits throws(SyscallError) in try cgroup.setMemory(limits)
        }
    }

    /// Sets new limits on processors; what is left out stays, 0 lifts.
    func changeProcessors(
        _ kind: ModificationKind, _ request: ResourceModificationRequestResponse,
        _ modification: inout Modification
    ) throws(Failure) {
        try needUpdate(kind, request)
        let settings = try request.settings(ProcessorSettings.self)
        let before = modification.configuration
        if let count = settings.count { modification.configuration.processorCount = count }
        if let weight = settings.weight { modification.configuration.processorWeight = weight }
        if let maximum = settings.maximum { modification.configuration.processorMaximum = maximum }
        guard modification.configuration != before else { return }
        try setLimits(from: before, &modification, "Processor") { cgroup, limits throws(SyscallError) in
            try cgroup.setProcessors(limits)
        }
    }

    private func needUpdate(
        _ kind: ModificationKind, _ request: ResourceModificationRequestResponse
    ) throws(Failure) {
        guard kind == .update || request.requestType.isEmpty else {
            throw Failure(
                .invalidArgument,
                "/RequestType: \(request.resourceType) is a limit and takes Update, not \(request.requestType)"
            )
        }
    }

    private func setLimits(
        from before: ContainerConfig, _ modification: inout Modification, _ field: String,
        _ set: @escaping (Cgroup, CgroupLimits) throws(SyscallError) -> Void
    ) throws(Failure) {
        do {
            let host = try HostFacts.read()
            let (resources, warnings) = try OCI.resources(of: modification.configuration, on: host)
            let old = CgroupLimits(try OCI.resources(of: before, on: host).resources)
            let cgroup = try CgroupHierarchy.detect().cgroup(record.cgroup)
            try set(cgroup, CgroupLimits(resources))
            modification.onFailure { try? set(cgroup, old) }
            record.warnings = warnings.map { "\($0.pointer): \($0.sentence)" }
        } catch let error as TranslationError {
            throw Failure(.invalidArgument, "\(error)")
        } catch let error as SyscallError where error.kind == .busy {
            throw Failure(
                .resourceExhausted,
                "/\(field): the container uses more than the new limit, and cannot give it back")
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot set \(field)")
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }
}

/// `Settings` of resource type Memory, in the container document's own words.
private struct MemorySettings: Decodable {
    let megabytes: Int64?

    private enum CodingKeys: String, CodingKey {
        case megabytes = "MemoryMaximumInMB"
    }
}

/// `Settings` of resource type Processor.
private struct ProcessorSettings: Decodable {
    let count: UInt32?
    let weight: UInt64?
    let maximum: Int64?

    private enum CodingKeys: String, CodingKey {
        case count = "ProcessorCount"
        case weight = "ProcessorWeight"
        case maximum = "ProcessorMaximum"
    }
}

extension CgroupLimits {
    /// The limits among a container's resources.
    init(_ resources: OCI.Resources) {
        self.init(
            memory: resources.memory?.limit, quota: resources.cpu?.quota, period: resources.cpu?.period,
            shares: resources.cpu?.shares, weight: resources.unified?["cpu.weight"].flatMap { UInt64($0) })
    }
}
