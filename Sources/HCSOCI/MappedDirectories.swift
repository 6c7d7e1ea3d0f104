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

    /// The mounts of every container, and what the document and its supervisor put in.
    static func mounts(
        of config: ContainerConfig, _ request: BundleRequest
    ) throws(TranslationError) -> [Mount] {
        var own = request.storage.mounts + (try bindMounts(of: config, files: request.storage.files))
        for (index, pipe) in config.mappedPipes.enumerated() {
            guard let source = pipe.socketPath, let path = pipe.containerPath else {
                throw TranslationError("/MappedPipes/\(index)", "a path or name is not valid")
            }
            let target = try target(
                path, "/MappedPipes/\(index)/ContainerPipeName", beside: own.map(\.destination))
            own.append(
                Mount(destination: target, type: "bind", source: source, options: ["bind", "rprivate"]))
        }
        // The document's own mapping of such a file counts.
        let taken = Set(own.map(\.destination))
        let files = request.files.filter { !taken.contains($0.containerPath) }.map {
            Mount(
                destination: $0.containerPath, type: "bind", source: $0.hostPath,
                options: ["bind", "rprivate", "ro", "nosuid", "nodev", "noexec"])
        }
        return Defaults.mounts + parentsFirst(own + files)
    }
}
