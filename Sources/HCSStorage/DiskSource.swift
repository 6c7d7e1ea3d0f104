package import HCSSystem

/// An image, open and locked: what a virtual disk is made of.
package struct DiskSource: Sendable {
    package let path: String
    package let readOnly: Bool
    package let cache: DiskCache
    package let format: DiskFormat
    package let file: Descriptor

    /// With O_NONBLOCK: never waits for a FIFO's other end.
    private static let flags: (readOnly: Int32, write: Int32) = (0o4000, 0o4002)

    /// Opens the image of a disk and takes the locks of its cache mode, which go with the last copy of `file`.
    ///
    /// - Throws: `disk` when it cannot be opened, or is neither a file nor a block device; `notOfFormat`, `diskInUse`.
    package static func open(_ path: String, readOnly: Bool, cache: DiskCache) throws(StorageError)
        -> DiskSource
    {
        let file: Descriptor
        do throws(SyscallError) {
            file = try Files.open(path, readOnly ? flags.readOnly : flags.write)
            let kind = try Files.status(of: file).kind
            guard kind == .regular || kind == .block else {
                throw SyscallError(call: "open", subject: path, kind: .invalid)
            }
        } catch {
            throw .disk(
                path, error.kind == .invalid ? "is neither a file nor a block device" : error.reason)
        }
        let format = try DiskFormat.of(file, path: path)
        try cache.lock(file, path: path, readOnly: readOnly)
        return DiskSource(path: path, readOnly: readOnly, cache: cache, format: format, file: file)
    }

    /// Whether a loop device reads the file as it is; else a server must translate it.
    package var isPlain: Bool {
        if case .image = format { return false }
        return true
    }

    /// The part of the file that is the disk; 0 is all.
    private var size: UInt64 {
        if case .fixedVHD(let size) = format { return size }
        return 0
    }

    /// What qemu-storage-daemon needs to show an image as a raw file at a path; nil when the image is plain.
    ///
    /// The image is its descriptor 3. It prints a line when the file is there.
    package func serverArguments(mountPoint: String) -> [String]? {
        guard case .image(let driver) = format else { return nil }
        let (readOnly, direct) = (readOnly ? "on" : "off", cache.isDirect ? "on" : "off")
        // It takes a comma for the end of a value unless it is doubled.
        let target = mountPoint.split(separator: ",", omittingEmptySubsequences: false).joined(
            separator: ",,")
        return [
            "--blockdev",
            "driver=file,node-name=file,filename=/proc/self/fd/3,read-only=\(readOnly),cache.direct=\(direct)",
            "--blockdev", "driver=\(driver),node-name=disk,file=file,read-only=\(readOnly)",
            "--export",
            "type=fuse,id=disk,node-name=disk,mountpoint=\(target),growable=off,allow-other=off,"
                + "writable=\(self.readOnly ? "off" : "on"),writethrough=\(direct)",
            "--chardev", "stdio,id=ready,signal=off", "--monitor", "chardev=ready",
        ]
    }

    /// A loop device over the disk.
    ///
    /// - Parameter served: the raw file that a server shows in place of this image.
    package func attach(served: Descriptor? = nil, name: String) throws(StorageError) -> LoopDevice {
        try attach(served: served, offset: 0, size: size, name: name)
    }

    private func attach(
        served: Descriptor?, offset: UInt64, size: UInt64, name: String
    ) throws(StorageError) -> LoopDevice {
        do {
            // Behind a server the image itself is read past the cache; the file that it shows has a cache of its own.
            return try LoopDevice.attach(
                served ?? file, offset: offset, size: size, readOnly: readOnly,
                direct: cache.isDirect && served == nil, name: name)
        } catch {
            if cache.isDirect, error.kind == .invalid {
                throw .disk(path, "cannot be read past the page cache, which Cache Disabled asks for")
            }
            throw .disk(path, "\(error)")
        }
    }

    /// Mounts the disk's file system, or that of its only partition that has one.
    ///
    /// - Returns: a detached mount, which keeps its device, and the device.
    package func mount(
        _ whole: LoopDevice, served: Descriptor? = nil, name: String, _ tools: StorageTools
    ) throws(StorageError) -> (tree: Descriptor, device: LoopDevice) {
        let content = try FileSystemProbe.content(of: whole.descriptor, tools)
        if let type = content.type { return (try tree(of: whole, type), whole) }
        guard content.partitionTable != nil else {
            throw .disk(path, "holds no file system; format it, or set AttachOnly")
        }
        var found: [(partition: FileSystemProbe.Partition, type: String)] = []
        for partition in try FileSystemProbe.partitions(of: whole.descriptor, tools) {
            let inner = try FileSystemProbe.content(
                of: whole.descriptor, offset: partition.offset, size: partition.size, tools)
            if let type = inner.type { found.append((partition, type)) }
        }
        guard found.count == 1, let (partition, type) = found.first else {
            throw .disk(
                path,
                "has \(found.count) partitions with a file system, and exactly one can be mounted; set AttachOnly"
            )
        }
        let part = try attach(
            served: served, offset: partition.offset, size: partition.size, name: name)
        return (try tree(of: part, type), part)
    }

    private func tree(of device: LoopDevice, _ type: String) throws(StorageError) -> Descriptor {
        guard FileSystemProbe.mountable.contains(type) else {
            throw .disk(path, "holds a \(type), which is not mounted from images; set AttachOnly")
        }
        guard readOnly || !FileSystemProbe.readOnly.contains(type) else {
            throw .disk(path, "holds a \(type), which cannot be written; set ReadOnly")
        }
        do throws(StorageError) {
            return try DeviceMount.open(device.path, type: type, readOnly: readOnly)
        } catch {
            guard case .fileSystem(_, let problem, let messages) = error else { throw error }
            throw .fileSystem(path, problem, messages)
        }
    }
}
