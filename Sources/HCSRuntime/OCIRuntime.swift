package import HCSSystem

/// Drives one container's runtime through its command line, as runc defined it.
///
/// Kill, state and statistics need no runtime: pidfds and cgroup files do it in microseconds.
package struct OCIRuntime {
    /// How long a command may take; a runtime in good health takes milliseconds, on a very busy host a second.
    package static let defaultDeadline = Duration.seconds(30)

    package let choice: RuntimeChoice
    private let stateRoot: String
    private let logPath: String
    private let runner: any CommandRunner
    private let deadline: Duration

    /// - Parameters:
    ///   - stateRoot: folder for the runtime's own state (`--root`).
    ///   - logPath: file for its log; written anew by each command, so one container has one.
    package init(
        _ choice: RuntimeChoice, stateRoot: String, logPath: String, runner: any CommandRunner,
        deadline: Duration = OCIRuntime.defaultDeadline
    ) {
        self.choice = choice
        self.stateRoot = stateRoot
        self.logPath = logPath
        self.runner = runner
        self.deadline = deadline
    }

    /// Creates the container; its init waits for `start`.
    ///
    /// Descriptors 0, 1 and 2 of init are /dev/null: it keeps what the runtime was given, and a pipe would never end.
    ///
    /// - Parameters:
    ///   - pidFile: written by the runtime, read here, and left.
    ///   - preserved: descriptors of init from 3 on.
    ///   - cgroupsPath: where init must be; a pid that is not there is not believed.
    /// - Returns: the host's pid of init, which is then a child of the nearest subreaper.
    package func create(
        id: String, bundle: String, pidFile: String, preserved: [Descriptor], cgroupsPath: String
    ) throws(RuntimeError) -> Int32 {
        do {
            try Files.remove(pidFile)
        } catch {
            throw .notRun(command: command("create"), error)
        }
        var arguments = ["--bundle", bundle, "--pid-file", pidFile]
        if !preserved.isEmpty { arguments += ["--preserve-fds", String(preserved.count)] }
        try run("create", arguments + [id], preserved: preserved)
        return try ProcessFile.read(pidFile, cgroupsPath: cgroupsPath)
    }

    package func start(id: String) throws(RuntimeError) {
        try run("start", [id])
    }

    package func pause(id: String) throws(RuntimeError) {
        try run("pause", [id])
    }

    package func resume(id: String) throws(RuntimeError) {
        try run("resume", [id])
    }

    /// Signals init alone. On cgroup v1 a paused container must be resumed for the signal to arrive.
    package func kill(id: String, signal: Int32) throws(RuntimeError) {
        try run("kill", [id, String(signal)])
    }

    /// Removes what the runtime keeps of a stopped container.
    ///
    /// - Parameter force: kills it if needed, and one that is not there is no error.
    package func delete(id: String, force: Bool = false) throws(RuntimeError) {
        try run("delete", (force ? ["--force"] : []) + [id])
    }

    private func command(_ name: String) -> String {
        "\(choice.path) \(name)"
    }

    private func run(
        _ name: String, _ arguments: [String], preserved: [Descriptor] = []
    ) throws(RuntimeError) {
        let manager = choice.kind == .crun ? ["--cgroup-manager=cgroupfs"] : []
        let globals = ["--root", stateRoot, "--log", logPath, "--log-format", "json"]
        let status: ExitStatus
        do {
            try Files.remove(logPath)
            status = try runner.run(
                Command(
                    path: choice.path, arguments: [choice.path] + globals + manager + [name] + arguments,
                    environment: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
                    descriptors: [nil, nil, nil] + preserved),
                deadline: deadline)
        } catch {
            throw .notRun(command: command(name), error)
        }
        guard status == .exited(0) else {
            throw .failed(
                command: command(name), status: status, message: RuntimeLog.lastError(in: logPath))
        }
    }
}

/// The file in which a runtime writes the pid of a container's init.
enum ProcessFile {
    static func read(_ path: String, cgroupsPath: String) throws(RuntimeError) -> Int32 {
        let text: String
        do {
            text = String(decoding: try Files.read(path, maximum: 64), as: UTF8.self)
        } catch {
            throw .noProcess(path: path, reason: "\(error)")
        }
        let digits = text.last == "\n" ? text.dropLast() : text[...]
        guard let pid = Int32(digits), pid > 1 else {
            throw .noProcess(path: path, reason: "not a process number")
        }
        // A wrapper or a confused runtime may name any process: this one will be signalled and waited for.
        guard let cgroups = try? Files.text("/proc/\(pid)/cgroup"),
            cgroups.split(separator: "\n").contains(where: { $0.hasSuffix(":\(cgroupsPath)") })
        else {
            throw .noProcess(path: path, reason: "process \(pid) is not in the container's cgroup")
        }
        return pid
    }
}
