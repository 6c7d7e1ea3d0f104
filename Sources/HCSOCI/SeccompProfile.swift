/// A system call filter as distributions ship it (containers-common, Docker): rules for every host, to be chosen from.
///
/// The same choice as `containers/common/pkg/seccomp`.
package struct SeccompProfile: Decodable, Sendable {
    struct ArchitectureMap: Decodable, Sendable {
        let architecture: String
        let subArchitectures: [String]?
    }

    struct Condition: Decodable, Sendable {
        let caps: [String]?
        let arches: [String]?
        let minKernel: String?
    }

    struct Rule: Decodable, Sendable {
        let names: [String]?
        /// Docker's older profiles.
        let name: String?
        let action: String
        let args: [OCI.Seccomp.Argument]?
        let errnoRet: UInt32?
        let includes: Condition?
        let excludes: Condition?
    }

    let defaultAction: String
    let defaultErrnoRet: UInt32?
    let architectures: [String]?
    let archMap: [ArchitectureMap]?
    let flags: [String]?
    let syscalls: [Rule]?

    /// The filter for one container on one host.
    ///
    /// - Parameter capabilities: names the container has, such as `CAP_CHOWN`; rules open calls that need one.
    package func filter(
        capabilities: Set<String>, kernel: KernelVersion, architecture: String
    ) -> OCI.Seccomp {
        let rules = (syscalls ?? []).filter { rule in
            !(rule.excludes?.excludes(capabilities, kernel, architecture) ?? false)
                && (rule.includes?.includes(capabilities, kernel, architecture) ?? true)
        }
        return OCI.Seccomp(
            defaultAction: defaultAction, defaultErrnoRet: defaultErrnoRet,
            architectures: filterArchitectures(of: architecture), flags: flags,
            syscalls: rules.map {
                OCI.Seccomp.Syscall(
                    names: $0.names ?? ($0.name.map { [$0] } ?? []), action: $0.action,
                    errnoRet: $0.errnoRet, args: ($0.args ?? []).isEmpty ? nil : $0.args)
            })
    }

    private func filterArchitectures(of architecture: String) -> [String] {
        let native = SeccompProfile.libseccompNames[architecture]
        guard let archMap, let entry = archMap.first(where: { $0.architecture == native }) else {
            return architectures ?? native.map { [$0] } ?? []
        }
        return [entry.architecture] + (entry.subArchitectures ?? [])
    }

    private static let libseccompNames = [
        "amd64": "SCMP_ARCH_X86_64", "arm64": "SCMP_ARCH_AARCH64", "386": "SCMP_ARCH_X86",
        "arm": "SCMP_ARCH_ARM", "ppc64le": "SCMP_ARCH_PPC64LE", "s390x": "SCMP_ARCH_S390X",
        "riscv64": "SCMP_ARCH_RISCV64",
    ]
}

extension SeccompProfile.Condition {
    /// Whether one of these keeps the rule out.
    fileprivate func excludes(_ held: Set<String>, _ kernel: KernelVersion, _ architecture: String) -> Bool {
        if arches?.contains(architecture) == true { return true }
        if caps?.contains(where: held.contains) == true { return true }
        guard let least = minimum else { return false }
        return kernel >= least
    }

    /// Whether all of these let the rule in.
    fileprivate func includes(_ held: Set<String>, _ kernel: KernelVersion, _ architecture: String) -> Bool {
        if let arches, !arches.isEmpty, !arches.contains(architecture) { return false }
        if let caps, !caps.allSatisfy(held.contains) { return false }
        guard let least = minimum else { return true }
        return kernel >= least
    }

    private var minimum: KernelVersion? {
        minKernel.flatMap { $0.isEmpty ? nil : KernelVersion(release: $0) }
    }
}
