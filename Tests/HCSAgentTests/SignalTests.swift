import CHCSShims
import Glibc
import Testing

extension AgentTests {
    @Suite struct Signals {
        @Test func oneProcessOrItsGroup() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let output = try Pipe()
            // The leader waits for its child, which inherits the group.
            let started = try connection.start(
                ["busybox", "sh", "-c", "busybox sleep 1000 & echo $!; wait"],
                flags: HCS_SPAWN_STDOUT.rawValue, descriptors: [output.writeEnd]
            ).process
            output.closeWriteEnd()
            var text = [UInt8](repeating: 0, count: 16)
            let count = read(output.readEnd, &text, text.count)
            let child = Int32(String(decoding: text[..<max(0, count - 1)], as: UTF8.self)) ?? 0
            #expect(child > 1)
            #expect(try connection.signal(0, serial: started.serial) == 0)
            #expect(try connection.signal(0, pid: child) == 0)
            #expect(try connection.signal(SIGTERM, serial: started.serial, scope: HCS_SIGNAL_GROUP) == 0)
            #expect(try connection.exitRecord(started.serial).status == SIGTERM)
            try poll { try connection.signal(0, pid: child) == ESRCH }
            #expect(try connection.signal(0, serial: started.serial) == ESRCH)
            #expect(try connection.signal(0, serial: started.serial, scope: HCS_SIGNAL_GROUP) == ESRCH)
        }

        @Test func theWholeContainerButNotTheAgent() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let processes = try (0..<3).map { _ in try connection.start(["busybox", "sleep", "1000"]).process
            }
            #expect(try connection.signal(SIGKILL, scope: HCS_SIGNAL_CONTAINER) == 0)
            for process in processes { #expect(try connection.exit(process.serial) == SIGKILL) }
            #expect(try connection.signal(SIGKILL, scope: HCS_SIGNAL_CONTAINER) == ESRCH)
        }

        @Test(arguments: [
            (SIGKILL, UInt64(0), Int32(1), UInt32(0), ESRCH), (SIGKILL, 0, 0, 0, ESRCH),
            (SIGKILL, 0, -1, 0, ESRCH), (SIGKILL, 0, -7, 1, ESRCH), (SIGKILL, 0, 1, 1, ESRCH),
            (SIGKILL, 0, Int32.min, 1, ESRCH), (SIGKILL, 0, 30000, 0, ESRCH), (SIGKILL, 99, 0, 0, ESRCH),
            (65, 0, 2, 0, EINVAL), (-1, 0, 2, 0, EINVAL), (SIGKILL, 0, 2, 3, EINVAL),
        ])
        func whatIsRefused(signal: Int32, serial: UInt64, pid: Int32, scope: UInt32, error: Int32) throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let scope = hcs_signal_scope(rawValue: scope)
            #expect(try connection.signal(signal, serial: serial, pid: pid, scope: scope) == error)
            #expect(try connection.run(["busybox", "true"]).status == 0)
        }
    }
}
