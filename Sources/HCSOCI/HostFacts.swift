/// What a translation must know of the host; read by HCSRuntime.
package struct HostFacts: Hashable, Sendable {
    /// How the host's cgroups are mounted.
    package enum CgroupVersion: String, Hashable, Sendable {
        /// Controllers in hierarchies of their own.
        case v1
        /// As v1, with an additional v2 hierarchy at `unified`.
        case hybrid
        case v2
    }

    /// CPUs we may run on.
    package var processorCount: Int
    /// Names such as `CAP_CHOWN` in our own bounding set: a runtime fails when asked for more.
    package var boundingCapabilities: Set<String>
    package var cgroupVersion: CgroupVersion
    /// Whether `unified` of a hybrid host still owns controllers, which crun 1.8 refuses.
    package var unifiedHasControllers: Bool
    /// Whether memory cgroups account for swap (v1: `memory.memsw.limit_in_bytes` is there).
    package var accountsForSwap: Bool
    package var kernel: KernelVersion
    /// The machine's architecture by Go's name (`amd64`, `arm64`), as seccomp profiles have it.
    package var architecture: String

    package init(
        processorCount: Int, boundingCapabilities: Set<String>, cgroupVersion: CgroupVersion,
        unifiedHasControllers: Bool = false, accountsForSwap: Bool = true, kernel: KernelVersion,
        architecture: String
    ) {
        self.processorCount = processorCount
        self.boundingCapabilities = boundingCapabilities
        self.cgroupVersion = cgroupVersion
        self.unifiedHasControllers = unifiedHasControllers
        self.accountsForSwap = accountsForSwap
        self.kernel = kernel
        self.architecture = architecture
    }
}

/// The first two numbers of a kernel release.
package struct KernelVersion: Hashable, Comparable, Sendable {
    package let major: Int
    package let minor: Int

    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads `6.1.0-18-amd64` or `4.8`; nil when it does not start with two numbers.
    package init?(release: String) {
        let parts = release.split(separator: ".", maxSplits: 2)
        guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1].prefix { $0.isNumber })
        else {
            return nil
        }
        self.init(major, minor)
    }

    package static func < (left: KernelVersion, right: KernelVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
