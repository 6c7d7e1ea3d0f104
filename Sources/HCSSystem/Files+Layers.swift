internal import CHCSShims
internal import Glibc

extension Files {
    /// Makes overlay's whiteout: a character device 0/0, which hides a name of the layers below.
    package static func makeWhiteout(_ name: String, in folder: Descriptor) throws(SyscallError) {
        try valueOrErrno("mknod", name) { mknodat(folder.number, name, S_IFCHR, 0) }
    }

    /// Sets an extended attribute. The corresponding C function is `fsetxattr`.
    package static func setAttribute(_ name: String, to value: String, on file: Descriptor)
        throws(SyscallError)
    {
        let bytes = Array(value.utf8)
        try valueOrErrno("fsetxattr", name) { hcs_set_attribute(file.number, name, bytes, bytes.count) }
    }

    /// Writes out everything of the file system a file is on. The corresponding C function is `syncfs`.
    package static func syncFileSystem(of file: Descriptor) throws(SyscallError) {
        try valueOrErrno("syncfs") { hcs_sync_file_system(file.number) }
    }

    /// Opens a folder below another by its name alone, not through a link.
    package static func openFolder(_ name: String, in folder: Descriptor) throws(SyscallError) -> Descriptor {
        try open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, at: folder)
    }

    /// Makes a file that is not there yet, to be written.
    package static func openNew(_ path: String) throws(SyscallError) -> Descriptor {
        try open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    }

    /// How far a file has been read by all who share this open file. The corresponding C function is `lseek`.
    package static func position(of file: Descriptor) -> Int64? {
        let position = lseek(file.number, 0, SEEK_CUR)
        return position < 0 ? nil : Int64(position)
    }
}
