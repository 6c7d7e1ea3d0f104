package import HCSSystem

/// The host's cgroup file systems.
package struct CgroupHierarchy: Hashable, Sendable {
    package enum Version: String, Hashable, Sendable {
        /// Controllers in hierarchies of their own.
        case v1
        /// As v1, with an additional v2 hierarchy at `unified`.
        case hybrid
        case v2
    }

    package let version: Version
    /// Folders at which a hierarchy is mounted, each once, sorted.
    let mounts: [String]
    private let root: String

    /// Looks at /sys/fs/cgroup: one system call on v2, one listing and a status each on v1.
    ///
    /// A folder counts when the kernel's `cgroup.procs` is in it: runtimes leave plain folders beside the mounts.
    ///
    /// - Parameter root: another folder for tests.
    /// - Throws: the listing's error when no cgroups are mounted.
    package static func detect(root: String = "/sys/fs/cgroup") throws(SyscallError) -> CgroupHierarchy {
        if exists("\(root)/cgroup.controllers") {
            return CgroupHierarchy(version: .v2, mounts: [root], root: root)
        }
        var mounts: [String] = []
        for name in try Files.names(in: root).sorted() where exists("\(root)/\(name)/cgroup.procs") {
            // `cpu` may be a link to `cpu,cpuacct`.
            guard (try? Files.status("\(root)/\(name)", followLinks: false))?.kind == .directory else {
                continue
            }
            mounts.append("\(root)/\(name)")
        }
        let isHybrid = exists("\(root)/unified/cgroup.controllers")
        return CgroupHierarchy(version: isHybrid ? .hybrid : .v1, mounts: mounts, root: root)
    }

    /// The container's cgroup.
    ///
    /// - Parameter path: absolute, as in the bundle's `cgroupsPath`.
    package func cgroup(_ path: String) -> Cgroup {
        Cgroup(hierarchy: self, path: path)
    }

    /// The folder of a cgroup under one v1 controller, or under the only hierarchy of v2.
    func folder(_ controller: String, _ path: String) -> String {
        version == .v2 ? root + path : "\(root)/\(controller)\(path)"
    }
}

func exists(_ path: String) -> Bool {
    (try? Files.status(path)) != nil
}
