internal import HCSSystem

/// A scratch with a size of its own: an ext4 image on a loop device.
package struct ScratchImage {
    private let path: String
    private let tools: StorageTools
    /// Whether what is made or grown need not be on the disk before the container starts.
    private let skipsFlushes: Bool

    /// The image's name in a scratch folder.
    package static let name = "scratch.ext4"

    /// ext4 with a journal has no room for anything below this.
    package static let leastSize: UInt64 = 16 << 20
    /// What ext4 takes with blocks of 4 KiB.
    package static let greatestSize: UInt64 = 1 << 60

    package init(path: String, tools: StorageTools, skipsFlushes: Bool) {
        self.path = path
        self.tools = tools
        self.skipsFlushes = skipsFlushes
    }

    /// Makes a sparse image; there is none under its name before it is whole.
    package func make(size: UInt64) throws(StorageError) {
        let temporary = "\(path).new"
        do {
            try Files.remove(temporary)
            let file = try Files.open(temporary, Self.createFlags, mode: 0o600)
            try Files.setLength(of: file, to: size, named: temporary)
            try tools.run(
                "mke2fs", package: "e2fsprogs",
                [
                    "-q", "-F", "-t", "ext4", "-m", "0", "-E",
                    "nodiscard,lazy_itable_init=1,lazy_journal_init=1,root_owner=0:0", "/proc/self/fd/3",
                ], preserved: [file])
            try sync(file)
            try Files.rename(temporary, to: path)
        } catch {
            try? Files.remove(temporary)  // the first error is the one to report
            throw Self.wrap(error, path)
        }
    }

    /// Grows an image to a size; one that is as large or larger stays as it is.
    package func grow(to size: UInt64) throws(StorageError) {
        do {
            let file = try Files.open(path, Self.writeFlags)
            guard try Files.length(of: file, named: path) < size else { return }
            try DiskCache.enabled.lock(file, path: path, readOnly: false)
            try Files.setLength(of: file, to: size, named: path)
            // 1: it found something and put it right. resize2fs does not touch what was not checked.
            try tools.run(
                "e2fsck", package: "e2fsprogs", ["-f", "-p", "/proc/self/fd/3"], preserved: [file],
                accepted: [0, 1])
            try tools.run("resize2fs", package: "e2fsprogs", ["/proc/self/fd/3"], preserved: [file])
            try sync(file)
        } catch {
            throw Self.wrap(error, path)
        }
    }

    /// Mounts an image, or a block device with a file system, at an existing folder.
    ///
    /// The device, and the lock that keeps others off the image, live as long as the mount and its copies.
    package func mount(at target: String, name: String) throws(StorageError) {
        do {
            let file = try Files.open(path, Self.writeFlags)
            try DiskCache.enabled.lock(file, path: path, readOnly: false)
            let content = try FileSystemProbe.content(of: file, tools)
            guard let type = content.type, FileSystemProbe.scratch.contains(type) else {
                throw StorageError.scratchContent(path, content.type ?? content.partitionTable)
            }
            let loop = try LoopDevice.attach(file, name: name)
            let tree = try DeviceMount.open(loop.path, type: type, readOnly: false)
            try Mounts.attach(tree, at: target)
        } catch {
            throw Self.wrap(error, path)
        }
    }

    private func sync(_ file: Descriptor) throws(SyscallError) {
        if !skipsFlushes { try Files.sync(file, named: path) }
    }

    private static let writeFlags: Int32 = 0o2  // O_RDWR
    /// O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW.
    private static let createFlags: Int32 = 0o2 | 0o100 | 0o200 | 0o400000

    private static func wrap(_ error: any Error, _ path: String) -> StorageError {
        switch error {
        case let error as StorageError: error
        case let error as SyscallError: .scratch(path: path, .system(error))
        default: .disk(path, "\(error)")
        }
    }
}
