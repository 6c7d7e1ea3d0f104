import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Supervisors and agents that are killed.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct RecoveryTests {
    /// The processes go on, and all exits arrive at those who waited before and those who come later.
    @Test(arguments: Runtime.allCases)
    func supervisorOfARunningContainer(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let processes = try (21...23).map { code in
                try container.shell("echo up; read line; exit \(code)") {
                    $0.createStdInPipe = true
                    $0.createStdOutPipe = true
                }
            }
            for process in processes {
                #expect(try process.standardStreams.output?.text(until: "\n") == "up\n")
            }
            let early = onThreads(3) { index in outcomeCode(processes[index]) }
            let ended = try container.shell("exit 20")
            #expect(try ended.wait(timeout: .seconds(10)).code == 20)
            let before = try container.supervisorPID()
            kill(before, SIGKILL)
            // No pause: the first that need a supervisor race each other to start one.
            #expect(try container.state() == "Running")
            #expect(try container.processList().count == 3)
            let late = onThreads(3) { index in
                (try? fixture.store.open("c").openProcess(processes[index].processID)).map(outcomeCode) ?? -2
            }
            for process in processes { try process.closeStdin() }
            #expect(early.get(within: 60) == [21, 22, 23])
            #expect(late.get(within: 60) == [21, 22, 23])
            let after = try container.supervisorPID()
            #expect(after != before)
            #expect(try container.openProcess(ended.processID).exitCode().code == 20)
            let records = try container.inspect(showSecrets: false).processes.compactMap(\.exitCode)
            #expect(records.sorted() == [20, 21, 22, 23])
            #expect(try container.shell("exit 7").wait(timeout: .seconds(10)).code == 7)
        }
    }

    /// Exits that happen while nobody supervises.
    @Test(arguments: Runtime.allCases)
    func exitsWithoutASupervisor(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let processes = try (31...33).map { code in
                try container.shell("read line; exit \(code)") { $0.createStdInPipe = true }
            }
            let console = try container.shell("read line; exit 34") { $0.emulateConsole = true }
            try container.killSupervisor()
            for process in processes { try process.closeStdin() }
            try console.standardStreams.console?.write([10])
            #expect(try eventually { try container.processList().isEmpty })
            let other = try fixture.store.open("c")
            #expect(
                try processes.map { try other.openProcess($0.processID).wait(timeout: .seconds(20)).code }
                    == [31, 32, 33])
            #expect(try processes.map { try $0.wait(timeout: .seconds(20)).code } == [31, 32, 33])
            #expect(try console.wait(timeout: .seconds(20)).code == 34)
        }
    }

    @Test(arguments: Runtime.allCases)
    func supervisorOfACreatedContainer(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.create()
            try container.killSupervisor()
            #expect(try container.state() == "Created")
            try container.start()
            #expect(try container.shell("exit 3").wait(timeout: .seconds(10)).code == 3)
            let other = try fixture.create("d")
            try other.killSupervisor()
            #expect(outcome { try other.terminate() } == "OperationPending")
            #expect(outcome { try other.wait(timeout: .seconds(20)) } == "ok")
        }
    }

    @Test(arguments: Runtime.allCases)
    func supervisorOfAPausedContainer(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.sleeper()
            try container.pause()
            try container.killSupervisor()
            #expect(try container.state() == "Paused")
            try container.resume()
            try process.kill()
            #expect(try process.wait(timeout: .seconds(10)).signal == 9)
            try container.pause()
            try container.killSupervisor()
            #expect(outcome { try container.terminate() } == "OperationPending")
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "ok")
        }
    }

    /// The supervisor dies between the runtime's start and the record of it.
    @Test(arguments: Runtime.allCases)
    func supervisorDiesWhileStarting(_ runtime: Runtime) throws {
        try Fixture.with(runtime, program: "slow-\(runtime)") { fixture in
            let marker = fixture.folder + "/started"
            try fixture.writeRuntime(
                "slow-\(runtime)",
                "if [[ $name == start && ! -e \(marker) ]]; then \(runtime.path) \"$@\"; touch \(marker); exec sleep 10; fi"
            )
            let container = try fixture.create()
            let start = onThreads(1) { _ in outcome { try container.start() } }
            #expect(eventually { FileManager.default.fileExists(atPath: marker) })
            try container.killSupervisor()
            #expect(["SupervisorLost"] == start.get())
            // It has booted; whether one must ask again or not, it can be used.
            #expect(["ok", "InvalidState"].contains(outcome { try container.start() }))
            #expect(try container.state() == "Running")
            #expect(try container.shell("exit 5").wait(timeout: .seconds(10)).code == 5)
        }
    }

    @Test(arguments: Runtime.allCases, ["Created", "Running", "Paused"])
    func supervisorAndAgent(_ runtime: Runtime, _ state: String) throws {
        try Fixture.with(runtime) { fixture in
            let container = try state == "Created" ? fixture.create() : fixture.running()
            let process = state == "Created" ? nil : try container.sleeper()
            if state == "Paused" { try container.pause() }
            let agent = try container.agentPID()
            try container.killSupervisor()
            kill(agent, SIGKILL)
            // On cgroup v1 a frozen agent takes its SIGKILL when it is thawed.
            if state == "Paused" { try container.resume() }
            if state != "Paused" { #expect(try eventually { try container.state() == "Stopped" }) }
            if state != "Paused" { #expect(try container.properties().exitType == "UnexpectedExit") }
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "UnexpectedExit")
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "UnexpectedExit")
            #expect(try container.state() == "Stopped")
            if let process { #expect(outcome { try process.wait(timeout: .seconds(5)) } != "TimedOut") }
            #expect(eventually { fixture.ledger.cgroups.isEmpty })
            try fixture.store.delete("c", force: false)
        }
    }

    @Test(arguments: Runtime.allCases)
    func agentAlone(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let processes = try (0..<3).map { _ in try container.sleeper() }
            let waiters = onThreads(3) { index in outcomeCode(processes[index]) }
            let ended = onThreads(1) { _ in outcome { try container.wait() } }
            kill(try container.agentPID(), SIGKILL)
            #expect(waiters.get() == [137, 137, 137])
            #expect(ended.get() == ["UnexpectedExit"])
            #expect(try processes[0].exitCode().signal == 9)
            let properties = try container.properties()
            #expect(properties.state == "Stopped" && properties.exitType == "UnexpectedExit")
            #expect(try container.inspect(showSecrets: false).exitReason?.contains("signal 9") == true)
            #expect(eventually { fixture.ledger.cgroups.isEmpty })
        }
    }

    @Test(arguments: Runtime.allCases)
    func recordOfAnotherBoot(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            kill(try container.supervisorPID(), SIGKILL)
            kill(try container.agentPID(), SIGKILL)
            #expect(eventually { fixture.ledger.ours.isEmpty })
            let path = fixture.root + "/c/state.json"
            let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
                .dropLast()
            let text = try String(contentsOfFile: path, encoding: .utf8)
            // The numbers now belong to somebody else, who must not be harmed.
            let changed = text.replacing(boot, with: "00000000-0000-0000-0000-000000000000")
            #expect(changed != text)
            try changed.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "UnexpectedExit")
            let inspection = try container.inspect(showSecrets: false)
            #expect(inspection.state == "Stopped" && inspection.exitType == "UnexpectedExit")
            #expect(inspection.exitReason == "the machine was restarted")
            try fixture.store.delete("c", force: false)
            fixture.ledger.killLeftovers()
        }
    }

    @Test(arguments: Runtime.allCases)
    func supervisorThatHangs(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let supervisor = try container.supervisorPID()
            kill(supervisor, SIGSTOP)
            defer { kill(supervisor, SIGCONT) }
            let hasty = try fixture.store(timeout: .milliseconds(100)).open("c")
            #expect(outcome { try hasty.pause() } == "TimedOut")
            #expect(outcome { try hasty.shell("exit 0") } == "TimedOut")
            #expect(outcome { try hasty.openProcess(2) } == "TimedOut")
            #expect(outcome { try hasty.wait(timeout: .milliseconds(20)) } == "TimedOut")
            // Questions need no supervisor.
            #expect(try hasty.state() == "Running")
            #expect(outcome { try hasty.processList() } == "ok")
            kill(supervisor, SIGCONT)
            // The pause that timed out goes on, as in HCS.
            #expect(try eventually { try container.state() == "Paused" })
            try container.resume()
            #expect(try container.shell("exit 2").wait(timeout: .seconds(10)).code == 2)
        }
    }
}

/// The exit code, or -1 for any error.
func outcomeCode(_ process: any ContainerProcess) -> Int32 {
    (try? process.wait(timeout: .seconds(60)).code) ?? -1
}
