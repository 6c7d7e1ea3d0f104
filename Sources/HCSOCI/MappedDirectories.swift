internal import HCSSchema

extension OCI {
    /// The mapped directories as bind mounts, in the document's order. Whether the host has them is the caller's to check.
    static func bindMounts(of config: ContainerConfig) throws(TranslationError) -> [Mount] {
        var mounts: [Mount] = []
        for (index, directory) in config.mappedDirectories.enumerated() {
            let pointer = "/MappedDirectories/\(index)"
            guard isPlainAbsolute(directory.hostPath) else {
                throw TranslationError("\(pointer)/HostPath", "the path must be absolute")
            }
            guard isPlainAbsolute(directory.containerPath) else {
                throw TranslationError(
                    "\(pointer)/ContainerPath", "the path must be absolute and without `..`")
            }
            let parts = directory.containerPath.split(separator: "/").filter { $0 != "." }
            let target = "/" + parts.joined(separator: "/")
            // A mount there would take away what keeps the container in: runc refuses /proc, crun does not (CVE-2019-16884).
            guard target != "/", target != "/dev", parts.first != "proc", parts.first != "sys" else {
                throw TranslationError(
                    "\(pointer)/ContainerPath", "nothing can be mapped to \(target) of a container")
            }
            guard !mounts.contains(where: { $0.destination == target }) else {
                throw TranslationError(
                    "\(pointer)/ContainerPath", "another mapped directory already has \(target)")
            }
            // `rro`: what is mounted below the directory on the host becomes read-only as well (kernel 5.12).
            mounts.append(
                Mount(
                    destination: target, type: "bind", source: directory.hostPath,
                    options: ["rbind", "rprivate"] + (directory.readOnly ? ["ro", "rro"] : [])))
        }
        return mounts
    }

    private static func isPlainAbsolute(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/") && !path.utf8.contains(0)
            && !path.split(separator: "/").contains("..")
    }
}
