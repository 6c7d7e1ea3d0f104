internal import HCSCgroup
internal import HCSOCI
internal import HCSProtocol
internal import HCSSchema
internal import HCSStorage
internal import HCSSystem

extension Supervisor {
    /// Maps a host directory or file into the running container, or takes one away.
    func changeDirectories(
        _ kind: ModificationKind, _ request: ResourceModificationRequestResponse,
        _ modification: inout Modification
    ) throws(Failure) {
        let directory = try request.settings(MappedDir.self)
        switch kind {
        case .add: try addDirectory(directory, &modification)
        case .remove: try removeDirectory(directory, &modification)
        case .update: throw Failure(.invalidArgument, "/RequestType: a directory takes Add or Remove")
        }
    }

    private func addDirectory(_ directory: MappedDir, _ modification: inout Modification) throws(Failure) {
        let refused = OCI.unsupportedFields(of: ContainerConfig(mappedDirectories: [directory]))
        if let first = refused.first {
            throw Failure(
                .unsupported, "/Settings/\(first.pointer.split(separator: "/").last ?? ""): \(first.sentence)"
            )
        }
        let mount: OCI.Mount
        do throws(TranslationError) {
            mount = try OCI.bindMount(
                of: directory, "/Settings", beside: targets(modification.configuration))
        } catch {
            throw Failure(.invalidArgument, "\(error)")
        }
        let before = modification.configuration
        modification.configuration.mappedDirectories.append(directory)
        try attach(directory, at: mount.destination)
        modification.onFailure { [self] in try? detach(mount.destination) }
        try setThrottles(from: before, &modification)
    }

    private func removeDirectory(_ directory: MappedDir, _ modification: inout Modification) throws(Failure) {
        let mapped = modification.configuration.mappedDirectories
        let found = mapped.indices.filter { index in
            (directory.containerPath.isEmpty
                || OCI.shortest(mapped[index].containerPath) == OCI.shortest(directory.containerPath))
                && (directory.hostPath.isEmpty || mapped[index].hostPath == directory.hostPath)
        }
        guard found.count == 1, let index = found.first else {
            let name = directory.containerPath.isEmpty ? directory.hostPath : directory.containerPath
            throw Failure(
                .invalidArgument,
                found.isEmpty
                    ? "/Settings: no directory is mapped to \(name)"
                    : "/Settings: several directories are meant; give the ContainerPath")
        }
        let (before, removed) = (modification.configuration, mapped[index])
        let target = OCI.shortest(removed.containerPath)
        modification.configuration.mappedDirectories.remove(at: index)
        try detach(target)
        modification.onFailure { [self] in try? attach(removed, at: target) }
        try setThrottles(from: before, &modification)
    }

    /// What is mapped already, as paths in the container.
    func targets(_ configuration: ContainerConfig) -> [String] {
        configuration.mappedDirectories.map { OCI.shortest($0.containerPath) }
            + (record.disks ?? []).map { OCI.shortest($0.disk.containerPath) }
    }

    private func attach(_ directory: MappedDir, at target: String) throws(Failure) {
        do throws(SyscallError) {
            let isFolder = try Files.status(directory.hostPath).kind == .directory
            let tree = try Mounts.clone(directory.hostPath, recursive: true)
            try Mounts.add(directory.readOnly ? .readOnly : [], to: tree, recursive: true)
            try attach(tree, at: target, isFolder: isFolder)
        } catch {
            if error.subject == directory.hostPath {
                throw Failure(.invalidArgument, "/Settings/HostPath: \(directory.hostPath): \(error.reason)")
            }
            throw Failure(error, doing: "cannot map \(directory.hostPath) to \(target)")
        }
    }

    /// Puts a detached mount into the container.
    func attach(_ tree: Descriptor, at target: String, isFolder: Bool) throws(SyscallError) {
        try containerMounts().attach(tree, at: target, isFolder: isFolder)
    }

    /// Takes a mount away from the container.
    func detach(_ target: String) throws(Failure) {
        do throws(SyscallError) {
            try containerMounts().detach(target)
        } catch {
            if error.kind == .busy {
                throw Failure(
                    .invalidState, "\(target) is in use in the container",
                    hint: "end the processes that use it first")
            }
            throw Failure(error, doing: "cannot take \(target) away")
        }
    }

    func containerMounts() throws(SyscallError) -> ContainerMounts {
        guard let agent = record.agent, agent.isAlive else {
            throw SyscallError(call: "setns", subject: "the container", kind: .noProcess)
        }
        return try ContainerMounts(ofProcess: agent.pid)
    }

    /// Sets the throttles that the changed document asks for, and lifts those it no longer does.
    private func setThrottles(from before: ContainerConfig, _ modification: inout Modification)
        throws(Failure)
    {
        guard
            (before.mappedDirectories + modification.configuration.mappedDirectories).contains(
                where: \.hasLimit)
        else { return }
        let scratch = ThrottlePlan.Scratch.device(record.scratchDevice.flatMap(BlockDevice.init))
        let old = try ThrottlePlan(before, scratch: scratch).throttles
        let new = try ThrottlePlan(modification.configuration, scratch: scratch).throttles
        do throws(SyscallError) {
            let cgroup = try CgroupHierarchy.detect().cgroup(record.cgroup)
            modification.onFailure { try? Self.apply(old, over: new, to: cgroup) }
            try Self.apply(new, over: old, to: cgroup)
        } catch {
            throw Failure(error, doing: "cannot limit a mapped directory")
        }
    }

    private static func apply(
        _ wanted: [OCI.Throttle], over present: [OCI.Throttle], to cgroup: Cgroup
    ) throws(SyscallError) {
        for throttle in present where !wanted.contains(where: { $0.device == throttle.device }) {
            try cgroup.throttle(throttle.device, bytesPerSecond: 0, operationsPerSecond: 0)
        }
        for throttle in wanted where !present.contains(throttle) {
            try cgroup.throttle(
                throttle.device, bytesPerSecond: throttle.bytesPerSecond,
                operationsPerSecond: throttle.operationsPerSecond)
        }
    }
}
