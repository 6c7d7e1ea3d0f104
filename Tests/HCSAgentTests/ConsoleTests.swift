import CHCSShims
import Glibc
import Testing

extension AgentTests {
    @Suite struct Consoles {
        static let flag = UInt32(HCS_SPAWN_CONSOLE.rawValue)

        @Test func echoSizeAndResize() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            // Wide enough that the shell does not redraw the line.
            let script =
                "trap 'busybox stty size; exit 5' WINCH; busybox stty size; busybox tty; "
                + "echo $TERM; read a; echo got $a; while :; do read a; done"
            let started = try connection.start(
                ["busybox", "sh", "-c", script], variables: ["PATH=/bin"], flags: Self.flag, size: (132, 43))
            let master = try #require(started.console)
            defer { close(master) }
            #expect(started.process.flags == HCS_PROCESS_CONSOLE.rawValue)
            var output = ""
            try expect("43 132\r\n/dev/pts/0\r\nxterm\r\n", from: master, &output)
            #expect(write(master, "word\n", 5) == 5)
            try expect("word\r\ngot word\r\n", from: master, &output)
            #expect(try connection.resize(started.process.serial, 100, 30) == 0)
            try expect("30 100\r\n", from: master, &output)
            #expect(exitCode(try connection.exit(started.process.serial)) == 5)
            #expect(try connection.resize(started.process.serial, 1, 1) == ESRCH)
        }

        @Test func isTheControllingTerminalAndTheUsersOwn() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let started = try connection.start(
                [
                    "busybox", "sh", "-c",
                    "busybox stat -L -c '%u %a' /proc/self/fd/0; echo hello > /dev/tty; echo ${TERM}",
                ],
                user: "1000:1000", variables: ["TERM=vt100"], flags: Self.flag)
            let master = try #require(started.console)
            defer { close(master) }
            var output = ""
            try expect("1000 620\r\nhello\r\nvt100\r\n", from: master, &output)
            _ = try connection.exit(started.process.serial)
        }

        @Test func isHandedOutAgainUntilTheExitIsAcknowledged() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let started = try connection.start(["busybox", "echo", "last words"], flags: Self.flag)
            close(try #require(started.console))
            let serial = started.process.serial
            _ = try connection.exitRecord(serial)
            try connection.send(HCS_AGENT_CONSOLE, hcs_agent_serial(serial: serial))
            let answer = try connection.receive(HCS_AGENT_RESULT)
            #expect(try answer.decode(as: hcs_agent_result.self).error == 0)
            let master = try #require(answer.descriptors.first)
            defer { close(master) }
            var output = ""
            try expect("last words\r\n", from: master, &output)
            try connection.acknowledge(serial)
            try connection.send(HCS_AGENT_CONSOLE, hcs_agent_serial(serial: serial))
            #expect(try connection.result() == ESRCH)
        }

        @Test func aProcessWithoutOneSaysSo() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let process = try connection.start(["busybox", "sleep", "1000"]).process
            #expect(try connection.resize(process.serial, 10, 10) == ENOTTY)
            try connection.send(HCS_AGENT_CONSOLE, hcs_agent_serial(serial: process.serial))
            #expect(try connection.result() == ENOTTY)
        }

        @Test func aFalseMultiplexerIsRefused() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let script = "busybox rm /dev/ptmx; busybox ln -s null /dev/ptmx"
            #expect(try connection.run(["busybox", "sh", "-c", script]).status == 0)
            guard case .failed(let stage, let error) = try connection.spawn(["busybox"], flags: Self.flag)
            else {
                Issue.record("it started")
                return
            }
            #expect(stage == HCS_STAGE_CONSOLE.rawValue)
            #expect(error == ENODEV)
        }

        /// Reads until the text is there; fails when the console ends before, or says something else for too long.
        private func expect(_ text: String, from master: Int32, _ output: inout String) throws {
            var part = [UInt8](repeating: 0, count: 4096)
            while !output.contains(text) {
                var entry = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
                guard Glibc.poll(&entry, 1, 10_000) == 1 else {
                    throw ProtocolError(message: "only: \(output)")
                }
                let count = read(master, &part, part.count)
                guard count > 0 else { throw ProtocolError(message: "ended: \(output)") }
                output += String(decoding: part[..<count], as: UTF8.self)
            }
        }
    }
}
