internal import HCSJSON
package import HCSOCI
internal import HCSSystem

/// The distribution's system call filter.
package enum SeccompFile {
    /// The administrator's before the package's, as podman has it.
    package static let defaultPaths = ["/etc/containers/seccomp.json", "/usr/share/containers/seccomp.json"]

    /// Reads the first profile that is there.
    ///
    /// - Throws: `RuntimeError.noSeccompProfile` when none is; the caller decides whether a container may start without.
    package static func read(from paths: [String] = defaultPaths) throws(RuntimeError) -> SeccompProfile {
        for path in paths {
            let bytes: [UInt8]
            do {
                bytes = try Files.read(path, maximum: 1 << 20)
            } catch  where error.kind == .missing {
                continue
            } catch {
                throw .badSeccompProfile(path: path, reason: "\(error)")
            }
            do {
                return try DocumentDecoder(mode: .lenient).decode(SeccompProfile.self, from: bytes)
            } catch {
                throw .badSeccompProfile(path: path, reason: "\(error)")
            }
        }
        throw .noSeccompProfile(searched: paths)
    }

    /// The filter for containers of this host.
    package static func filter(
        on host: HostFacts, from paths: [String] = defaultPaths
    ) throws(RuntimeError) -> OCI.Seccomp {
        try read(from: paths).filter(
            capabilities: Set(OCI.capabilities(on: host)), kernel: host.kernel,
            architecture: host.architecture)
    }
}
