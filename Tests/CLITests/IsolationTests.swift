import Foundation
import Testing

@Suite(.realContainers) struct IsolationTests {
    @Test(arguments: Runtime.allCases) func aProcessHasNoMoreThanItNeeds(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let status = try fixture.exec("cat", "/proc/self/status").lines
            func field(_ name: String) -> String? {
                status.first { $0.hasPrefix("\(name):") }?.split(separator: "\t").last.map(String.init)
            }
            #expect(field("Seccomp") == "2")
            for name in ["CapPrm", "CapEff", "CapBnd"] {
                #expect(field(name) == "00000000800405fb", "\(name)")
            }
            for name in ["CapInh", "CapAmb"] { #expect(field(name) == "0000000000000000", "\(name)") }
            // As podman's: set-user-ID programs of the container's own still work.
            #expect(field("NoNewPrivs") == "0")
            #expect(["SigBlk", "SigIgn"].map(field) == ["0000000000000000", "0000000000000000"])
            let user = try fixture.run([
                "exec", "-u", "user", fixture.id, "grep", "CapEff", "/proc/self/status",
            ])
            #expect(user.text == "CapEff:\t0000000000000000\n", "\(user)")
            #expect(try fixture.run(["exec", "-u", "user", fixture.id, "id", "-G"]).text == "1000 2000\n")
        }
    }

    @Test(arguments: Runtime.allCases) func everyNamespaceIsItsOwn(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            for name in ["pid", "mnt", "uts", "ipc", "net", "cgroup"] {
                let inside = try fixture.exec("readlink", "/proc/self/ns/\(name)").word
                let outside = try FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/self/ns/\(name)")
                #expect(inside.hasPrefix("\(name):[") && inside != outside, "\(inside)")
            }
            let loopback = try fixture.exec("ifconfig", "lo")
            #expect(loopback.text.contains("UP LOOPBACK RUNNING"), "\(loopback)")
            let others = try fixture.exec(
                "sh", "-c", "cd /proc; for p in [0-9]*; do [ $p = $$ ] || echo $p; done")
            #expect(others.text == "1\n")
        }
    }

    @Test(arguments: Runtime.allCases) func theHostIsOutOfReach(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            for name in ["kcore", "keys", "timer_list"] {
                #expect(try fixture.exec("sh", "-c", "cat /proc/\(name) | wc -c").word == "0", "\(name)")
            }
            let writes = [
                "/proc/sys/kernel/hostname", "/proc/sysrq-trigger", "/sys/kernel/x", "/sys/fs/cgroup/x",
                "/proc/1/exe",
            ]
            for path in writes {
                let result = try fixture.exec("sh", "-c", "echo x > \(path)")
                #expect(result.status != 0, "\(path): \(result)")
            }
            #expect(try fixture.exec("mount", "-t", "tmpfs", "none", "/tmp").status != 0)
            let devices = try fixture.exec("ls", "/dev").lines
            let allowed = [
                "console", "core", "fd", "full", "mqueue", "null", "ptmx", "pts", "random", "shm", "stderr",
                "stdin",
                "stdout", "tty", "urandom", "zero",
            ]
            #expect(Set(devices).subtracting(allowed) == [])
        }
    }
}
