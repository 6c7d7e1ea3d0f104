package import HCSSystem

/// The block device that carries a path: what the kernel can throttle.
package enum BackingDevice {
    /// A whole disk, or why there is none.
    package enum Answer: Hashable, Sendable {
        case device(BlockDevice)
        /// The file system's type: `tmpfs`, `overlay`, or empty when even that is not known.
        case none(type: String)
    }

    package static func of(_ path: String) throws(SyscallError) -> Answer {
        let number = BlockDevice(try Files.status(path).device)
        if let whole = wholeDisk(of: number) { return .device(whole) }
        // btrfs and its like number their volumes themselves; the mount table has the device.
        guard let mount = mount(ofDevice: "\(number)") else { return .none(type: "") }
        guard let source = try? Files.status(mount.source), source.kind == .block,
            let whole = wholeDisk(of: BlockDevice(source.specialDevice))
        else { return .none(type: mount.type) }
        return .device(whole)
    }

    /// The disk of a partition, else the device itself; nil when the kernel knows no such block device.
    package static func wholeDisk(of device: BlockDevice) -> BlockDevice? {
        let folder = "/sys/dev/block/\(device)"
        guard (try? Files.status(folder)) != nil else { return nil }
        guard (try? Files.status("\(folder)/partition")) != nil else { return device }
        return (try? Files.text("\(folder)/../dev")).flatMap(BlockDevice.init)
    }

    private static func mount(ofDevice number: String) -> (type: String, source: String)? {
        guard let table = try? Files.text("/proc/self/mountinfo") else { return nil }
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 6, fields[2] == number, let dash = fields.firstIndex(of: "-"),
                fields.count > dash + 2
            else { continue }
            return (String(fields[dash + 1]), String(fields[dash + 2]))
        }
        return nil
    }
}
