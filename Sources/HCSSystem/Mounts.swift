internal import CHCSShims
internal import Glibc

/// What a mount forbids; `MOUNT_ATTR_*` of mount_setattr(2).
package struct MountAttributes: OptionSet, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static let readOnly = MountAttributes(rawValue: hcs_mount_read_only)
    package static let noSetUserID = MountAttributes(rawValue: hcs_mount_no_suid)
    package static let noDevices = MountAttributes(rawValue: hcs_mount_no_dev)

    /// The same as flags of mount(2).
    var classicFlags: UInt {
        (contains(.readOnly) ? UInt(MS_RDONLY) : 0) | (contains(.noSetUserID) ? UInt(MS_NOSUID) : 0)
            | (contains(.noDevices) ? UInt(MS_NODEV) : 0)
    }
}

/// Mounting and unmounting.
package enum Mounts {
    /// Goes back to a mount namespace; only for a process of one thread. The corresponding call is `setns`.
    package static func enter(_ namespace: Descriptor) throws(SyscallError) {
        try valueOrErrno("setns") { hcs_enter_mounts(namespace.number) }
    }

    /// A detached copy of the mount at a path (`open_tree` with `OPEN_TREE_CLONE`); of a file, a mount of that file alone.
    ///
    /// - Parameter recursive: whether what is mounted below comes along.
    package static func clone(_ path: String, recursive: Bool = false) throws(SyscallError) -> Descriptor {
        Descriptor(owning: try valueOrErrno("open_tree", path) { hcs_clone_tree(path, recursive ? 1 : 0) })
    }

    /// Adds attributes to a detached mount. The corresponding C function is `mount_setattr`.
    ///
    /// - Parameter recursive: whether to all of a tree; it becomes private too.
    package static func add(
        _ attributes: MountAttributes, to tree: Descriptor, recursive: Bool = false
    ) throws(SyscallError) {
        try valueOrErrno("mount_setattr") {
            hcs_set_mount_attributes(tree.number, attributes.rawValue, recursive ? 1 : 0)
        }
    }

    /// Attaches a detached mount. The corresponding C function is `move_mount`.
    package static func attach(_ tree: Descriptor, at target: String) throws(SyscallError) {
        try valueOrErrno("move_mount", target) { hcs_move_mount(tree.number, target) }
    }

    /// Mounts with an option string of at most 4095 bytes. The corresponding C function is `mount`.
    package static func mount(
        type: String, source: String, at target: String, attributes: MountAttributes = [],
        options: String = ""
    ) throws(SyscallError) {
        try valueOrErrno("mount", target) {
            Glibc.mount(source, target, type, attributes.classicFlags, options)
        }
    }

    /// Unmounts the topmost mount at a path, following no link; `EINVAL` when nothing is mounted there.
    ///
    /// - Parameter detach: whether it goes away from the tree at once although it is in use (`MNT_DETACH`).
    package static func unmount(_ target: String, detach: Bool = false) throws(SyscallError) {
        let flags = Int32(UMOUNT_NOFOLLOW) | (detach ? Int32(MNT_DETACH) : 0)
        try valueOrErrno("umount", target) { umount2(target, flags) }
    }

    /// Gives the process a mount namespace of its own, a slave of the caller's: only before it has threads.
    package static func makePrivate() throws(SyscallError) {
        try valueOrErrno("unshare") { hcs_private_mounts() }
    }
}

/// A file system being configured, as by fsopen(2). Its messages are the kernel's words on why a step failed.
package struct FileSystemContext: Sendable {
    private let descriptor: Descriptor
    private let type: String

    package init(type: String) throws(SyscallError) {
        self.type = type
        descriptor = Descriptor(owning: try valueOrErrno("fsopen", type) { hcs_fs_open(type) })
    }

    /// A value has at most 255 bytes.
    package func set(_ key: String, to value: String) throws(SyscallError) {
        try valueOrErrno("fsconfig", "\(key)=\(value)") { hcs_fs_set_string(descriptor.number, key, value) }
    }

    /// Sets an option that has no value, such as `ro`.
    package func set(_ flag: String) throws(SyscallError) {
        try valueOrErrno("fsconfig", flag) { hcs_fs_set_flag(descriptor.number, flag) }
    }

    /// Makes the file system and a detached mount of it.
    package func create(_ attributes: MountAttributes = []) throws(SyscallError) -> Descriptor {
        try valueOrErrno("fsconfig", type) { hcs_fs_create(descriptor.number) }
        return Descriptor(
            owning: try valueOrErrno("fsmount", type) { hcs_fs_mount(descriptor.number, attributes.rawValue) }
        )
    }

    /// The kernel's messages since the last call, oldest first, without their level letter.
    package func messages() -> [String] {
        var result: [String] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        // The kernel keeps the last eight.
        while result.count < 16 {
            let count = buffer.withUnsafeMutableBytes { raw in
                raw.baseAddress.map { hcs_fs_message(descriptor.number, $0, raw.count) } ?? 0
            }
            guard count > 2 else { break }
            result.append(String(decoding: buffer[2..<count], as: UTF8.self))
        }
        return result
    }
}
