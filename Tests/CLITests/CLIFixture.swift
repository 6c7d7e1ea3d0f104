import Foundation
import Testing

/// One state root, one layer and one runtime for one test; gone at the end, with everything made under it.
final class CLIFixture {
    let runtime: Runtime
    /// In the name of everything the test makes: ids, folders, and so cgroups and mounts.
    let token: String
    let folder: String

    var root: String { "\(folder)/root" }
    var layer: String { "\(folder)/layer" }
    /// The id of the container, where there is only one.
    var id: String { token }

    static let program: String = {
        if let path = ProcessInfo.processInfo.environment["HCSCTL"] { return path }
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().path + "/hcsctl"
    }()

    /// Runs a body with a fixture of its own and checks afterwards that nothing is left.
    static func with(_ runtime: Runtime, _ body: (CLIFixture) throws -> Void) throws {
        let fixture = try CLIFixture(runtime)
        defer { fixture.remove() }
        try body(fixture)
    }

    /// The same with a container that runs.
    static func running(_ runtime: Runtime, _ flags: String..., body: (CLIFixture) throws -> Void) throws {
        try with(runtime) { fixture in
            try fixture.succeed(["create", fixture.id, "--layer", fixture.layer, "--start"] + flags)
            try body(fixture)
        }
    }

    private init(_ runtime: Runtime) throws {
        if let missing = Requirements.missing { throw FixtureError(missing) }
        self.runtime = runtime
        token = "cli-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        folder = "/tmp/hcsctl-test-\(token)"
        guard mkdir(folder, 0o755) == 0 else { throw FixtureError("\(folder): \(errno)") }
        try makeLayer()
    }

    private func makeLayer() throws {
        for name in ["bin", "dev", "etc", "home/user", "proc", "root", "sys", "tmp"] {
            try makeFolder("layer/\(name)")
        }
        chmod("\(layer)/tmp", 0o1777)
        // A copy could be busy: another test's child may hold it open for writing for a moment.
        do {
            try FileManager.default.linkItem(atPath: "/bin/busybox", toPath: "\(layer)/bin/busybox")
        } catch {
            try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: "\(layer)/bin/busybox")
        }
        for name in Self.applets { symlink("busybox", "\(layer)/bin/\(name)") }
        try write("layer/etc/passwd", "root:x:0:0::/root:/bin/sh\nuser:x:1000:1000::/home/user:/bin/sh\n")
        try write("layer/etc/group", "root:x:0:\nuser:x:1000:\nextra:x:2000:user\n")
    }

    private static let applets = [
        "cat", "cut", "dd", "echo", "env", "false", "grep", "hostname", "id", "ifconfig", "kill", "ls",
        "md5sum",
        "mount", "ps", "pwd", "readlink", "seq", "sh", "sha256sum", "sleep", "stat", "stty", "test", "touch",
        "tr",
        "true", "tty", "wc", "yes",
    ]

    private func remove() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        for name in names.filter({ !Self.shared.contains($0) }).sorted().reversed() {
            do {
                let result = try run(["delete", "-f", name])
                if result.status != 0 { Issue.record("clean-up failed: \(result)") }
            } catch {
                Issue.record("clean-up failed: \(error)")
            }
        }
        var left: [String] = []
        let isClean = eventually {
            left =
                Leftovers.find(token) + files(below: root).filter(isNotShared)
                + files(below: "\(root)-scratch")
            return left.isEmpty
        }
        if !isClean { Issue.record("left behind: \(left.joined(separator: "\n"))") }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

// MARK: - Commands

extension CLIFixture {
    /// How `hcsctl` is started with arguments, in an environment that holds nothing of the caller's.
    func invocation(_ arguments: [String]) -> Invocation {
        Invocation(
            path: Self.program, arguments: ["--root", root, "--runtime", runtime.rawValue] + arguments,
            environment: ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"])
    }

    func run(_ arguments: [String], input: Input = .null, within seconds: Double = 30) throws -> ProgramResult
    {
        var invocation = invocation(arguments)
        invocation.input = input
        return try RunningProgram(invocation).wait(within: seconds)
    }

    /// Runs a command in the container.
    func exec(_ arguments: String..., input: Input = .null) throws -> ProgramResult {
        try run(["exec", id] + arguments, input: input)
    }

    /// Starts a process that stays; returns its name as `id/pid`.
    func detach(_ arguments: String...) throws -> String {
        try succeed(["exec", "-d", id] + arguments).word
    }

    /// Runs a command that must go well and have nothing to say about it.
    @discardableResult
    func succeed(
        _ arguments: [String], input: Input = .null, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> ProgramResult {
        let result = try run(arguments, input: input)
        #expect(result.status == 0, "\(result)", sourceLocation: sourceLocation)
        #expect(result.message == "", "\(result)", sourceLocation: sourceLocation)
        return result
    }

    /// Runs a command that must fail: with this status, one line that names all of this, and no trace.
    @discardableResult
    func fail(
        _ arguments: [String], _ status: Int32, naming names: [String], input: Input = .null,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> ProgramResult {
        let before = snapshot()
        let result = try run(arguments, input: input)
        #expect(result.status == status, "\(result)", sourceLocation: sourceLocation)
        #expect(result.text == "", "\(result)", sourceLocation: sourceLocation)
        let lines = result.message.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first?.hasPrefix("hcsctl: ") == true, "\(result)", sourceLocation: sourceLocation)
        #expect(lines.count <= 4 && lines.last == "", "\(result)", sourceLocation: sourceLocation)
        for name in names {
            #expect(
                lines.first?.contains(name) == true, "no '\(name)': \(result)", sourceLocation: sourceLocation
            )
        }
        var after = snapshot()
        let isUnchanged = eventually(within: 3) {
            after = snapshot()
            return after == before
        }
        #expect(isUnchanged, "\(result): \(before) is now \(after)", sourceLocation: sourceLocation)
        return result
    }

    /// The one object in the JSON array a command prints.
    func object(_ arguments: [String]) throws -> [String: Any] {
        let result = try succeed(arguments + ["--format", "json"])
        let all = try #require(try result.json() as? [[String: Any]], "\(result)")
        #expect(all.count == 1, "\(result)")
        return try #require(all.first, "\(result)")
    }

    /// The state `list` tells.
    func state() throws -> String? {
        try object(["list", "--id", id])["State"] as? String
    }
}

// MARK: - Files

extension CLIFixture {
    @discardableResult
    func makeFolder(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// A file of the fixture; nil when it is not there.
    func text(_ name: String) -> String? {
        let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
        return FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The logs of containers outlive them; the system call filter is every container's.
    private static let shared = [".events", ".seccomp"]

    private func isNotShared(_ path: String) -> Bool {
        !Self.shared.contains { path.hasPrefix("\(root)/\($0)") }
    }

    func files(below path: String) -> [String] {
        ((FileManager.default.enumerator(atPath: path)?.allObjects as? [String]) ?? []).sorted().map {
            "\(path)/\($0)"
        }
    }

    /// Everything that a failed command could have added to.
    func snapshot() -> [String] {
        // While a state file is replaced it has a second name.
        (files(below: root) + files(below: "\(root)-scratch")).filter {
            isNotShared($0) && !$0.contains("/runtime/") && !$0.hasSuffix(".tmp")
        }
            + Leftovers.cgroups(token)
    }

    /// The document of a container over the layer, with more keys.
    func document(_ more: String = "") -> String {
        #"{"SystemType":"Container","Name":"fixture","Layers":[{"ID":"base","Path":"\#(layer)"}]\#(more)}"#
    }
}
