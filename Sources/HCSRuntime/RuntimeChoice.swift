package import HCSOCI
internal import HCSSystem

/// An OCI runtime of this host and how it must be run.
package struct RuntimeChoice: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case crun, runc, other

        /// Neither name contains the other, and a wrapper keeps it in its own (`crun-1.20`, `failing-runc`).
        package init(path: String) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            self = name.contains("crun") ? .crun : name.contains("runc") ? .runc : .other
        }
    }

    package let path: String
    package let kind: Kind
    /// Whether `CgroupMask` must hide the unified hierarchy first: crun 1.8 refuses hybrid hosts whose v2 hierarchy still owns
    /// a controller.
    package let needsMask: Bool

    static let folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"]

    /// Finds a runtime by a few access(2) calls; none is run.
    ///
    /// - Parameters:
    ///   - requested: a path, or a name to search; nil for crun, then runc.
    ///   - searchPath: the caller's PATH; folders that are not absolute are skipped.
    /// - Throws: `RuntimeError.notFound` with what was searched.
    package static func probe(
        requested: String?, searchPath: String?, on host: HostFacts
    ) throws(RuntimeError) -> RuntimeChoice {
        if let requested, requested.contains("/") {
            guard Files.isExecutable(requested) else {
                throw .notFound(name: requested, searched: [requested])
            }
            return RuntimeChoice(path: requested, on: host)
        }
        var searched: [String] = []
        for folder in (searchPath ?? "").split(separator: ":").map(String.init) + folders
        where folder.hasPrefix("/") && !searched.contains(folder) {
            searched.append(folder)
        }
        for name in requested.map({ [$0] }) ?? ["crun", "runc"] {
            for folder in searched where Files.isExecutable("\(folder)/\(name)") {
                return RuntimeChoice(path: "\(folder)/\(name)", on: host)
            }
        }
        throw .notFound(name: requested, searched: searched)
    }

    package init(path: String, kind: Kind, needsMask: Bool) {
        self.path = path
        self.kind = kind
        self.needsMask = needsMask
    }

    private init(path: String, on host: HostFacts) {
        let kind = Kind(path: path)
        self.init(
            path: path, kind: kind,
            needsMask: kind == .crun && host.cgroupVersion == .hybrid && host.unifiedHasControllers)
    }
}
