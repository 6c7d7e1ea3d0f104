import CHCSShims
import Glibc
import Testing

/// Root can make namespaces; elsewhere the tests are skipped, but not in CI.
let canRunAgent = getuid() == 0 || getenv("CI").map { String(cString: $0) } == "true"

/// All tests that run a real agent, one after the other: some count processes and memory.
@Suite(.serialized, .enabled(if: canRunAgent, "needs root for namespaces"))
struct AgentTests {}

/// A real agent as PID 1 of new pid and mount namespaces, in a root of its own with busybox.
final class TestAgent {
    let root: String
    var socketPath: String { root + "/agent.sock" }
    private let launcher: pid_t
    private var launcherStatus: Int32?

    init(files: [String: String] = [:], hasNull: Bool = true) throws {
        root = try makeRoot(files)
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(listener) }
        guard withSocketAddress(root + "/agent.sock", { bind(listener, $0, $1) }) == 0,
            listen(listener, 8) == 0
        else { throw ProtocolError(message: "listen") }
        launcher = try launch(root: root, listener: listener, hasNull: hasNull)
    }

    deinit {
        if launcherStatus == nil {
            // Its child, the agent, dies with it, and with that everything in the namespace.
            kill(launcher, SIGKILL)
            waitpid(launcher, nil, 0)
        }
        _ = try? runHost(["rm", "-rf", root])
    }

    func connect() throws -> Connection { try Connection.greeted(path: socketPath).0 }

    /// The agent's pid on the host: the launcher's child.
    func hostPid() throws -> pid_t {
        let children = try readHostFile("/proc/\(launcher)/task/\(launcher)/children")
        guard let pid = children.split(separator: " ").first.flatMap({ pid_t($0) }) else {
            throw ProtocolError(message: "the agent is gone")
        }
        return pid
    }

    func descriptorCount() throws -> Int {
        guard let folder = opendir("/proc/\(try hostPid())/fd") else { throw ProtocolError(message: "no fd") }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            if entry.pointee.d_name.0 != 0x2E { count += 1 }
        }
        return count
    }

    /// What only this agent holds, in KiB; the pages of its program are every agent's.
    func privateMemory() throws -> Int {
        let rollup = try readHostFile("/proc/\(try hostPid())/smaps_rollup").split(separator: "\n")
        let words = rollup.first { $0.hasPrefix("Anonymous:") }?.split(separator: " ")
        return words?.dropFirst().first.flatMap { Int($0) } ?? .max
    }

    /// Waits for the agent's end; returns its exit code.
    func waitForEnd(seconds: Double = 15) throws -> Int32? {
        var status: Int32 = 0
        try poll(seconds: seconds) { waitpid(self.launcher, &status, WNOHANG) == self.launcher }
        launcherStatus = status
        return exitCode(status)
    }
}

private func makeRoot(_ files: [String: String]) throws -> String {
    var template = Array("/tmp/hcs-agent-test-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw ProtocolError(message: "mkdtemp") }
    let root = String(cString: made)
    for folder in ["bin", "dev", "etc", "proc", "tmp"] { mkdir("\(root)/\(folder)", 0o755) }
    chmod(root, 0o755)
    chmod("\(root)/tmp", 0o1777)
    guard try runHost(["cp", "/bin/busybox", "\(root)/bin/busybox"]) == 0 else {
        throw ProtocolError(message: "no static busybox")
    }
    for (path, text) in files { try writeHostFile(root + path, text) }
    return root
}

/// Starts the agent as a runtime would: descriptor 3 is the program, 4 the listening socket.
private func launch(root: String, listener: Int32, hasNull: Bool) throws -> pid_t {
    let program = open(try agentPath(), O_RDONLY | O_CLOEXEC)
    guard program >= 0 else { throw ProtocolError(message: "no hcs-agent: build it first") }
    defer { close(program) }
    let script = """
        b=/bin/busybox
        $b mount -t tmpfs tmpfs /dev && $b mknod -m 666 /dev/\(hasNull ? "null" : "none") c 1 3 \
        && $b mknod -m 666 /dev/tty c 5 0 && $b mkdir /dev/pts \
        && $b mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts && $b ln -s pts/ptmx /dev/ptmx \
        && exec /proc/self/fd/3
        """
    let arguments = [
        "unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "--root", root, "/bin/busybox", "sh",
        "-c", script,
    ]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // By way of high numbers, so that neither overwrites the other.
    posix_spawn_file_actions_adddup2(&actions, program, 103)
    posix_spawn_file_actions_adddup2(&actions, listener, 104)
    posix_spawn_file_actions_adddup2(&actions, 103, 3)
    posix_spawn_file_actions_adddup2(&actions, 104, 4)
    return try spawnHost(arguments, &actions)
}

/// The agent is built beside the tests.
private func agentPath() throws -> String {
    let maps = try readHostFile("/proc/self/maps")
    for line in maps.split(separator: "\n") where line.hasSuffix(".xctest") {
        guard let start = line.firstIndex(of: "/"), let end = line.lastIndex(of: "/") else { continue }
        return line[start..<end] + "/hcs-agent"
    }
    throw ProtocolError(message: "no test bundle")
}

private func spawnHost(_ arguments: [String], _ actions: inout posix_spawn_file_actions_t) throws -> pid_t {
    var pid: pid_t = 0
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    let error = posix_spawnp(&pid, arguments[0], &actions, nil, &pointers, environ)
    guard error == 0 else { throw ProtocolError(message: "\(arguments[0]): \(error)") }
    return pid
}

/// Runs a program of the host; returns its exit code.
func runHost(_ arguments: [String]) throws -> Int32? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let pid = try spawnHost(arguments, &actions)
    var status: Int32 = 0
    guard waitpid(pid, &status, 0) == pid else { throw ProtocolError(message: "waitpid") }
    return exitCode(status)
}

func readHostFile(_ path: String) throws -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw ProtocolError(message: path) }
    defer { close(file) }
    return try readAll(file)
}

func readAll(_ file: Int32) throws -> String {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(file, &part, part.count)
        guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
        bytes += part[..<count]
    }
}

func writeHostFile(_ path: String, _ text: String, mode: mode_t = 0o644) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard file >= 0 else { throw ProtocolError(message: path) }
    defer { close(file) }
    guard write(file, text, text.utf8.count) == text.utf8.count else { throw ProtocolError(message: path) }
}

/// Looks until the condition holds, or throws.
func poll(seconds: Double = 10, _ condition: () throws -> Bool) throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(seconds)
    while try !condition() {
        guard clock.now < deadline else { throw ProtocolError(message: "took too long") }
        usleep(1000)
    }
}

func withSocketAddress<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}

final class Pipe {
    let readEnd: Int32
    private(set) var writeEnd: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ProtocolError(message: "pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        closeWriteEnd()
    }

    func closeWriteEnd() {
        if writeEnd >= 0 { close(writeEnd) }
        writeEnd = -1
    }

    func readAll() throws -> String { try HCSAgentTests.readAll(readEnd) }
}
