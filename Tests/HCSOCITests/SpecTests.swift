import HCSJSON
import HCSSchema
import Testing

@testable import HCSOCI

@Suite struct SpecTests {
    @Test func namespacesAreAllNew() throws {
        let namespaces = try translate(ContainerConfig()).spec.linux.namespaces
        #expect(namespaces.map(\.type) == [.pid, .mount, .uts, .ipc, .network, .cgroup])
        #expect(namespaces.allSatisfy { $0.path == nil })
    }

    @Test func capabilitiesAreTheDefaultsWeHold() throws {
        let capabilities = try translate(ContainerConfig()).spec.process.capabilities
        #expect(capabilities.bounding == ["CAP_CHOWN", "CAP_KILL"])
        #expect(capabilities.effective == capabilities.bounding)
        #expect(capabilities.permitted == capabilities.bounding)
        #expect(capabilities.inheritable.isEmpty && capabilities.ambient.isEmpty)
    }

    @Test func initIsTheAgent() throws {
        let process = try translate(ContainerConfig()).spec.process
        #expect(process.args == ["/proc/self/fd/3"])
        #expect(process.cwd == "/" && process.user == OCI.User(uid: 0, gid: 0))
        #expect(!process.terminal && !process.noNewPrivileges)
    }

    @Test func pathsAreHidden() throws {
        let linux = try translate(ContainerConfig()).spec.linux
        let closed = Set(linux.maskedPaths + linux.readonlyPaths)
        let podman: Set<String> = [
            "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
            "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/fs/selinux",
            "/sys/dev/block", "/sys/devices/virtual/powercap", "/proc/asound", "/proc/bus", "/proc/fs",
            "/proc/irq", "/proc/sys", "/proc/sysrq-trigger",
        ]
        #expect(podman.subtracting(closed).isEmpty)
        #expect(Set(linux.readonlyPaths).isDisjoint(with: linux.maskedPaths))
    }

    @Test func mountsAreClosed() throws {
        let mounts = try translate(ContainerConfig()).spec.mounts
        for mount in mounts where mount.destination != "/dev" {
            #expect(mount.options.contains("nosuid") && mount.options.contains("noexec"))
        }
        for readOnly in ["/sys", "/sys/fs/cgroup"] {
            #expect(mounts.first { $0.destination == readOnly }?.options.contains("ro") == true)
        }
    }

    @Test func mappedDirectoriesFollowInOrder() throws {
        let config = ContainerConfig(mappedDirectories: [
            MappedDir(hostPath: "/a", containerPath: "/data/"),
            MappedDir(hostPath: "/b", containerPath: "/data/./inner", readOnly: true),
        ])
        let mounts = try translate(config).spec.mounts.suffix(2)
        #expect(mounts.map(\.destination) == ["/data", "/data/inner"])
        #expect(mounts.map(\.source) == ["/a", "/b"])
        #expect(mounts.map(\.options) == [["rbind", "rprivate"], ["rbind", "rprivate", "ro", "rro"]])
    }

    @Test(arguments: [
        ("relative", "/b", "HostPath"), ("", "/b", "HostPath"), ("/a/../b", "/b", "HostPath"),
        ("/a", "b", "ContainerPath"), ("/a", #"C:\b"#, "ContainerPath"), ("/a", "/", "ContainerPath"),
        ("/a", "/b/../proc", "ContainerPath"), ("/a", "/proc/sys", "ContainerPath"),
        ("/a", "//./proc", "ContainerPath"), ("/a", "/sys/fs", "ContainerPath"),
        ("/a", "/dev", "ContainerPath"),
        ("/a", "/x\u{0}", "ContainerPath"),
    ])
    func badMappedDirectoriesAreErrors(_ host: String, _ container: String, _ field: String) {
        let config = ContainerConfig(mappedDirectories: [MappedDir(hostPath: host, containerPath: container)])
        #expect {
            try translate(config)
        } throws: {
            ($0 as? TranslationError)?.pointer == "/MappedDirectories/0/\(field)"
        }
    }

    @Test func twoDirectoriesAtOnePathAreAnError() {
        let directory = MappedDir(hostPath: "/a", containerPath: "/b")
        #expect(throws: TranslationError.self) {
            try translate(ContainerConfig(mappedDirectories: [directory, directory]))
        }
    }

    @Test(arguments: [
        ("web-1", "web-1"), ("a_b.c", "a-b-c"), ("__", "container"), ("-x-", "x"),
        (String(repeating: "a", count: 70), String(repeating: "a", count: 63)),
    ])
    func hostNameComesFromTheID(_ id: String, _ name: String) throws {
        #expect(try translate(ContainerConfig(), id: id).spec.hostname == name)
    }

    @Test(arguments: ["a b", "a..b", "-a", "a-", "a\n", ".", String(repeating: "a", count: 64), "ü"])
    func badHostNamesAreErrors(_ name: String) {
        #expect(throws: TranslationError.self) { try translate(ContainerConfig(hostName: name)) }
    }

    @Test func absentMembersAreNotWritten() throws {
        let text = String(
            decoding: try DocumentEncoder().encode(translate(ContainerConfig()).spec), as: UTF8.self)
        #expect(!text.contains("null,") && !text.contains(":null"))
        #expect(
            text.hasPrefix(#"{"ociVersion":"1.0.2","process":{"terminal":false,"user":{"uid":0,"gid":0}"#))
        #expect(!text.contains(#""memory":"#) && !text.contains(#""seccomp""#))
    }
}
