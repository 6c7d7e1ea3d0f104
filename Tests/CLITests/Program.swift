import Foundation

/// Where a program's standard input comes from.
enum Input {
    case null
    /// A pipe that holds these bytes and has ended; at most 64 KiB.
    case text(String)
    case file(String)
    case descriptor(Int32)
    case closed
}

/// Where a program's output goes.
enum Sink {
    /// A pipe that is read to its end.
    case pipe
    case file(String)
    case descriptor(Int32)
    case closed
}

/// What a program is started with.
struct Invocation {
    var path: String
    var arguments: [String]
    var environment: [String: String] = [:]
    var input = Input.null
    var output = Sink.pipe
    var errors = Sink.pipe
    /// A terminal that becomes the controlling one and all three streams that are left as they were.
    var terminal: String?

    var line: String { ([path] + arguments).joined(separator: " ") }
}

/// How a program ended and what it wrote into its pipes.
struct ProgramResult: CustomStringConvertible {
    let line: String
    /// Its exit code, or 128 and the signal's number.
    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]

    var text: String { String(decoding: output, as: UTF8.self) }
    var message: String { String(decoding: errors, as: UTF8.self) }
    /// The output without the last newline.
    var word: String { text.hasSuffix("\n") ? String(text.dropLast()) : text }
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    var description: String {
        "\(line)\n=> \(status)\nstdout: \(text.prefix(2000))\nstderr: \(message.prefix(2000))"
    }

    func json() throws -> Any {
        try JSONSerialization.jsonObject(with: Data(output), options: [.fragmentsAllowed])
    }
}

/// A program that runs, with the pipes that are read from it.
final class RunningProgram {
    let pid: pid_t
    private let line: String
    private var pipes: [(descriptor: Int32, bytes: [UInt8])] = []
    private var waitStatus: Int32?

    init(_ invocation: Invocation) throws {
        line = invocation.line
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var own: [Int32] = []
        defer { own.forEach { close($0) } }
        if let terminal = invocation.terminal {
            for number: Int32 in 0...2 {
                posix_spawn_file_actions_addopen(&actions, number, terminal, O_RDWR, 0)
            }
        }
        try Self.connect(invocation.input, &actions, &own, hasTerminal: invocation.terminal != nil)
        for (sink, number): (Sink, Int32) in [(invocation.output, 1), (invocation.errors, 2)] {
            switch sink {
            case .pipe where invocation.terminal != nil: pipes.append((-1, []))
            case .pipe:
                let ends = try makePipe()
                own.append(ends.write)
                _ = fcntl(ends.read, F_SETFL, O_NONBLOCK)
                pipes.append((ends.read, []))
                posix_spawn_file_actions_adddup2(&actions, ends.write, number)
            case .file(let path):
                let file = try openFile(path, O_WRONLY | O_CREAT | O_APPEND)
                own.append(file)
                posix_spawn_file_actions_adddup2(&actions, file, number)
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            case .closed: posix_spawn_file_actions_addclose(&actions, number)
            }
            if case .pipe = sink { continue }
            pipes.append((-1, []))
        }
        pid = try Self.spawn(invocation, &actions)
    }

    deinit {
        for pipe in pipes where pipe.descriptor >= 0 { close(pipe.descriptor) }
        guard waitStatus == nil else { return }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    /// Reads its pipes to their ends and waits for its own.
    ///
    /// - Throws: when that takes too long; it is killed then.
    func wait(within seconds: Double = 30, meanwhile: () -> Void = {}) throws -> ProgramResult {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while waitStatus == nil || pipes.contains(where: { $0.descriptor >= 0 }) {
            if Date() >= deadline {
                let isEnded = waitStatus != nil
                if !isEnded { kill(pid, SIGKILL) }
                throw FixtureError(
                    isEnded
                        ? "\(line): has ended, and somebody holds its output"
                        : "\(line): not done in \(seconds) s: \(text)")
            }
            readPipes(milliseconds: 5)
            meanwhile()
            var status: Int32 = 0
            if waitStatus == nil, waitpid(pid, &status, WNOHANG) == pid { waitStatus = status }
        }
        let status = waitStatus ?? 0
        return ProgramResult(
            line: line, status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
            output: pipes[0].bytes, errors: pipes[1].bytes)
    }

    /// Reads until its output holds a text.
    func waitForOutput(_ text: String, within seconds: Double = 20) throws {
        let isThere = eventually(within: seconds) {
            readPipes(milliseconds: 5)
            return String(decoding: pipes[0].bytes, as: UTF8.self).contains(text)
        }
        guard isThere else { throw FixtureError("\(line): no '\(text)': \(self.text)") }
    }

    private var text: String {
        pipes.map { String(decoding: $0.bytes.prefix(2000), as: UTF8.self) }.joined(separator: "\n")
    }

    private func readPipes(milliseconds: Int32) {
        var entries = pipes.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        poll(&entries, 2, milliseconds)
        var part = [UInt8](repeating: 0, count: 65536)
        for index in entries.indices where entries[index].revents != 0 {
            let count = read(pipes[index].descriptor, &part, part.count)
            if count > 0 {
                pipes[index].bytes += part[..<count]
            } else if count == 0 || errno != EAGAIN {
                close(pipes[index].descriptor)
                pipes[index].descriptor = -1
            }
        }
    }

    private static func connect(
        _ input: Input, _ actions: inout posix_spawn_file_actions_t, _ own: inout [Int32], hasTerminal: Bool
    ) throws {
        let descriptor: Int32
        switch input {
        case .null where hasTerminal: return
        case .null: descriptor = try openFile("/dev/null", O_RDWR)
        case .file(let path): descriptor = try openFile(path, O_RDONLY)
        case .text(let text):
            let ends = try makePipe()
            let bytes = Array(text.utf8)
            guard bytes.count <= 65536, write(ends.write, bytes, bytes.count) == bytes.count else {
                throw FixtureError("too much for a pipe: \(bytes.count)")
            }
            close(ends.write)
            descriptor = ends.read
        case .descriptor(let number):
            posix_spawn_file_actions_adddup2(&actions, number, 0)
            return
        case .closed:
            posix_spawn_file_actions_addclose(&actions, 0)
            return
        }
        own.append(descriptor)
        posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
    }

    private static func spawn(
        _ invocation: Invocation, _ actions: inout posix_spawn_file_actions_t
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // POSIX_SPAWN_SETSID is only there with _GNU_SOURCE.
        let session = 0x80
        posix_spawnattr_setflags(
            &attributes, Int16(Int(POSIX_SPAWN_SETSIGMASK) | Int(POSIX_SPAWN_SETSIGDEF) | session))
        let words = ([invocation.path] + invocation.arguments).map { strdup($0) } + [nil]
        let variables = invocation.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let error = startingLock.withLock {
            posix_spawn(&pid, invocation.path, &actions, &attributes, words, variables)
        }
        guard error == 0 else {
            throw FixtureError("\(invocation.path): \(String(cString: strerror(error)))")
        }
        return pid
    }
}

/// Without pipe2, which is only there with _GNU_SOURCE, a pipe is close-on-exec in two steps: no program starts in between.
private let startingLock = NSLock()

/// A pipe no other program of these tests inherits.
func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    let isMade = startingLock.withLock {
        pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }
    }
    guard isMade else { throw FixtureError("pipe: \(errno)") }
    return (ends[0], ends[1])
}

/// Opens a file no other program inherits.
func openFile(_ path: String, _ flags: Int32) throws -> Int32 {
    let descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY, 0o644)
    guard descriptor >= 0 else { throw FixtureError("\(path): \(String(cString: strerror(errno)))") }
    return descriptor
}
