/// What a probe found out about this host by looking and by trying; `hcsctl doctor` judges it.
package struct HostReport: Hashable, Sendable, Codable {
    /// A thing that is there, or why it is not.
    package struct Finding: Hashable, Sendable, Codable {
        /// What was found: a path, a version. Nil when it is missing.
        package var found: String?
        /// Why it is missing or no use.
        package var problem: String?

        package init(found: String? = nil, problem: String? = nil) {
            self.found = found
            self.problem = problem
        }
    }

    /// An OCI runtime that is installed.
    package struct Runtime: Hashable, Sendable, Codable {
        package var path: String
        /// The first line of what it says of itself; nil when it does not answer.
        package var version: String?
        /// Whether the unified hierarchy is hidden from it.
        package var needsMask: Bool

        package init(path: String, version: String?, needsMask: Bool) {
            self.path = path
            self.version = version
            self.needsMask = needsMask
        }
    }

    package var isSuperuser = false
    /// The kernel's release, as in `uname`.
    package var kernel = ""
    /// Capabilities of the default set that this process may not pass on.
    package var missingCapabilities: [String] = []
    /// `v1`, `hybrid`, `v2`; nil when no hierarchy is mounted.
    package var cgroupVersion: String?
    /// The controllers a container can get.
    package var controllers: [String] = []
    package var missingNamespaces: [String] = []
    /// The container's root file system, tried on a tmpfs in a mount namespace of the probe's own.
    package var overlay = Finding()
    package var runtimes: [Runtime] = []
    /// Why there is no runtime to use.
    package var runtimeProblem: String?
    package var seccomp = Finding()
    package var agent = Finding()
    package var stateRoot = Finding()
    package var scratchRoot = Finding()
    package var loop = Finding()
    package var fuse = Finding()
    package var kvm = Finding()
    /// Programs by name, those that were found.
    package var programs: [String: String] = [:]
    package var networkPlugins: [String] = []

    package init() {}
}

/// The first message to a probe.
package struct HostInquiry: Hashable, Sendable, Codable {
    package var root: String
    package var scratchRoot: String
    package var runtime: String?
    package var searchPath: String?

    package init(root: String, scratchRoot: String, runtime: String?, searchPath: String?) {
        self.root = root
        self.scratchRoot = scratchRoot
        self.runtime = runtime
        self.searchPath = searchPath
    }
}
