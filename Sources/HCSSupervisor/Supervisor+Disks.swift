internal import HCSCgroup
internal import HCSOCI
internal import HCSProtocol
internal import HCSSchema
internal import HCSStorage
internal import HCSSystem

extension Supervisor {
    /// Attaches a virtual disk to the running container, or takes one away.
    func changeDisks(
        _ kind: ModificationKind, _ request: ResourceModificationRequestResponse,
        _ modification: inout Modification
    ) throws(Failure) {
        let disk = try request.settings(MappedVirtualDisk.self)
        switch kind {
        case .add: try addDisk(disk, &modification)
        case .remove: try removeDisk(disk, &modification)
        case .update: throw Failure(.invalidArgument, "/RequestType: a disk takes Add or Remove")
        }
    }

    private func addDisk(_ disk: MappedVirtualDisk, _ modification: inout Modification) throws(Failure) {
        if let finding = disk.findings("/Settings").first { throw Failure(.invalidArgument, "\(finding)") }
        guard !disk.createInUtilityVM else {
            throw Failure(.unsupported, "/Settings/CreateInUtilityVM: this container has no utility VM")
        }
        let target: String
        do throws(TranslationError) {
            target = try OCI.diskTarget(
                of: disk, "/Settings/ContainerPath", beside: targets(modification.configuration))
        } catch {
            throw Failure(.invalidArgument, "\(error)")
        }
        guard let place = DiskRecord.Place(free: record.disks ?? []) else {
            throw Failure(.invalidArgument, "/Settings: there is room for 256 disks")
        }
        let added = try attach(disk, place, target)
        modification.onFailure { [self] in try? detach(added) }
        record.disks = (record.disks ?? []) + [added]
        modification.configuration.mappedVirtualDisks.append(added.disk)
    }

    private func removeDisk(_ disk: MappedVirtualDisk, _ modification: inout Modification) throws(Failure) {
        let found = (record.disks ?? []).filter { record in
            (disk.hostPath.isEmpty || record.disk.hostPath == disk.hostPath)
                && (disk.containerPath.isEmpty
                    || OCI.shortest(record.disk.containerPath) == OCI.shortest(disk.containerPath))
        }
        guard found.count == 1, let removed = found.first,
            let place = DiskRecord.Place(controller: removed.controller, unit: removed.unit)
        else {
            let name = disk.hostPath.isEmpty ? disk.containerPath : disk.hostPath
            throw Failure(
                .invalidArgument,
                found.isEmpty
                    ? "/Settings: no disk \(name) is attached"
                    : "/Settings: several disks are meant; give HostPath and ContainerPath")
        }
        try detach(removed)
        modification.onFailure { [self] in
            guard let again = try? attach(removed.disk, place, removed.disk.containerPath) else { return }
            restored[removed] = again
        }
        record.disks = (record.disks ?? []).filter { $0 != removed }
        let target = OCI.shortest(removed.disk.containerPath)
        modification.configuration.mappedVirtualDisks.removeAll {
            $0.hostPath == removed.disk.hostPath
                && ($0.containerPath.isEmpty || OCI.shortest($0.containerPath) == target)
        }
    }

    private func attach(
        _ disk: MappedVirtualDisk, _ place: DiskRecord.Place, _ target: String
    ) throws(Failure) -> DiskRecord {
        let cgroup = try cgroupOfDevices(disk)
        let attachment = try DiskAttachment(
            disk, at: place, target: target, "/Settings",
            DiskAttachment.Context(
                folder: folder,
                tools: StorageTools(runner: reaper, searchPath: nil, deadline: .seconds(60))))
        let path = attachment.disk.containerPath
        do throws(SyscallError) {
            if let tree = attachment.tree {
                try attach(tree, at: path, isFolder: true)
            } else {
                try cgroup?.set(attachment.device.device, isAllowed: true)
                try containerMounts().makeNode(path, attachment.device.device)
            }
        } catch {
            try? cgroup?.set(attachment.device.device, isAllowed: false)
            attachment.keeper?.end()
            throw Failure(error, doing: "cannot attach \(disk.hostPath) at \(path)")
        }
        do throws(Failure) {
            if let agentPidfd { try attachment.keeper?.follow(agentPidfd) }
        } catch {
            try? detach(attachment.record)
            throw error
        }
        return attachment.record
    }

    private func detach(_ disk: DiskRecord) throws(Failure) {
        let path = OCI.shortest(disk.disk.containerPath)
        if disk.disk.attachOnly {
            let cgroup = try cgroupOfDevices(disk.disk)
            do throws(SyscallError) {
                guard let device = BlockDevice(disk.device) else { return }
                try containerMounts().removeNode(path, device)
                try cgroup?.set(device, isAllowed: false)
            } catch {
                throw Failure(error, doing: "cannot take \(path) away")
            }
        } else {
            try detach(path)
        }
        disk.keeper.map(DiskKeeper.end)
        if let place = DiskRecord.Place(controller: disk.controller, unit: disk.unit) {
            // Left behind by a server, where there was one.
            try? Files.remove(DiskAttachment.mountPoint(place, folder))
        }
    }

    /// The cgroup in which a disk without a mount must be allowed; nil when the disk needs none.
    private func cgroupOfDevices(_ disk: MappedVirtualDisk) throws(Failure) -> Cgroup? {
        guard disk.attachOnly else { return nil }
        do throws(SyscallError) {
            let cgroup = try CgroupHierarchy.detect().cgroup(record.cgroup)
            guard cgroup.changesDevices else {
                throw SyscallError(call: "devices", subject: "cgroup v2", kind: .unsupported)
            }
            return cgroup
        } catch {
            guard error.kind == .unsupported else { throw Failure(error, doing: "cannot read the cgroup") }
            throw Failure(
                .unsupported,
                "/Settings/AttachOnly: on cgroup v2 a container's devices are fixed when it is created",
                hint: "give the disk in the container's document, or without AttachOnly")
        }
    }
}
