internal import CHCSShims
internal import Glibc

extension Files {
    /// Opens a folder by its own name, not through a link.
    package static func openFolder(_ path: String) throws(SyscallError) -> Descriptor {
        try open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    }

    /// Names a file without opening it for reading (`O_PATH`).
    package static func openPath(_ path: String) throws(SyscallError) -> Descriptor {
        try open(path, 0o10_000_000)  // the header hides it without _GNU_SOURCE
    }

    package static func openReadOnly(
        _ path: String, at directory: Descriptor? = nil
    ) throws(SyscallError) -> Descriptor {
        try open(path, O_RDONLY, at: directory)
    }

    /// Gives a folder the owner, group and mode of another.
    package static func copyOwnerAndMode(from source: String, to target: Descriptor) throws(SyscallError) {
        var status = stat()
        try valueOrErrno("stat", source) { stat(source, &status) }
        try valueOrErrno("fchown", source) { fchown(target.number, status.st_uid, status.st_gid) }
        try valueOrErrno("fchmod", source) { fchmod(target.number, status.st_mode & 0o7777) }
    }

    /// Removes an empty folder. A missing one is not an error.
    package static func removeFolder(_ path: String) throws(SyscallError) {
        do {
            try valueOrErrno("rmdir", path) { rmdir(path) }
        } catch  where error.kind == .missing {
            return
        }
    }

    /// A sealed, executable copy of a file in memory (`memfd_create`, `F_ADD_SEALS`).
    package static func sealedCopy(of source: Descriptor, name: String) throws(SyscallError) -> Descriptor {
        Descriptor(owning: try valueOrErrno("memfd_create", name) { hcs_sealed_copy(source.number, name) })
    }

    /// An empty file without a name, in memory. The corresponding C function is `memfd_create`.
    package static func inMemory(_ name: String) throws(SyscallError) -> Descriptor {
        Descriptor(owning: try valueOrErrno("memfd_create", name) { hcs_memory_file(name) })
    }

    /// Gives a file a length; what is added reads as zeros and takes no space. The corresponding C function is `ftruncate`.
    package static func setLength(of file: Descriptor, to length: UInt64, named name: String)
        throws(SyscallError)
    {
        try valueOrErrno("ftruncate", name) { ftruncate(file.number, Int(clamping: length)) }
    }

    /// Puts a file's or device's content on the disk. The corresponding C function is `fsync`.
    package static func sync(_ file: Descriptor, named name: String) throws(SyscallError) {
        try valueOrErrno("fsync", name) { fsync(file.number) }
    }

    /// Up to `count` bytes from a place in a file; fewer at its end.
    package static func bytes(
        of file: Descriptor, at offset: Int64, count: Int, named name: String
    ) throws(SyscallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = try bytes.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
            try valueOrErrno("pread", name, retryOnInterrupt: true) {
                pread(file.number, buffer.baseAddress, count, Int(offset))
            }
        }
        bytes.removeLast(count - read)
        return bytes
    }

    /// The length of a file or block device in bytes.
    package static func length(of file: Descriptor, named name: String) throws(SyscallError) -> UInt64 {
        UInt64(try valueOrErrno("lseek", name) { lseek(file.number, 0, SEEK_END) })
    }

    /// Whether we may write to a file or folder, and its file system too. The corresponding C function is `access`.
    package static func isWritable(_ path: String) -> Bool {
        access(path, W_OK) == 0
    }

    /// Whether a file may be executed by us. The corresponding C function is `access`.
    package static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }
}
