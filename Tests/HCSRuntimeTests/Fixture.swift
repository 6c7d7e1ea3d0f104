import Foundation
import HCSOCI
import HCSRuntime
import HCSSystem
import Testing

/// What the tests on real runtimes need, or why they cannot run.
enum Requirements {
    static let missing: String? = {
        if geteuid() != 0 { return "needs root" }
        if access("/bin/busybox", X_OK) != 0 { return "needs busybox-static" }
        for path in ["/usr/bin/crun", "/usr/sbin/runc"] where access(path, X_OK) != 0 {
            return "needs \(path)"
        }
        return nil
    }()

    /// A build machine must have everything; a developer's may not.
    static var met: Bool {
        missing == nil || ProcessInfo.processInfo.environment["CI"] != nil
    }
}

/// Waits for its own child only: other tests have children too.
struct TestRunner: CommandRunner {
    func run(_ command: Command, deadline: Duration) throws(SyscallError) -> HCSSystem.ExitStatus {
        let child = try ChildProcess.spawn(command)
        var poller = pollfd(fd: child.pidfd.number, events: Int16(POLLIN), revents: 0)
        let ready = poll(&poller, 1, Int32(deadline.components.seconds) * 1000)
        if ready == 0 { kill(child.pid, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
        guard ready > 0 else {
            throw SyscallError(call: "wait", subject: command.path, kind: .timedOut)
        }
        return HCSSystem.ExitStatus(waitStatus: status)
    }
}

/// Runs a body on a thread with a mount namespace of its own; its mounts go with the thread.
func withPrivateMounts(_ body: @escaping @Sendable () throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    let box = Box()
    Thread.detachNewThread {
        box.result = Result {
            try Mounts.makePrivate()
            try body()
        }
        done.signal()
    }
    done.wait()
    try box.result?.get()
}

private final class Box: @unchecked Sendable {
    var result: Result<Void, any Error>?
}

/// A temporary folder with a busybox root file system, gone at the end.
struct BundleFixture {
    let folder: String
    let id: String
    var root: String { folder + "/rootfs" }
    var cgroupsPath: String { "/hcsctl-test-runtime/\(id)" }

    init() throws {
        id = "hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        folder = "/tmp/" + id
        for name in ["", "/rootfs", "/rootfs/bin", "/rootfs/proc", "/rootfs/dev", "/rootfs/sys", "/state"] {
            try Files.makeDirectory(folder + name, mode: 0o755)
        }
        // A copy could be busy: another test's child may hold it open for writing for a moment.
        do {
            try FileManager.default.linkItem(atPath: "/bin/busybox", toPath: root + "/bin/busybox")
        } catch {
            try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: root + "/bin/busybox")
        }
    }

    func remove() {
        try? Files.removeTree(folder)
    }
}

/// Every folder under /sys/fs/cgroup that a test of this module may make.
func testCgroups() -> [String] {
    let mounts = (try? Files.names(in: "/sys/fs/cgroup")) ?? []
    return (mounts.map { "/sys/fs/cgroup/\($0)" } + ["/sys/fs/cgroup"]).flatMap { mount in
        let top = "\(mount)/hcsctl-test-runtime"
        return ((try? Files.names(in: top)) ?? []).map { "\(top)/\($0)" }
            .filter { (try? Files.status($0).kind) == .directory }
    }
}

/// Removes the parent, which runtimes leave: they remove only the leaf.
func removeTestParents() {
    for mount in (try? Files.names(in: "/sys/fs/cgroup")) ?? [] {
        rmdir("/sys/fs/cgroup/\(mount)/hcsctl-test-runtime")
    }
    rmdir("/sys/fs/cgroup/hcsctl-test-runtime")
}
