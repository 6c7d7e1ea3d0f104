import CHCSShims
import Glibc
import Testing

extension AgentTests {
    @Suite struct Spawning {
        @Test func exitCodesAndSignals() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            for code: Int32 in [0, 1, 37, 255] {
                let started = try connection.start(["busybox", "sh", "-c", "exit \(code)"])
                #expect(exitCode(try connection.exit(started.process.serial)) == code)
            }
            let killed = try connection.start(["busybox", "sh", "-c", "kill -9 $$"])
            #expect(try connection.exit(killed.process.serial) == SIGKILL)
        }

        @Test func recordsAreComplete() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let started = try connection.start(["busybox", "true"]).process
            let exited = try connection.exitRecord(started.serial)
            #expect(started.serial == 1)
            #expect(started.pid > 1)
            #expect(exited.pid == started.pid)
            #expect(exited.token.0 == 0xAB)
            #expect(exited.flags == HCS_PROCESS_EXITED.rawValue)
            #expect(started.started_ns > 0)
            #expect(exited.exited_ns >= started.started_ns)
        }

        @Test func orphansAreReapedSilently() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let output = try connection.run(["busybox", "sh", "-c", "(busybox true & echo $!)"]).output
            let orphan = output.split(separator: "\n").first.flatMap { Int32($0) } ?? 0
            #expect(orphan > 1)
            try poll { try connection.signal(0, pid: orphan) == ESRCH }
            #expect(try connection.run(["busybox", "true"]).status == 0)
        }

        @Test(arguments: [
            Failing(["missing"], HCS_STAGE_EXECUTE, ENOENT),
            Failing(["/bin/missing"], HCS_STAGE_EXECUTE, ENOENT),
            Failing([""], HCS_STAGE_EXECUTE, ENOENT),
            Failing(["/bin"], HCS_STAGE_EXECUTE, EACCES),
            Failing(["folder"], HCS_STAGE_EXECUTE, EACCES),
            Failing(["plain"], HCS_STAGE_EXECUTE, EACCES),
            Failing(["/plain"], HCS_STAGE_EXECUTE, EACCES),
            Failing(["/garbage"], HCS_STAGE_EXECUTE, ENOEXEC),
            Failing(["busybox/x"], HCS_STAGE_EXECUTE, ENOENT),
            Failing(["/bin/busybox/x"], HCS_STAGE_EXECUTE, ENOTDIR),
            Failing(["busybox"], directory: "/missing", HCS_STAGE_DIRECTORY, ENOENT),
            Failing(["busybox"], directory: "/plain", HCS_STAGE_DIRECTORY, ENOTDIR),
            Failing(["busybox"], directory: "/secret", user: "1000", HCS_STAGE_DIRECTORY, EACCES),
            Failing(["busybox"], user: "nobody-here", HCS_STAGE_USER, ENOENT),
            Failing(["busybox"], user: "0:nobody-here", HCS_STAGE_USER, ENOENT),
            Failing(["busybox"], user: "-1", HCS_STAGE_USER, ENOENT),
            Failing(["busybox"], user: "2147483648", HCS_STAGE_USER, ERANGE),
            Failing(["busybox"], user: "4294967296", HCS_STAGE_USER, ERANGE),
            Failing(["busybox"], user: "0:99999999999999999999999", HCS_STAGE_USER, ERANGE),
            Failing([], HCS_STAGE_REQUEST, EINVAL),
        ])
        func failuresSayWhereAndWhy(_ failing: Failing) throws {
            let agent = try TestAgent(files: ["/plain": "text", "/garbage": "\u{1}\u{2}\u{3}"])
            chmod(agent.root + "/garbage", 0o755)
            mkdir(agent.root + "/secret", 0o700)
            mkdir(agent.root + "/bin/folder", 0o755)
            let connection = try agent.connect()
            let answer = try connection.spawn(
                failing.arguments, directory: failing.directory, user: failing.user,
                variables: ["PATH=/none:/:/bin"])
            guard case .failed(let stage, let error) = answer else {
                Issue.record("it started")
                return
            }
            #expect(stage == failing.stage)
            #expect(error == failing.error)
            // A failed start leaves nothing, not even a serial.
            #expect(try connection.start(["busybox", "true"]).process.serial == 1)
        }

        @Test func pathSearchGoesOnAfterWhatCannotRun() throws {
            let agent = try TestAgent(files: ["/busybox": "not a program"])
            let connection = try agent.connect()
            let variables = ["PATH=/proc/1/fd:/:/missing:/bin/busybox:/bin"]
            #expect(try connection.run(["busybox", "true"], variables: variables).status == 0)
            // An empty part is the working directory; a path with '/' is relative to it.
            #expect(
                try connection.run(["busybox", "true"], directory: "/bin", variables: ["PATH="]).status == 0)
            #expect(try connection.run(["./busybox", "true"], directory: "/bin").status == 0)
        }

        @Test(arguments: [20, 1_000_000]) func tooManyArgumentsAreRefusedByName(count: Int) throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let long = String(repeating: "x", count: count == 20 ? 200_000 : 1)
            let answer = try connection.spawn(["busybox"] + [String](repeating: long, count: count))
            guard case .failed(let stage, let error) = answer else {
                Issue.record("it started")
                return
            }
            #expect(stage == HCS_STAGE_EXECUTE.rawValue)
            #expect(error == E2BIG)
        }

        @Test func programAndFirstArgumentMayDiffer() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let answer = try connection.spawn(["false"], program: "/bin/busybox")
            guard case .process(let process, _) = answer else {
                Issue.record("it did not start")
                return
            }
            #expect(exitCode(try connection.exit(process.serial)) == 1)
        }

        @Test func aProcessLeadsItsOwnSessionAndGetsNothingButItsStreams() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            let status = try connection.run(["busybox", "cat", "/proc/self/status", "/proc/self/stat"]).output
            #expect(status.contains("SigBlk:\t0000000000000000"))
            #expect(status.contains("SigIgn:\t0000000000000000"))
            #expect(status.contains("Umask:\t0022"))
            let fields = status.split(separator: "(busybox) ").last?.split(separator: " ") ?? []
            let pid = status.split(separator: "\n").first { $0.hasPrefix("Pid:") }?.dropFirst(5)
            #expect(fields.count > 4 && fields[2] == pid ?? "" && fields[3] == pid ?? "")
            let listing = try connection.run(["busybox", "ls", "-l", "/proc/self/fd"]).output
            // The fourth is the folder that ls has open: by then it is gone.
            let numbers = listing.split(separator: "\n").compactMap { line in
                line.contains(" -> ") ? line.split(separator: " ").dropLast(2).last : nil
            }
            #expect(numbers == ["0", "1", "2"], "\(listing)")
            #expect(listing.contains("0 -> /dev/null"))
        }

        @Test func variablesAndTheirDefaults() throws {
            let agent = try TestAgent(files: ["/etc/passwd": "ann:x:1000:1000:Ann:/home/ann:/bin/sh\n"])
            let connection = try agent.connect()
            let defaults = try connection.run(["busybox", "env"]).output
            #expect(
                defaults == "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nHOME=/\n")
            let given = try connection.run(
                ["busybox", "env"], user: "ann", variables: ["A=1", "PATH=/bin", "HOMES=x"]
            ).output
            #expect(given == "A=1\nPATH=/bin\nHOMES=x\nHOME=/home/ann\n")
            let kept = try connection.run(["busybox", "env"], variables: ["PATH=/bin", "HOME="]).output
            #expect(kept == "PATH=/bin\nHOME=\n")
        }
    }
}

struct Failing: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let directory: String
    let user: String
    let stage: UInt32
    let error: Int32

    init(
        _ arguments: [String], directory: String = "", user: String = "", _ stage: hcs_spawn_stage,
        _ error: Int32
    ) {
        self.arguments = arguments
        self.directory = directory
        self.user = user
        self.stage = stage.rawValue
        self.error = error
    }

    var testDescription: String { "\(arguments) in '\(directory)' as '\(user)': \(error)" }
}
