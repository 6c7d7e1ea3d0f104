import HCSJSON
import Testing

@testable import HCSOCI

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct SeccompTests {
    static let small = """
        {"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,"archMap":[
        {"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86","SCMP_ARCH_X32"]}],
        "syscalls":[
        {"names":["read"],"action":"SCMP_ACT_ALLOW","args":null,"includes":{},"excludes":{}},
        {"names":["kexec"],"action":"SCMP_ACT_ERRNO","args":[],"errnoRet":1},
        {"names":["bpf"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_SYS_ADMIN"]}},
        {"names":["nobpf"],"action":"SCMP_ACT_ERRNO","excludes":{"caps":["CAP_SYS_ADMIN"]}},
        {"names":["arm"],"action":"SCMP_ACT_ALLOW","includes":{"arches":["arm64"]}},
        {"names":["ptrace"],"action":"SCMP_ACT_ALLOW","includes":{"minKernel":"4.8"}},
        {"names":["old"],"action":"SCMP_ACT_ALLOW","excludes":{"minKernel":"4.8"}},
        {"names":["personality"],"action":"SCMP_ACT_ALLOW",
        "args":[{"index":0,"value":4294967295,"valueTwo":0,"op":"SCMP_CMP_EQ"}]}]}
        """

    static func decode(_ text: String) throws -> SeccompProfile {
        try DocumentDecoder(mode: .lenient).decode(SeccompProfile.self, from: Array(text.utf8))
    }

    static func names(
        _ capabilities: Set<String>, _ kernel: KernelVersion = KernelVersion(6, 1),
        _ architecture: String = "amd64"
    ) throws -> [String] {
        try decode(small).filter(capabilities: capabilities, kernel: kernel, architecture: architecture)
            .syscalls.flatMap(\.names)
    }

    @Test func conditionsChooseRules() throws {
        #expect(try Self.names([]) == ["read", "kexec", "nobpf", "ptrace", "personality"])
        #expect(try Self.names(["CAP_SYS_ADMIN"]) == ["read", "kexec", "bpf", "ptrace", "personality"])
        #expect(
            try Self.names([], KernelVersion(4, 4)) == ["read", "kexec", "nobpf", "old", "personality"])
        #expect(try Self.names([], KernelVersion(6, 1), "arm64").contains("arm"))
    }

    @Test func valuesAreKept() throws {
        let filter = try Self.decode(Self.small).filter(
            capabilities: [], kernel: KernelVersion(6, 1), architecture: "amd64")
        #expect(filter.defaultAction == "SCMP_ACT_ERRNO" && filter.defaultErrnoRet == 38)
        #expect(filter.architectures == ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"])
        #expect(filter.syscalls[0].args == nil)
        #expect(filter.syscalls[1].errnoRet == 1)
        #expect(filter.syscalls.last?.args?.first?.value == 4_294_967_295)
    }

    @Test(arguments: [("6.1.0-18-amd64", 6, 1), ("4.8", 4, 8), ("5.10-rc1", 5, 10)])
    func kernelReleasesAreRead(_ release: String, _ major: Int, _ minor: Int) {
        #expect(KernelVersion(release: release) == KernelVersion(major, minor))
    }

    @Test func badKernelReleasesAreNil() {
        #expect(KernelVersion(release: "") == nil && KernelVersion(release: "six.one") == nil)
        #expect(KernelVersion(4, 10) > KernelVersion(4, 9) && KernelVersion(5, 0) > KernelVersion(4, 9))
    }

    /// The profile of Debian's golang-github-containers-common.
    @Test(.enabled(if: access("/usr/share/containers/seccomp.json", R_OK) == 0, "needs containers-common"))
    func distributionProfileIsConverted() throws {
        var bytes: [UInt8] = []
        let file = try #require(fopen("/usr/share/containers/seccomp.json", "r"))
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        fclose(file)
        let profile = try DocumentDecoder(mode: .lenient).decode(SeccompProfile.self, from: bytes)
        let filter = profile.filter(
            capabilities: ["CAP_CHOWN", "CAP_SYS_CHROOT"], kernel: KernelVersion(6, 1), architecture: "amd64")
        let allowed = Set(filter.syscalls.filter { $0.action == "SCMP_ACT_ALLOW" }.flatMap(\.names))
        for name in ["read", "execve", "chroot", "openat2", "clone3"] { #expect(allowed.contains(name)) }
        for name in ["bpf", "init_module", "kexec_load", "open_by_handle_at"] {
            #expect(!allowed.contains(name))
        }
        #expect(filter.defaultErrnoRet == 38)
        #expect(filter.syscalls.contains { $0.names == ["arch_prctl"] })
        #expect(!filter.syscalls.contains { $0.names.contains("s390_runtime_instr") })
    }
}
