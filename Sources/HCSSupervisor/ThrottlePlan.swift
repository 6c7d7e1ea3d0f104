internal import HCSCgroup
internal import HCSOCI
internal import HCSProtocol
internal import HCSSchema
internal import HCSStorage
internal import HCSSystem

/// Which devices a document throttles, and how far: the one under the scratch, and those under mapped directories.
///
/// The kernel throttles a device for a whole container, so two limits meet on one device only when they are equal.
struct ThrottlePlan {
    private(set) var throttles: [OCI.Throttle] = []
    /// The device under the scratch when nothing throttles it.
    private var freeScratch: BlockDevice?

    /// Where the scratch is.
    enum Scratch {
        /// A folder on the file system that carries it.
        case path(String)
        /// As recorded when it was made; nil when it has none.
        case device(BlockDevice?)

        func device() throws(SyscallError) -> BackingDevice.Answer {
            switch self {
            case .path(let path): try BackingDevice.of(path)
            case .device(let device?): .device(device)
            case .device(nil): .none(type: "")
            }
        }
    }

    init(_ configuration: ContainerConfig, scratch: Scratch) throws(Failure) {
        let (bandwidth, operations) = (
            configuration.storageBandwidthMaximum, configuration.storageIOPSMaximum
        )
        let directories = configuration.mappedDirectories
        let hasLimits = directories.contains { $0.hasLimit }
        guard bandwidth != 0 || operations != 0 || hasLimits else { return }
        try Self.requireController()
        let pointer = bandwidth != 0 ? "/StorageBandwidthMaximum" : "/StorageIOPSMaximum"
        if bandwidth != 0 || operations != 0 {
            let device = try Self.device(
                scratch.device, named: "the scratch", pointer,
                hint: "set StorageSandboxSize: the scratch is then an image on a device of its own")
            throttles.append(OCI.Throttle(device, bandwidth, operations))
        } else if case .device(let device)? = try? scratch.device() {
            freeScratch = device
        }
        for (index, directory) in directories.enumerated() where directory.hasLimit {
            try add(directory, "/MappedDirectories/\(index)")
        }
    }

    private mutating func add(_ directory: MappedDir, _ pointer: String) throws(Failure) {
        let field = pointer + (directory.bandwidthMaximum != 0 ? "/BandwidthMaximum" : "/IOPSMaximum")
        let device = try Self.device(
            { () throws(SyscallError) in try BackingDevice.of(directory.hostPath) },
            named: directory.hostPath,
            field, hint: nil)
        let throttle = OCI.Throttle(device, directory.bandwidthMaximum, directory.iopsMaximum)
        guard device != freeScratch else {
            throw Failure(
                .unsupported,
                "\(field): \(directory.hostPath) is on the device of the scratch (\(device)), which would be limited too",
                hint:
                    "give the container the same StorageBandwidthMaximum and StorageIOPSMaximum, or a StorageSandboxSize"
            )
        }
        if let other = throttles.first(where: { $0.device == device }) {
            guard other == throttle else {
                throw Failure(
                    .unsupported,
                    "\(field): the device of \(directory.hostPath) (\(device)) already has another limit in this container"
                )
            }
            return
        }
        throttles.append(throttle)
    }

    private static func device(
        _ find: () throws(SyscallError) -> BackingDevice.Answer, named name: String, _ pointer: String,
        hint: String?
    ) throws(Failure) -> BlockDevice {
        do {
            switch try find() {
            case .device(let device): return device
            case .none(let type):
                throw Failure(
                    .unsupported,
                    "\(pointer): \(name) is on \(type.isEmpty ? "a file system" : "\(type)") without a block device, and only those can be limited",
                    hint: hint)
            }
        } catch let error as SyscallError {
            throw Failure(error, doing: "\(pointer): \(name)")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }

    private static func requireController() throws(Failure) {
        guard let hierarchy = try? CgroupHierarchy.detect(), hierarchy.throttlesDevices else {
            throw Failure(
                .unsupported,
                "/StorageBandwidthMaximum: this host has no cgroup controller for storage (blkio, or io of cgroup v2)"
            )
        }
    }
}

extension MappedDir {
    var hasLimit: Bool { bandwidthMaximum != 0 || iopsMaximum != 0 }
}

extension OCI.Throttle {
    init(_ device: BlockDevice, _ bandwidth: UInt64, _ operations: UInt64) {
        self.init(
            major: device.major, minor: device.minor, bytesPerSecond: bandwidth,
            operationsPerSecond: operations)
    }

    var device: BlockDevice { BlockDevice(major: major, minor: minor) }
}
