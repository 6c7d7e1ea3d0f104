import Foundation
import HCSContainer
import HCSSchema
import Testing

/// A temporary folder with a state root and a busybox layer of its own; at its end nothing may be left.
final class Fixture: Sendable {
    let runtime: Runtime
    let folder: String
    let store: ContainerStore
    let ledger: Ledger
    var root: String { store.root }

    private init(_ runtime: Runtime, timeout: Duration, program: String?) throws {
        self.runtime = runtime
        let folder = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try Self.makeLayer(folder + "/layer")
        store = ContainerStore(
            root: folder + "/root",
            options: ContainerStore.Options(
                runtime: program.map { "\(folder)/\($0)" } ?? runtime.path, supervisor: Programs.supervisor,
                timeout: timeout))
        ledger = Ledger(folder: folder, root: store.root)
    }

    /// Runs a test and then deletes every container, checks that nothing is left, and removes the folder.
    ///
    /// - Parameter program: a runtime of the test's own making in the folder, instead of the real one.
    static func with(
        _ runtime: Runtime, timeout: Duration = .seconds(60), program: String? = nil,
        _ body: (Fixture) throws -> Void
    ) throws {
        let fixture = try Fixture(runtime, timeout: timeout, program: program)
        defer { fixture.end() }
        try body(fixture)
    }

    private func end() {
        for container in (try? store.containers()) ?? [] {
            do {
                try store.delete(container.id, force: true)
            } catch {
                Issue.record("delete: \(error)")
            }
        }
        ledger.expectNothing()
        ledger.killLeftovers()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func makeLayer(_ layer: String) throws {
        let files = FileManager.default
        for name in ["bin", "etc", "proc", "dev", "sys", "tmp", "root"] {
            try files.createDirectory(atPath: "\(layer)/\(name)", withIntermediateDirectories: true)
        }
        // A copy could be busy: another test's child may hold it open for writing for a moment.
        do {
            try files.linkItem(atPath: "/bin/busybox", toPath: layer + "/bin/busybox")
        } catch {
            try files.copyItem(atPath: "/bin/busybox", toPath: layer + "/bin/busybox")
        }
        for applet in ["sh", "cat", "sleep", "true", "stty", "echo", "head", "kill"] {
            try files.createSymbolicLink(atPath: "\(layer)/bin/\(applet)", withDestinationPath: "busybox")
        }
        try "root:x:0:0:root:/root:/bin/sh\n".write(
            toFile: layer + "/etc/passwd", atomically: false, encoding: .utf8)
    }

    var document: ContainerConfig {
        ContainerConfig(owner: "tests", layers: [Layer(path: folder + "/layer")])
    }

    func create(_ id: String = "c", _ configuration: ContainerConfig? = nil) throws -> any Container {
        try store.create(id: id, configuration: configuration ?? document)
    }

    func running(_ id: String = "c") throws -> any Container {
        let container = try create(id)
        try container.start()
        return container
    }

    /// The same containers seen with other options.
    func store(timeout: Duration) -> ContainerStore {
        var options = store.options
        options.timeout = timeout
        return ContainerStore(root: root, options: options)
    }

    /// Writes a runtime of the test's own: shell code with `$name` for the command, which may go on to the real one.
    func writeRuntime(_ program: String, _ code: String) throws {
        let script = """
            #!/bin/bash
            for name in "$@"; do
                case $name in create | start | delete | pause | resume | kill | state) break ;; esac
            done
            \(code)
            exec \(runtime.path) "$@"
            """
        let path = "\(folder)/\(program)"
        try script.write(toFile: path, atomically: false, encoding: .utf8)
        chmod(path, 0o755)
    }
}

extension Container {
    func shell(_ script: String, _ change: (inout ProcessConfig) -> Void = { _ in }) throws
        -> any ContainerProcess
    {
        var configuration = ProcessConfig(commandArgs: ["/bin/sh", "-c", script])
        change(&configuration)
        return try createProcess(configuration)
    }

    func sleeper() throws -> any ContainerProcess {
        try createProcess(ProcessConfig(commandArgs: ["/bin/sleep", "1000"]))
    }

    func state() throws -> String { try properties().state }

    func supervisorPID() throws -> pid_t {
        try pid_t(#require(try inspect(showSecrets: false).supervisorProcessID))
    }

    func agentPID() throws -> pid_t {
        try pid_t(#require(try inspect(showSecrets: false).agentProcessID))
    }

    /// Kills the supervisor and waits until it is gone.
    func killSupervisor() throws {
        let pid = try supervisorPID()
        kill(pid, SIGKILL)
        let isGone = try eventually { try inspect(showSecrets: false).supervisorProcessID != UInt32(pid) }
        #expect(isGone)
    }
}

extension ProcessStream {
    /// All there is up to end of file.
    func text() throws -> String {
        var bytes: [UInt8] = []
        while true {
            let chunk = try read()
            if chunk.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk
        }
    }

    /// Reads until the text is there.
    func text(until end: String) throws -> String {
        var text = ""
        while !text.contains(end) {
            let chunk = try read()
            if chunk.isEmpty { return text }
            text += String(decoding: chunk, as: UTF8.self)
        }
        return text
    }
}
