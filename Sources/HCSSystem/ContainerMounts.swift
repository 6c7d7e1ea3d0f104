internal import CHCSShims

/// The mount namespace of a running container, changed from outside; no link in it leads out of its root.
package struct ContainerMounts: Sendable {
    private let namespace: Descriptor

    /// - Parameter pid: a process of the container, as the host numbers it.
    package init(ofProcess pid: Int32) throws(SyscallError) {
        namespace = try Files.openReadOnly("/proc/\(pid)/ns/mnt")
    }

    /// Attaches a detached mount; folders and the mount point itself are made where they are missing.
    package func attach(_ tree: Descriptor, at path: String, isFolder: Bool) throws(SyscallError) {
        try act(HCS_INSIDE_ATTACH, path, "move_mount", tree: tree, isFolder: isFolder)
    }

    /// Unmounts; `EBUSY` while something in the container uses it.
    package func detach(_ path: String) throws(SyscallError) {
        try act(HCS_INSIDE_DETACH, path, "umount")
    }

    /// Makes the node of a block device, for root and its group.
    package func makeNode(_ path: String, _ device: BlockDevice) throws(SyscallError) {
        try act(HCS_INSIDE_MAKE_NODE, path, "mknod", device: device)
    }

    /// Removes the node if it is still that device's.
    package func removeNode(_ path: String, _ device: BlockDevice) throws(SyscallError) {
        try act(HCS_INSIDE_REMOVE_NODE, path, "unlink", device: device)
    }

    private func act(
        _ action: hcs_inside_action, _ path: String, _ call: String, tree: Descriptor? = nil,
        isFolder: Bool = false, device: BlockDevice? = nil
    ) throws(SyscallError) {
        try valueOrErrno(call, path) {
            path.withCString {
                var request = hcs_inside_request(
                    mounts: namespace.number, action: Int32(action.rawValue), path: $0,
                    tree: tree?.number ?? -1, is_folder: isFolder ? 1 : 0, device: device?.number ?? 0)
                return hcs_inside(&request)
            }
        }
        withExtendedLifetime(tree) {}
    }
}
