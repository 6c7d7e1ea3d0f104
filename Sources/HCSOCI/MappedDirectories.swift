package import HCSSchema

extension OCI {
    /// The mapped directories as bind mounts, in the document's order. Whether the host has them is the caller's to check.
    ///
    /// - Parameter files: host paths that are no folders.
    static func bindMounts(of config: ContainerConfig, files: Set<String>) throws(TranslationError) -> [Mount]
    {
        var mounts: [Mount] = []
        for (index, directory) in config.mappedDirectories.enumerated() {
            mounts.append(
                try bindMount(
                    of: directory, "/MappedDirectories/\(index)", beside: mounts.map(\.destination),
                    isFile: files.contains(directory.hostPath)))
        }
        return mounts
    }

    /// One mapped directory as a bind mount.
    ///
    /// - Parameter taken: paths in the container that other mappings have.
    package static func bindMount(
        of directory: MappedDir, _ pointer: String, beside taken: [String] = [], isFile: Bool = false
    ) throws(TranslationError) -> Mount {
        guard isPlainAbsolute(directory.hostPath) else {
            throw TranslationError("\(pointer)/HostPath", "the path must be absolute")
        }
        // `rro`: what is mounted below the directory on the host becomes read-only as well (kernel 5.12). Nothing is below a
        // file, and crun 1.8 fails there.
        return Mount(
            destination: try target(directory.containerPath, "\(pointer)/ContainerPath", beside: taken),
            type: "bind", source: directory.hostPath,
            options: ["rbind", "rprivate"] + (directory.readOnly ? ["ro"] + (isFile ? [] : ["rro"]) : []))
    }
}
