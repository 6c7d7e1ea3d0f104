import CHCSShims
import Glibc
import Testing

extension AgentTests {
    @Suite struct Lifetime {
        @Test func exitsSurviveALostConnection() throws {
            let agent = try TestAgent()
            let gate = try Pipe()
            var started: [UInt64] = []
            var old: Connection? = try agent.connect()
            for code in 1...3 {
                let process = try old?.start(
                    ["busybox", "sh", "-c", "read a; exit \(code)"], flags: HCS_SPAWN_STDIN.rawValue,
                    descriptors: [gate.readEnd]
                ).process
                started.append(process?.serial ?? 0)
            }
            let forgotten = try #require(try old?.start(["busybox", "true"]).process.serial)
            _ = try old?.exit(forgotten)
            let running = try #require(try old?.start(["busybox", "sleep", "1000"]).process.serial)
            old = nil
            gate.closeWriteEnd()
            var (connection, held) = try Connection.greeted(path: agent.socketPath)
            #expect(held.map(\.serial) == started + [running])
            for (index, serial) in started.enumerated() {
                #expect(exitCode(try connection.exitRecord(serial).status) == Int32(index + 1))
            }
            // Unacknowledged: told again, to a connection that replaces one that lives.
            let replaced = connection
            (connection, held) = try Connection.greeted(path: agent.socketPath)
            #expect(held.map { $0.flags & HCS_PROCESS_EXITED.rawValue } == [1, 1, 1, 0])
            #expect(replaced.isClosedByAgent())
            for (index, serial) in started.enumerated() {
                #expect(exitCode(try connection.exit(serial)) == Int32(index + 1))
            }
            try connection.acknowledge(running)
            // Its answer says that what went before was read: a new connection drops the rest of the old one.
            #expect(try connection.signal(0, serial: 999) == ESRCH)
            (connection, held) = try Connection.greeted(path: agent.socketPath)
            #expect(held.map(\.serial) == [running])
            #expect(try connection.start(["busybox", "true"]).process.serial == running + 1)
        }

        /// Every length of listing: the agent's buffer must end at its capacity once.
        @Test func anyNumberOfExitsIsKept() throws {
            let agent = try TestAgent()
            for count in 0..<300 {
                let (connection, held) = try Connection.greeted(path: agent.socketPath)
                #expect(held.map(\.serial) == (0..<UInt64(count)).map { $0 + 1 })
                _ = try connection.start(["/bin/busybox", "true"])
            }
        }

        @Test func shutdownAsksThenForces() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let polite = try connection.start(["busybox", "sleep", "1000"]).process
            let stubborn = try startStubborn(connection)
            try connection.send(HCS_AGENT_SHUTDOWN, hcs_agent_shutdown(kill_after_ms: 300, reserved: 0))
            #expect(try connection.result() == 0)
            guard case .failed(let stage, let error) = try connection.spawn(["busybox"]) else {
                Issue.record("it started")
                return
            }
            #expect(stage == HCS_STAGE_REQUEST.rawValue)
            #expect(error == ESHUTDOWN)
            #expect(try connection.exit(polite.serial) == SIGTERM)
            let record = try connection.exitRecord(stubborn.serial)
            #expect(record.status == SIGKILL)
            #expect(record.exited_ns - record.started_ns > 250_000_000)
            // It waits for the acknowledgement.
            var entry = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
            #expect(Glibc.poll(&entry, 1, 200) == 0)
            try connection.acknowledge(stubborn.serial)
            #expect(try agent.waitForEnd() == 0)
            #expect(connection.isClosedByAgent())
        }

        @Test func withoutALimitShutdownDoesNotForce() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let stubborn = try startStubborn(connection)
            try connection.send(HCS_AGENT_SHUTDOWN, hcs_agent_shutdown(kill_after_ms: 0, reserved: 0))
            #expect(try connection.result() == 0)
            var entry = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
            #expect(Glibc.poll(&entry, 1, 300) == 0)
            #expect(try connection.signal(SIGKILL, serial: stubborn.serial) == 0)
            #expect(try connection.exit(stubborn.serial) == SIGKILL)
            #expect(try agent.waitForEnd() == 0)
        }

        @Test func anEmptyContainerEndsAtOnce() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            try connection.send(HCS_AGENT_SHUTDOWN, hcs_agent_shutdown(kill_after_ms: 0, reserved: 0))
            #expect(try connection.result() == 0)
            #expect(try agent.waitForEnd(seconds: 2) == 0)
        }

        @Test func terminateIsShutdownAndUnacknowledgedExitsWaitFiveSeconds() throws {
            let agent = try TestAgent()
            var connection: Connection? = try agent.connect()
            _ = try connection?.start(["busybox", "sleep", "1000"])
            connection = nil
            let clock = ContinuousClock()
            let start = clock.now
            kill(try agent.hostPid(), SIGTERM)
            #expect(try agent.waitForEnd() == 0)
            #expect(clock.now - start > .seconds(4.5))
        }

        @Test func nothingGrowsOverAThousandProcesses() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            func run(_ count: Int) throws {
                for _ in 0..<count {
                    let process = try connection.start(["/bin/busybox", "true"], user: "7").process
                    #expect(process.serial == last + 1)
                    last = process.serial
                    #expect(try connection.exit(process.serial) == 0)
                }
            }
            var last: UInt64 = 0
            try run(50)
            // A big request leaves nothing behind either.
            let big = [String](repeating: String(repeating: "x", count: 100_000), count: 15)
            _ = try connection.start(["busybox", "true"] + big)
            last += 1
            let (memory, descriptors) = (try agent.privateMemory(), try agent.descriptorCount())
            try run(1000)
            #expect(try agent.privateMemory() <= memory + 8, "was \(memory)")
            #expect(try agent.descriptorCount() == descriptors)
            #expect(memory < 128)
        }

        @Test func aPeerFromInsideIsRefused() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            // HELLO, as the socket's owner would send it; what comes back is counted.
            let script = """
                use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or exit 9;
                connect($s, sockaddr_un($ARGV[0])) or exit 8; $SIG{PIPE} = "IGNORE";
                syswrite($s, pack("LSSQLL", 8, 1, 0, 1, 1, 0)); sysread($s, my $answer, 16);
                exit(length($answer) ? 1 : 0)
                """
            let perl = ["perl", "-e", script, agent.socketPath]
            #expect(try runHost(["nsenter", "--target", "\(try agent.hostPid())", "--pid"] + perl) == 0)
            // The connection before it was not replaced; from outside the same program is answered.
            #expect(try connection.run(["busybox", "true"]).status == 0)
            #expect(try runHost(perl) == 1)
        }

        private func startStubborn(_ connection: Connection) throws -> hcs_agent_process {
            let output = try Pipe()
            let process = try connection.start(
                [
                    "busybox", "sh", "-c",
                    "trap '' TERM; echo; while :; do read a; done < /dev/null; sleep 1000",
                ],
                flags: HCS_SPAWN_STDOUT.rawValue, descriptors: [output.writeEnd]
            ).process
            var byte: UInt8 = 0
            guard read(output.readEnd, &byte, 1) == 1 else { throw ProtocolError(message: "no word") }
            return process
        }
    }
}
