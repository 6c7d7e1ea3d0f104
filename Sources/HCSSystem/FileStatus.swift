internal import Glibc

/// What a path or descriptor is.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case regular, directory, link, block, character, fifo, socket
    }
    package let kind: Kind
    package let device: UInt64
    package let inode: UInt64
    package let size: Int64
    package let mode: UInt32
    package let userID: UInt32
    /// For a block or character device, the device it stands for.
    package let specialDevice: UInt64
    /// Its names, or for a folder most file systems' two and one for each inside.
    package let links: UInt64
    /// When its contents were last changed, in nanoseconds since 1970.
    package let changed: Int64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFDIR: .directory
            case S_IFLNK: .link
            case S_IFBLK: .block
            case S_IFCHR: .character
            case S_IFIFO: .fifo
            case S_IFSOCK: .socket
            default: .regular
            }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        mode = status.st_mode & 0o7777
        userID = status.st_uid
        specialDevice = UInt64(status.st_rdev)
        links = UInt64(status.st_nlink)
        changed = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}

extension Files {
    /// The corresponding C function is `fstatat`.
    package static func status(
        _ path: String, at directory: Descriptor? = nil, followLinks: Bool = true
    ) throws(SyscallError) -> FileStatus {
        var status = stat()
        try valueOrErrno("stat", path) {
            fstatat(directory?.number ?? AT_FDCWD, path, &status, followLinks ? 0 : AT_SYMLINK_NOFOLLOW)
        }
        return FileStatus(status)
    }

    /// The corresponding C function is `fstat`.
    package static func status(of descriptor: Descriptor) throws(SyscallError) -> FileStatus {
        var status = stat()
        try valueOrErrno("fstat") { fstat(descriptor.number, &status) }
        return FileStatus(status)
    }
}
