import Foundation
import HCSOCI
import HCSSchema
import HCSSystem
import Testing

@testable import HCSRuntime

/// Real containers by both runtimes. Serialized: they compare the cgroup tree before and after.
@Suite(.serialized, .enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct RealRuntimeTests {
    static let runtimes = ["/usr/bin/crun", "/usr/sbin/runc"]

    init() throws {
        try #require(Requirements.missing == nil, "\(Requirements.missing ?? "")")
        try ProcessSetup.becomeSubreaper()
    }

    /// A runtime in a private mount namespace, masked if it must be, on a fixture.
    private func withRuntime(
        _ path: String, deadline: Duration = .seconds(20), seccomp: Bool = true,
        arguments: [String] = ["/bin/busybox", "sleep", "600"],
        mapped: @escaping @Sendable (BundleFixture) throws -> [MappedDir] = { _ in [] },
        _ body: @escaping @Sendable (OCIRuntime, BundleFixture, HostFacts) throws -> Void
    ) throws {
        let before = testCgroups()
        let fixture = try BundleFixture()
        defer {
            fixture.remove()
            #expect(testCgroups() == before)
            removeTestParents()
        }
        try withPrivateMounts {
            let host = try HostFacts.read()
            let choice = try RuntimeChoice.probe(requested: path, searchPath: nil, on: host)
            if choice.needsMask {
                try Mounts.mount(
                    type: "tmpfs", source: "hcsctl", at: "/sys/fs/cgroup/unified", options: "size=64k")
            }
            let spec = try OCI.bundleSpec(
                of: ContainerConfig(
                    processorCount: 1, processorWeight: 50, memoryMaximumInMB: 64, hostName: "inside",
                    mappedDirectories: mapped(fixture)),
                BundleRequest(
                    id: fixture.id, rootPath: fixture.root, cgroupsPath: fixture.cgroupsPath,
                    seccomp: seccomp ? SeccompFile.filter(on: host) : nil, arguments: arguments),
                on: host
            ).spec
            try Bundle.write(spec, to: fixture.folder)
            let runtime = OCIRuntime(
                choice, stateRoot: fixture.folder + "/state", logPath: fixture.folder + "/log",
                runner: TestRunner(), deadline: deadline)
            try body(runtime, fixture, host)
        }
    }

    private func create(_ runtime: OCIRuntime, _ fixture: BundleFixture, preserved: [Descriptor] = []) throws
        -> Int32
    {
        try runtime.create(
            id: fixture.id, bundle: fixture.folder, pidFile: fixture.folder + "/pid", preserved: preserved,
            cgroupsPath: fixture.cgroupsPath)
    }

    /// Init is our child, as we are the subreaper: reaped by its number.
    private func end(_ pid: Int32) {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    }

    @Test(arguments: runtimes) func createStartDelete(_ path: String) throws {
        try withRuntime(path) { runtime, fixture, host in
            let pid = try create(runtime, fixture)
            try runtime.start(id: fixture.id)
            let status = try Files.text("/proc/\(pid)/status")
            #expect(status.contains("Seccomp:\t2"))
            #expect(
                status.contains("CapInh:\t0000000000000000") && status.contains("CapAmb:\t0000000000000000"))
            #expect(status.contains("CapBnd:\t00000000800405fb"))
            for descriptor in try Files.names(in: "/proc/\(pid)/fd") {
                #expect(["0", "1", "2"].contains(descriptor))
            }
            let mounts = try Files.text("/proc/\(pid)/mountinfo")
            // The topmost mount of the tree: one below it cannot be reached.
            let cgroups = mounts.split(separator: "\n").last { $0.contains(" /sys/fs/cgroup ") }
            #expect(cgroups?.contains(" /sys/fs/cgroup ro,") == true)
            if host.cgroupVersion != .v2 {
                let base = "/sys/fs/cgroup"
                #expect(
                    try Files.text("\(base)/memory\(fixture.cgroupsPath)/memory.limit_in_bytes") == "67108864"
                )
                #expect(try Files.text("\(base)/cpu\(fixture.cgroupsPath)/cpu.cfs_quota_us") == "100000")
                #expect(try Files.text("\(base)/cpu\(fixture.cgroupsPath)/cpu.shares") == "512")
                #expect(try Files.text("\(base)/pids\(fixture.cgroupsPath)/pids.max") == "2048")
            }
            end(pid)
            try runtime.delete(id: fixture.id)
        }
    }

    @Test(arguments: runtimes) func pauseResumeKill(_ path: String) throws {
        try withRuntime(path, seccomp: false) { runtime, fixture, _ in
            let pid = try create(runtime, fixture)
            try runtime.start(id: fixture.id)
            try runtime.pause(id: fixture.id)
            try runtime.resume(id: fixture.id)
            try runtime.kill(id: fixture.id, signal: SIGKILL)
            end(pid)
            try runtime.delete(id: fixture.id)
        }
    }

    /// Read-only means all of it: a mount below the directory as well.
    @Test(arguments: runtimes) func mappedDirectoriesAreThere(_ path: String) throws {
        try withRuntime(
            path,
            mapped: { fixture in
                try Files.makeDirectories(fixture.folder + "/data/inner", mode: 0o755)
                try Mounts.mount(type: "tmpfs", source: "hcsctl", at: fixture.folder + "/data/inner")
                return [
                    MappedDir(hostPath: fixture.folder + "/data", containerPath: "/srv/data", readOnly: true),
                    MappedDir(hostPath: fixture.folder + "/data", containerPath: "/srv/rw"),
                ]
            },
            { runtime, fixture, _ in
                let pid = try create(runtime, fixture)
                try runtime.start(id: fixture.id)
                let mounts = try Files.text("/proc/\(pid)/mountinfo")
                for (target, mode) in ["data": "ro", "data/inner": "ro", "rw": "rw", "rw/inner": "rw"] {
                    #expect(mounts.contains(" /srv/\(target) \(mode),"), "\(target)")
                }
                end(pid)
                try runtime.delete(id: fixture.id)
            })
    }

    /// The way the agent is started: a file outside the container's root, by its descriptor.
    ///
    /// A script stands for the agent, because busybox goes by the name it was started with.
    @Test(arguments: runtimes) func initRunsFromADescriptor(_ path: String) throws {
        try withRuntime(path, arguments: ["/proc/self/fd/3"]) { runtime, fixture, _ in
            let script = fixture.folder + "/script"
            let text = "#!/bin/busybox sh\nexec /bin/busybox sleep 600\n"
            try Files.replace(script, with: Array(text.utf8), mode: 0o755)
            let tree = try Mounts.clone(script)
            try Mounts.add([.readOnly, .noSetUserID, .noDevices], to: tree)
            let pid = try create(runtime, fixture, preserved: [tree])
            try runtime.start(id: fixture.id)
            var command = ""
            for _ in 0..<200 where !command.contains("sleep") {
                command = try Files.text("/proc/\(pid)/cmdline")
                ProcessSetup.pause(.milliseconds(10))
            }
            #expect(command.contains("sleep"))
            let writer = open("/proc/\(pid)/fd/3", O_WRONLY)
            #expect(writer < 0 && errno == EROFS)
            end(pid)
            try runtime.delete(id: fixture.id, force: true)
            #expect(try Files.text(script) == String(text.dropLast()))
        }
    }

    @Test(arguments: runtimes) func aFailureHasTheRuntimesWords(_ path: String) throws {
        try withRuntime(path, arguments: ["/missing"]) { runtime, fixture, _ in
            #expect {
                let pid = try create(runtime, fixture)
                // Should it get that far, nothing may stay.
                defer { end(pid) }
                try runtime.start(id: fixture.id)
            } throws: { error in
                guard case RuntimeError.failed(let command, let status, let message) = error else {
                    return false
                }
                return command.hasPrefix(path) && status != .exited(0) && message.contains("/missing")
            }
            try runtime.delete(id: fixture.id, force: true)
        }
    }

    @Test(arguments: runtimes) func anUnknownContainerIsAFailure(_ path: String) throws {
        try withRuntime(path) { runtime, _, _ in
            #expect {
                try runtime.start(id: "hcsctl-test-none")
            } throws: { error in
                guard case RuntimeError.failed(_, .exited(let code), let message) = error else {
                    return false
                }
                return code != 0 && (message.contains("does not exist") || message.contains("No such file"))
            }
            try runtime.delete(id: "hcsctl-test-none", force: true)
        }
    }
}
