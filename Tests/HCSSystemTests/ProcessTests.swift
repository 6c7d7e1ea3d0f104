import Foundation
import HCSSystem
import Testing

/// Spawning, orphans, pidfds, identities.
struct ProcessTests {
    private typealias Status = HCSSystem.ExitStatus

    private static func shell(
        _ script: String, output: Descriptor? = nil, extra: [Descriptor?] = [], directory: String? = nil,
        environment: [String] = ["PATH=/usr/bin:/bin"]
    ) -> Command {
        Command(
            path: "/bin/sh", arguments: ["sh", "-c", script], environment: environment,
            descriptors: [nil, output, nil] + extra, directory: directory)
    }

    private static func wait(for child: ChildProcess) -> Status {
        var status: Int32 = 0
        while waitpid(child.pid, &status, 0) < 0, errno == EINTR {}
        return Status(waitStatus: status)
    }

    /// What a script says, end of file included: nobody else holds the pipe.
    private static func output(_ make: (Descriptor) -> Command) throws -> String {
        let pipe = try HCSSystem.Pipe()
        let child = try ChildProcess.spawn(make(pipe.writeEnd))
        dropEnd(pipe.writeEnd)
        let text = String(decoding: try Files.read(from: pipe.readEnd, named: "pipe"), as: UTF8.self)
        #expect(wait(for: child) == .exited(0))
        return text
    }

    @Test(arguments: [("exit 7", Status.exited(7), Int32(7)), ("kill -9 $$", .signalled(9), 137)])
    func exitStatus(_ script: String, _ expected: HCSSystem.ExitStatus, _ code: Int32) throws {
        let status = Self.wait(for: try ChildProcess.spawn(Self.shell(script)))
        #expect(status == expected)
        #expect(status.code == code)
    }

    @Test(arguments: [
        ("/nowhere/at/all", SyscallError.Kind.missing), ("/etc/passwd", .denied), ("/etc", .denied),
    ])
    func cannotStart(_ path: String, _ kind: SyscallError.Kind) {
        for start in [{ _ = try ChildProcess.spawn($0) }, { _ = try ChildProcess.spawnOrphan($0) }]
            as [(Command) throws -> Void]
        {
            let error = #expect(throws: SyscallError.self) {
                try start(Command(path: path, arguments: ["x"]))
            }
            #expect(error?.kind == kind)
            #expect(error?.subject == path)
        }
    }

    @Test func missingDirectory() {
        let command = Self.shell("exit 0", directory: "/nowhere")
        #expect(throws: SyscallError.self) { _ = try ChildProcess.spawn(command) }
    }

    @Test func onlyWhatWasGiven() throws {
        let numbers = try Self.output {
            Self.shell("ls /proc/self/fd | tr '\\n' ' '; pwd; env | sort", output: $0, directory: "/")
        }
        // ls itself has 3 open for the folder it lists.
        #expect(numbers == "0 1 2 3 /\nPATH=/usr/bin:/bin\nPWD=/\n")
    }

    @Test func descriptorsInAnyOrder() throws {
        // The extra ones are the pipe itself, at 3 and 5; 4 is /dev/null.
        let text = try Self.output {
            Self.shell("echo a >&3; echo b >&5; echo c >&4", output: $0, extra: [$0, nil, $0])
        }
        #expect(text == "a\nb\n")
    }

    @Test func tooManyDescriptors() {
        let command = Self.shell("exit 0", extra: [Descriptor?](repeating: nil, count: 100))
        #expect(throws: SyscallError.self) { _ = try ChildProcess.spawn(command) }
    }

    /// `exec`: a shell that forks blocks every signal for that moment, and would be seen like that.
    @Test func signalsAreDefaultInside() throws {
        let text = try Self.output { Self.shell("exec grep -E 'Sig(Blk|Ign)' /proc/self/status", output: $0) }
        let masks = text.split(separator: "\n").compactMap { UInt64($0.suffix(16), radix: 16) }
        // 32 and 33 are glibc's own; it lets nobody change them.
        #expect(masks.count == 2 && masks.allSatisfy { $0 & ~(3 << 31) == 0 }, "\(text)")
    }

    /// In a session of its own, not a child of the thread that started it, and gone when it ends.
    ///
    /// Its parent is the nearest subreaper, which the runtime tests make of this very process.
    @Test func orphan() throws {
        let pipe = try HCSSystem.Pipe()
        let pid = try ChildProcess.spawnOrphan(
            Self.shell("echo $$ $PPID; exec sleep 1000", output: pipe.writeEnd))
        defer {
            kill(pid, SIGKILL)
            waitpid(pid, nil, WNOHANG)
        }
        let text = String(decoding: try Streams.read(from: pipe.readEnd, maximum: 99), as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
        #expect(words.first == pid)
        #expect(getsid(pid) == pid)
        let identity = try #require(ProcessIdentity(pid: pid))
        #expect(identity.isAlive)
        let pidfd = try #require(identity.open())
        #expect(!ProcessSetup.waitReadable(pidfd, .zero))
        try Pidfd.signal(pidfd, SIGKILL)
        #expect(ProcessSetup.waitReadable(pidfd, .seconds(10)))
        #expect(eventually { !identity.isAlive })
    }

    @Test func pidfdOfADeadChild() throws {
        let child = try ChildProcess.spawn(Self.shell("exit 3"))
        let identity = ProcessIdentity(pid: child.pid)
        #expect(ProcessSetup.waitReadable(child.pidfd, .seconds(10)))
        #expect(identity?.isAlive != true, "a zombie is not alive")
        #expect(ProcessIdentity(pid: child.pid) == nil)
        #expect(Self.wait(for: child) == .exited(3))
        let error = #expect(throws: SyscallError.self) { try Pidfd.signal(child.pidfd, SIGKILL) }
        #expect(error?.kind == .noProcess)
        // A newer kernel knows; an older one says nothing rather than something wrong.
        #expect([nil, .exited(3)].contains(Pidfd.exitStatus(child.pidfd)))
    }

    @Test func identities() throws {
        let own = try #require(ProcessIdentity.own)
        #expect(own.isAlive)
        #expect(own.pid == getpid())
        #expect(ProcessIdentity(pid: .max) == nil)
        #expect(ProcessIdentity(pid: 0) == nil)
        let text = try JSONEncoder().encode(own)
        #expect(try JSONDecoder().decode(ProcessIdentity.self, from: text) == own)
        let other = try JSONDecoder().decode(
            ProcessIdentity.self, from: Data("{\"pid\":\(own.pid),\"startTicks\":\(own.startTicks + 1)}".utf8)
        )
        #expect(!other.isAlive)
        #expect(other.open() == nil)
    }
}
