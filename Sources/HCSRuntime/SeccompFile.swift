internal import HCSJSON
package import HCSOCI
package import HCSSchema
internal import HCSSystem

/// The distribution's system call filter.
package enum SeccompFile {
    /// The administrator's before the package's, as podman has it.
    package static let defaultPaths = ["/etc/containers/seccomp.json", "/usr/share/containers/seccomp.json"]

    /// Where a choice is kept: a file that only root can write.
    package struct Cache: Hashable, Sendable {
        let path: String
        /// Where it is written before it is renamed: on the same file system, nobody else's, and removed with what it is in
        /// should the writer die.
        let draft: String

        package init(path: String, draft: String) {
            self.path = path
            self.draft = draft
        }
    }

    /// Reads the first profile that is there.
    ///
    /// - Throws: `RuntimeError.noSeccompProfile` when none is; the caller decides whether a container may start without.
    package static func read(from paths: [String] = defaultPaths) throws(RuntimeError) -> SeccompProfile {
        try read(find(paths))
    }

    /// The filter for containers of this host, as the JSON of `linux.seccomp`.
    ///
    /// Choosing it takes longer than all else before the runtime is called, and it is the same for every container: it is
    /// kept in a file.
    ///
    /// - Parameter cache: where it is kept; nil chooses it anew. What was chosen from another profile, for another kernel or
    ///   for other capabilities is not used.
    package static func filter(
        on host: HostFacts, from paths: [String] = defaultPaths, cache: Cache? = nil
    ) throws(RuntimeError) -> RawJSON {
        let path = try find(paths)
        let key = try key(of: path, host)
        if let cache, let kept = kept(in: cache.path, for: key) { return kept }
        let chosen = try read(path).filter(
            capabilities: Set(OCI.capabilities(on: host)), kernel: host.kernel,
            architecture: host.architecture)
        let bytes: [UInt8]
        do {
            bytes = try DocumentEncoder().encode(chosen)
        } catch {
            throw .encoding("\(error)")
        }
        // Without it the next container takes a little longer.
        if let cache { try? keep(bytes, in: cache, for: key) }
        return RawJSON(String(decoding: bytes, as: UTF8.self))
    }

    private static func kept(in cache: String, for key: String) -> RawJSON? {
        // Absent or unreadable: chosen anew.
        guard let bytes = try? Files.read(cache, maximum: maximum), bytes.starts(with: key.utf8) else {
            return nil
        }
        // The length of the text stands before it: a file that lost its end is not used.
        let parts = bytes.dropFirst(key.utf8.count).split(
            separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, Int(String(decoding: parts[0], as: UTF8.self)) == parts[1].count else {
            return nil
        }
        return RawJSON(String(decoding: parts[1], as: UTF8.self))
    }

    private static func keep(_ bytes: [UInt8], in cache: Cache, for key: String) throws(SyscallError) {
        try Files.replace(cache.draft, with: Array("\(key)\(bytes.count)\n".utf8) + bytes)
        try Files.rename(cache.draft, to: cache.path)
    }

    /// Everything the choice depends on, in one line.
    private static func key(of path: String, _ host: HostFacts) throws(RuntimeError) -> String {
        let status: FileStatus
        do {
            status = try Files.status(path)
        } catch {
            throw .badSeccompProfile(path: path, reason: "\(error)")
        }
        let parts = [
            "1", path, "\(status.device)", "\(status.inode)", "\(status.size)", "\(status.changed)",
            "\(host.kernel.major).\(host.kernel.minor)", host.architecture,
            OCI.capabilities(on: host).joined(separator: ","),
        ]
        return parts.joined(separator: " ") + "\n"
    }

    private static let maximum = 1 << 20

    private static func find(_ paths: [String]) throws(RuntimeError) -> String {
        for path in paths {
            do {
                _ = try Files.status(path)
                return path
            } catch  where error.kind == .missing {
                continue
            } catch {
                throw .badSeccompProfile(path: path, reason: "\(error)")
            }
        }
        throw .noSeccompProfile(searched: paths)
    }

    private static func read(_ path: String) throws(RuntimeError) -> SeccompProfile {
        do {
            return try DocumentDecoder(mode: .lenient).decode(
                SeccompProfile.self, from: Files.read(path, maximum: maximum))
        } catch {
            throw .badSeccompProfile(path: path, reason: "\(error)")
        }
    }
}
