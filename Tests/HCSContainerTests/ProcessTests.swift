import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Processes: streams, consoles, signals, failed starts.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct ProcessTests {
    @Test(arguments: Runtime.allCases)
    func kills(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.sleeper()
            try process.kill()
            // The second may come before or after the end.
            #expect(["ok", "ProcessAlreadyStopped"].contains(outcome { try process.kill() }))
            let exit = try process.wait(timeout: .seconds(10))
            #expect(exit.code == 137 && exit.signal == 9 && !exit.outOfMemory)
            #expect(outcome { try process.kill() } == "ProcessAlreadyStopped")
            #expect(
                outcome { try container.openProcess(process.processID).kill() } == "ProcessAlreadyStopped")
            #expect(outcome { try process.signal(0, scope: .process) } == "InvalidArgument")
            #expect(outcome { try process.signal(65, scope: .group) } == "InvalidArgument")
            #expect(outcome { try container.terminate() } == "OperationPending")
            try container.wait(timeout: .seconds(20))
            #expect(outcome { try process.kill() } == "ProcessAlreadyStopped")
        }
    }

    /// The agent hands a group's signal to every process in it.
    @Test(arguments: Runtime.allCases)
    func signalsToProcessAndGroup(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let trap = try container.shell("trap 'exit 6' USR1; echo ready; while :; do sleep 0.05; done") {
                $0.createStdOutPipe = true
            }
            #expect(try trap.standardStreams.output?.text(until: "\n") == "ready\n")
            try trap.signal(SIGUSR1, scope: .process)
            #expect(try trap.wait(timeout: .seconds(10)).code == 6)
            let group = try container.shell("sleep 1000 & sleep 1000 & echo ready; wait") {
                $0.createStdOutPipe = true
            }
            #expect(try group.standardStreams.output?.text(until: "\n") == "ready\n")
            try group.signal(SIGKILL, scope: .group)
            #expect(try group.wait(timeout: .seconds(10)).signal == 9)
            #expect(try eventually { try container.processList().isEmpty })
        }
    }

    @Test(arguments: Runtime.allCases)
    func outputIsReadableAfterTheExit(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.shell("echo out; echo err >&2; exit 3") {
                $0.createStdOutPipe = true
                $0.createStdErrPipe = true
            }
            #expect(try process.wait(timeout: .seconds(10)).code == 3)
            #expect(try process.exitCode().code == 3)
            #expect(process.standardStreams.input == nil)
            #expect(try process.standardStreams.output?.text() == "out\n")
            #expect(try process.standardStreams.error?.text() == "err\n")
            process.close()
            #expect(outcome { try process.standardStreams.output?.read() } == "AlreadyClosed")
            #expect(process.standardStreams.output?.descriptor == nil)
        }
    }

    @Test(arguments: Runtime.allCases)
    func closeStdinEndsCat(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.createProcess(
                ProcessConfig(commandArgs: ["/bin/cat"], createStdInPipe: true, createStdOutPipe: true))
            try process.standardStreams.input?.write(Array("hello".utf8))
            #expect(try process.standardStreams.output?.text(until: "hello") == "hello")
            let other = try container.openProcess(process.processID)
            #expect(outcome { try other.closeStdin() } == "Unsupported")
            try process.closeStdin()
            #expect(try process.wait(timeout: .seconds(10)).code == 0)
            try process.closeStdin()
            #expect(try process.standardStreams.output?.text() == "")
        }
    }

    /// A grandchild that holds the stream delays the end of the stream, not the exit.
    @Test(arguments: Runtime.allCases)
    func waitDoesNotWaitForGrandchildren(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.shell("sleep 1000 & echo $!; exit 2") { $0.createStdOutPipe = true }
            #expect(try process.wait(timeout: .seconds(10)).code == 2)
            #expect(try process.standardStreams.output?.text(until: "\n").isEmpty == false)
            #expect(try container.processList().map(\.imageName) == ["sleep"])
        }
    }

    @Test(arguments: Runtime.allCases)
    func console(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.shell("stty size; read line; stty size; exit 8") {
                $0.emulateConsole = true
                $0.consoleSize = ConsoleSize(height: 30, width: 100)
            }
            let console = try #require(process.standardStreams.console)
            #expect(process.standardStreams.output == nil)
            #expect(try console.text(until: "\n") == "30 100\r\n")
            try process.resizeConsole(width: 132, height: 43)
            try console.write([10])
            #expect(try console.text(until: "43 132").contains("43 132"))
            #expect(try process.wait(timeout: .seconds(10)).code == 8)
            #expect(
                outcome { try process.resizeConsole(width: 1, height: 1) } == "ok", "no effect after the end")
            let plain = try container.sleeper()
            #expect(outcome { try plain.resizeConsole(width: 1, height: 1) } == "InvalidArgument")
        }
    }

    @Test(arguments: Runtime.allCases)
    func openedProcesses(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.sleeper()
            let opened = try container.openProcess(process.processID)
            #expect(opened.processID == process.processID)
            #expect(opened.standardStreams.output == nil)
            try opened.kill()
            #expect(try process.wait(timeout: .seconds(10)).code == 137)
            #expect(try container.openProcess(process.processID).exitCode().signal == 9)
            // What the agent did not start can be opened; the agent itself and the host's processes cannot.
            let child = try container.shell("sleep 1000 & echo $!; wait") { $0.createStdOutPipe = true }
            let text = try #require(try child.standardStreams.output?.text(until: "\n"))
            let grandchild = try #require(UInt32(text.dropLast()))
            for pid in [0, 1, UInt32(getpid()) + 1_000_000, .max] {
                #expect(outcome { try container.openProcess(pid) } == "ProcessNotFound", "\(pid)")
            }
            let foreign = try container.openProcess(grandchild)
            try foreign.signal(SIGTERM, scope: .process)
            // Its parent asks at once; from then on only Linux 6.15 and later can tell.
            let end = outcome {
                let code = try foreign.wait(timeout: .seconds(20)).code
                #expect(code == 143)
            }
            #expect(["ok", "Unsupported"].contains(end), "\(end)")
            #expect(outcome { try foreign.kill() } == "ProcessAlreadyStopped")
        }
    }

    @Test(arguments: Runtime.allCases)
    func failedStarts(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let cases: [(ProcessConfig, ContainerError.StartStage, Int32)] = [
                (ProcessConfig(commandArgs: ["/bin/none"]), .execute, ENOENT),
                (ProcessConfig(commandArgs: ["/etc"]), .execute, EACCES),
                (ProcessConfig(commandArgs: ["/etc/passwd"]), .execute, EACCES),
                (ProcessConfig(commandArgs: ["/bin/true"], user: "nobody"), .user, ENOENT),
                (ProcessConfig(commandArgs: ["/bin/true"], workingDirectory: "/none"), .directory, ENOENT),
            ]
            for (configuration, stage, number) in cases {
                let error = #expect(throws: ContainerError.self) {
                    _ = try container.createProcess(configuration)
                }
                #expect(error?.code == .processStartFailed)
                #expect(
                    error?.cause == .processStart(stage: stage, errno: number), "\(configuration.commandArgs)"
                )
            }
            #expect(outcome { try container.createProcess(ProcessConfig()) } == "InvalidArgument")
            #expect(
                try container.inspect(showSecrets: false).processes.isEmpty,
                "a failed start leaves no process")
            #expect(try container.shell("exit 1").wait(timeout: .seconds(10)).code == 1)
        }
    }

    /// A caller's pipe becomes the process's own; a file never enters the container.
    @Test(arguments: Runtime.allCases)
    func callersDescriptors(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let path = fixture.folder + "/file"
            try "from a file".write(toFile: path, atomically: false, encoding: .utf8)
            let file = try #require(FileHandle(forReadingAtPath: path))
            let pipe = Foundation.Pipe()
            let process = try container.createProcess(
                ProcessConfig(commandArgs: ["/bin/cat"]),
                streams: ProcessStreams(
                    input: .descriptor(file.fileDescriptor),
                    output: .descriptor(pipe.fileHandleForWriting.fileDescriptor)))
            try pipe.fileHandleForWriting.close()
            let input = try #require(process.standardStreams.input)
            #expect(process.standardStreams.output == nil)
            try input.write(Array("pumped".utf8))
            input.close()
            #expect(try process.wait(timeout: .seconds(10)).code == 0)
            #expect(try pipe.fileHandleForReading.readToEnd() == Data("pumped".utf8))
        }
    }
}
