package import HCSSystem

extension CgroupHierarchy {
    /// Whether block devices can be throttled.
    package var throttlesDevices: Bool {
        if version == .v2 {
            let controllers = (try? Files.text(folder("", "/cgroup.controllers"))) ?? ""
            return controllers.split(separator: " ").contains("io")
        }
        return exists(folder("blkio", "/blkio.throttle.read_bps_device"))
            || exists(folder("blkio", "/cgroup.procs"))
    }
}

extension Cgroup {
    /// Limits how fast one device is read and written, each by itself; 0 is no limit.
    package func throttle(
        _ device: BlockDevice, bytesPerSecond: UInt64, operationsPerSecond: UInt64
    ) throws(SyscallError) {
        guard hierarchy.version != .v2 else {
            let bytes = bytesPerSecond == 0 ? "max" : String(bytesPerSecond)
            let operations = operationsPerSecond == 0 ? "max" : String(operationsPerSecond)
            return try Files.writeKernelFile(
                "\(hierarchy.folder("", path))/io.max",
                "\(device) rbps=\(bytes) wbps=\(bytes) riops=\(operations) wiops=\(operations)")
        }
        let folder = hierarchy.folder("blkio", path)
        for direction in ["read", "write"] {
            try Files.writeKernelFile(
                "\(folder)/blkio.throttle.\(direction)_bps_device", "\(device) \(bytesPerSecond)")
            try Files.writeKernelFile(
                "\(folder)/blkio.throttle.\(direction)_iops_device", "\(device) \(operationsPerSecond)")
        }
    }

    /// Whether the use of devices can be changed while the container runs: on v2 that is a program the runtime has loaded.
    package var changesDevices: Bool { hierarchy.version != .v2 }

    /// Allows or forbids a block device. Only where `changesDevices`.
    package func set(_ device: BlockDevice, isAllowed: Bool) throws(SyscallError) {
        try Files.writeKernelFile(
            "\(hierarchy.folder("devices", path))/devices.\(isAllowed ? "allow" : "deny")", "b \(device) rw")
    }
}
