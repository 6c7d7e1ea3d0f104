import CHCSShims
import Glibc
import Testing

extension AgentTests {
    @Suite struct Streams {
        static let all = HCS_SPAWN_STDIN.rawValue | HCS_SPAWN_STDOUT.rawValue | HCS_SPAWN_STDERR.rawValue

        @Test func threePipes() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let (input, output, errors) = (try Pipe(), try Pipe(), try Pipe())
            let process = try connection.start(
                ["busybox", "sh", "-c", "read a; echo out $a; echo err $a >&2"], flags: Self.all,
                descriptors: [input.readEnd, output.writeEnd, errors.writeEnd]
            ).process
            output.closeWriteEnd()
            errors.closeWriteEnd()
            #expect(write(input.writeEnd, "x\n", 2) == 2)
            #expect(try output.readAll() == "out x\n")
            #expect(try errors.readAll() == "err x\n")
            #expect(try connection.exit(process.serial) == 0)
        }

        @Test func aSocketIsAStream() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            var ends: [Int32] = [-1, -1]
            #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
            let process = try connection.start(
                ["busybox", "cat"], flags: HCS_SPAWN_STDIN.rawValue | HCS_SPAWN_STDOUT.rawValue,
                descriptors: [ends[1], ends[1]]
            ).process
            close(ends[1])
            #expect(write(ends[0], "echo", 4) == 4)
            shutdown(ends[0], Int32(SHUT_WR))
            #expect(try readAll(ends[0]) == "echo")
            close(ends[0])
            #expect(try connection.exit(process.serial) == 0)
        }

        @Test func whatCouldReachTheHostIsRefused() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let pipe = try Pipe()
            let refused = [
                ("file", open("/etc/hostname", O_RDONLY)), ("folder", open("/", O_RDONLY | O_DIRECTORY)),
                ("device", open("/dev/null", O_RDWR)), ("terminal", open("/dev/ptmx", O_RDWR | O_NOCTTY)),
                ("path", open("/proc/self/fd/\(pipe.readEnd)", 0o10000000)),  // O_PATH
            ]
            for (name, descriptor) in refused {
                #expect(descriptor >= 0, "\(name)")
                defer { close(descriptor) }
                let answer = try connection.spawn(
                    ["busybox", "true"], flags: HCS_SPAWN_STDIN.rawValue, descriptors: [descriptor])
                guard case .failed(let stage, let error) = answer else {
                    Issue.record("\(name) was let in")
                    continue
                }
                #expect(stage == HCS_STAGE_STREAMS.rawValue, "\(name)")
                #expect(error == EBADF, "\(name)")
            }
        }

        @Test func anImageWithoutNullNeedsAllThree() throws {
            let agent = try TestAgent(hasNull: false)
            let connection = try agent.connect()
            let pipe = try Pipe()
            guard case .failed(let stage, let error) = try connection.spawn(["busybox", "true"]) else {
                Issue.record("it started")
                return
            }
            #expect(stage == HCS_STAGE_STREAMS.rawValue)
            #expect(error == ENODEV)
            let started = try connection.start(
                ["busybox", "true"], flags: Self.all,
                descriptors: [pipe.readEnd, pipe.writeEnd, pipe.writeEnd])
            #expect(try connection.exit(started.process.serial) == 0)
        }

        @Test func descriptorsMustAgreeWithTheFlags() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let pipe = try Pipe()
            let cases: [(UInt32, [Int32])] = [
                (HCS_SPAWN_STDIN.rawValue, []), (0, [pipe.readEnd]),
                (Self.all, [pipe.readEnd, pipe.writeEnd]),
                (HCS_SPAWN_CONSOLE.rawValue, [pipe.readEnd]), (1 << 20, []),
                (HCS_SPAWN_CONSOLE.rawValue | HCS_SPAWN_STDIN.rawValue, [pipe.readEnd]),
            ]
            for (flags, descriptors) in cases {
                let answer = try connection.spawn(
                    ["busybox", "true"], flags: flags, descriptors: descriptors)
                guard case .failed(let stage, let error) = answer else {
                    Issue.record("\(flags) was taken")
                    continue
                }
                #expect(stage == HCS_STAGE_REQUEST.rawValue)
                #expect(error == EINVAL)
            }
            #expect(try agent.descriptorCount() == 6, "0 to 2, socket, signals and connection")
        }
    }
}
