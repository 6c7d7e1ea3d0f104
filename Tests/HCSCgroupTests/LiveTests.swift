import Foundation
import HCSSystem
import Testing

@testable import HCSCgroup

enum Requirements {
    static let met =
        (geteuid() == 0 && (try? CgroupHierarchy.detect().mounts.isEmpty) == false)
        || ProcessInfo.processInfo.environment["CI"] != nil
}

/// On the host's own cgroups, below a name of this test's.
@Suite(.serialized, .enabled(if: Requirements.met, "needs root and writable cgroups"))
struct LiveTests {
    /// A cgroup in every hierarchy with one sleeping process, both gone at the end.
    private func withCgroup(_ body: (CgroupHierarchy, Cgroup, Int32) throws -> Void) throws {
        let hierarchy = try CgroupHierarchy.detect()
        let path = "/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        let cgroup = hierarchy.cgroup(path)
        let child = try ChildProcess.spawn(Command(path: "/bin/sleep", arguments: ["sleep", "600"]))
        // Reaped at once when it is killed, or it stays in its cgroup as a zombie.
        let reaper = Thread {
            var status: Int32 = 0
            while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
        }
        reaper.start()
        defer {
            kill(child.pid, SIGKILL)
            #expect(throws: Never.self) { try cgroup.remove() }
            #expect(cgroup.existingFolders.isEmpty)
        }
        for mount in hierarchy.mounts {
            try Files.makeDirectory(mount + path, mode: 0o755)
            if mount.hasSuffix("/cpuset") {
                for file in ["cpuset.cpus", "cpuset.mems"] {
                    try Files.writeKernelFile("\(mount)\(path)/\(file)", Files.text("\(mount)/\(file)"))
                }
            }
            try Files.writeKernelFile("\(mount)\(path)/cgroup.procs", String(child.pid))
        }
        try body(hierarchy, cgroup, child.pid)
    }

    @Test func processesAndUsageAreRead() throws {
        try withCgroup { hierarchy, cgroup, pid in
            #expect(cgroup.existingFolders.count == hierarchy.mounts.count)
            let processes = cgroup.processes()
            #expect(processes.map(\.hostPID) == [pid])
            #expect(processes.first?.name == "sleep" && processes.first?.arguments == ["sleep", "600"])
            #expect(processes.first?.parentHostPID == getpid())
            let age = Date().timeIntervalSince1970 - Double(processes.first?.startTime ?? 0) / 1e9
            #expect(age > -2 && age < 60)
            let usage = cgroup.usage()
            #expect(usage.processor != nil && usage.memory != nil && usage.processCount == 1)
            #expect(cgroup.isFrozen == false)
        }
    }

    /// SIGKILL does not reach a frozen process on v1 before it is thawed.
    @Test func removalKillsWhatIsFrozen() throws {
        try withCgroup { hierarchy, cgroup, pid in
            if hierarchy.version == .v2 {
                try Files.writeKernelFile("\(hierarchy.folder("", cgroup.path))/cgroup.freeze", "1")
            } else {
                try Files.writeKernelFile(
                    "\(hierarchy.folder("freezer", cgroup.path))/freezer.state", "FROZEN")
            }
            #expect(cgroup.isFrozen == true)
            try cgroup.remove()
            #expect(cgroup.existingFolders.isEmpty)
        }
    }

    @Test func removalGoesLeavesFirstAndTwice() throws {
        try withCgroup { hierarchy, cgroup, _ in
            for mount in hierarchy.mounts {
                try Files.makeDirectories("\(mount)\(cgroup.path)/inner/deeper", mode: 0o755)
            }
            try cgroup.remove()
            try cgroup.remove()
        }
    }

    @Test func ourOwnNetworkIsRead() throws {
        #expect(NetworkCounters.read(ofInit: getpid())?.allSatisfy { $0.interface != "lo" } == true)
        #expect(NetworkCounters.read(ofInit: 0) == nil)
    }
}
