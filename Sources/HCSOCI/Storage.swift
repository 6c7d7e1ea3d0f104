package import HCSSchema

/// What a container's storage adds to its bundle: made by the caller, for a pure module opens no devices.
package struct StorageParts: Hashable, Sendable {
    /// Mounted disks: bind mounts at container paths.
    package var mounts: [OCI.Mount] = []
    package var devices: [OCI.Device] = []
    package var throttles: [OCI.Throttle] = []
    /// Host paths of mapped directories that are no folders.
    package var files: Set<String> = []

    package init() {}
}

extension OCI {
    /// A device node of the container, and with it the right to use the device.
    package struct Device: Encodable, Hashable, Sendable {
        package var path: String
        package var type = "b"
        package var major: Int64
        package var minor: Int64
        package var fileMode: UInt32 = 0o660
        package var uid: UInt32 = 0
        package var gid: UInt32 = 0

        package init(path: String, major: UInt32, minor: UInt32) {
            self.path = path
            self.major = Int64(major)
            self.minor = Int64(minor)
        }
    }

    /// How fast one device may be read and written, each by itself.
    package struct Throttle: Hashable, Sendable {
        package var major: UInt32
        package var minor: UInt32
        /// 0 is no limit.
        package var bytesPerSecond: UInt64
        package var operationsPerSecond: UInt64

        package init(major: UInt32, minor: UInt32, bytesPerSecond: UInt64, operationsPerSecond: UInt64) {
            self.major = major
            self.minor = minor
            self.bytesPerSecond = bytesPerSecond
            self.operationsPerSecond = operationsPerSecond
        }
    }

    package struct BlockIO: Encodable, Hashable, Sendable {
        package struct Rate: Encodable, Hashable, Sendable {
            package var major: Int64
            package var minor: Int64
            package var rate: UInt64
        }

        package var throttleReadBpsDevice: [Rate]?
        package var throttleWriteBpsDevice: [Rate]?
        package var throttleReadIOPSDevice: [Rate]?
        package var throttleWriteIOPSDevice: [Rate]?

        /// - Returns: nil when nothing is limited.
        init?(_ throttles: [Throttle]) {
            let bytes = throttles.filter { $0.bytesPerSecond != 0 }.map {
                Rate(major: Int64($0.major), minor: Int64($0.minor), rate: $0.bytesPerSecond)
            }
            let operations = throttles.filter { $0.operationsPerSecond != 0 }.map {
                Rate(major: Int64($0.major), minor: Int64($0.minor), rate: $0.operationsPerSecond)
            }
            guard !bytes.isEmpty || !operations.isEmpty else { return nil }
            if !bytes.isEmpty { (throttleReadBpsDevice, throttleWriteBpsDevice) = (bytes, bytes) }
            if !operations.isEmpty {
                (throttleReadIOPSDevice, throttleWriteIOPSDevice) = (operations, operations)
            }
        }
    }

    /// Where the document's disks go in the container, in its order; what is wrong with one is known before it is opened.
    package static func diskTargets(of config: ContainerConfig) throws(TranslationError) -> [String] {
        var taken: [String] = []
        for (index, directory) in config.mappedDirectories.enumerated() {
            taken.append(
                try target(
                    directory.containerPath, "/MappedDirectories/\(index)/ContainerPath", beside: taken))
        }
        let directories = taken.count
        for (index, disk) in config.mappedVirtualDisks.enumerated() {
            taken.append(
                try diskTarget(of: disk, "/MappedVirtualDisks/\(index)/ContainerPath", beside: taken))
        }
        return Array(taken[directories...])
    }

    /// Where one disk goes; empty for a disk that is only attached and left its path to us.
    ///
    /// - Parameter taken: paths that other mappings have.
    package static func diskTarget(
        of disk: MappedVirtualDisk, _ pointer: String, beside taken: [String] = []
    ) throws(TranslationError) -> String {
        guard !disk.attachOnly || !disk.containerPath.isEmpty else { return "" }
        let target = try target(disk.containerPath, pointer, beside: taken)
        // Everywhere else device nodes have no effect.
        guard !disk.attachOnly || target.hasPrefix("/dev/") else {
            throw TranslationError(pointer, "a disk that is only attached needs a path in /dev")
        }
        guard !disk.attachOnly || !Defaults.deviceNames.contains(String(target.dropFirst(5))) else {
            throw TranslationError(pointer, "\(target) is a device that every container has")
        }
        return target
    }

    /// A path in the container at which something can be mounted, in its shortest form.
    package static func target(
        _ path: String, _ pointer: String, beside taken: [String] = []
    ) throws(TranslationError) -> String {
        guard isPlainAbsolute(path) else {
            throw TranslationError(pointer, "the path must be absolute and without `..`")
        }
        let target = shortest(path)
        let parts = target.split(separator: "/")
        // A mount there would take away what keeps the container in: runc refuses /proc, crun does not (CVE-2019-16884).
        guard target != "/", target != "/dev", parts.first != "proc", parts.first != "sys" else {
            throw TranslationError(pointer, "nothing can be mapped to \(target) of a container")
        }
        guard !taken.contains(target) else {
            throw TranslationError(pointer, "something else is already mapped to \(target)")
        }
        return target
    }

    /// An absolute path without needless slashes and dots.
    package static func shortest(_ path: String) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    static func isPlainAbsolute(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/") && !path.utf8.contains(0)
            && !path.split(separator: "/").contains("..")
    }

    /// What is mounted at a path comes before what is mounted below it.
    static func parentsFirst(_ mounts: [Mount]) -> [Mount] {
        mounts.enumerated().sorted { left, right in
            let (a, b) = (depth(left.element), depth(right.element))
            return a == b ? left.offset < right.offset : a < b
        }.map(\.element)
    }

    private static func depth(_ mount: Mount) -> Int {
        mount.destination.utf8.count { $0 == UInt8(ascii: "/") }
    }
}
