internal import HCSSystem

/// What makes crun 1.8 work on a host with cgroup v1 and controllers left on v2.
package enum CgroupMask {
    /// Mounts a small tmpfs over the unified hierarchy, so that crun sees cgroup v1 alone. Only in a mount namespace of the
    /// supervisor's own: elsewhere it would hide the hierarchy from the host.
    ///
    /// Not unmounted instead: crun then makes plain folders and files there and leaves them.
    package static func maskUnifiedHierarchy(at path: String = "/sys/fs/cgroup/unified") throws(StorageError)
    {
        do {
            try Mounts.mount(
                type: "tmpfs", source: "hcsctl", at: path, attributes: [.noSetUserID, .noDevices],
                options: "size=64k,mode=0555")
        } catch {
            throw .mount(error)
        }
    }
}
