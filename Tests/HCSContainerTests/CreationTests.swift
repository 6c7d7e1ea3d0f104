import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Creations that race each other, are killed in the middle, or meet a bad runtime.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct CreationTests {
    @Test(arguments: Runtime.allCases)
    func twoAtOnce(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            for round in 0..<20 {
                let ends = onThreads(2) { _ in outcome { try fixture.create() } }.get()
                #expect(ends.sorted() == ["AlreadyExists", "ok"], "round \(round)")
                try fixture.store.delete("c", force: true)
            }
        }
    }

    /// Whatever the moment, one forced delete clears the id, and it can be used again.
    @Test(arguments: Runtime.allCases, [Victims.client, .supervisor, .both])
    func killedInTheMiddle(_ runtime: Runtime, _ victims: Victims) throws {
        try Fixture.with(runtime) { fixture in
            var random = Seeded(state: 7)
            let document = fixture.folder + "/document.json"
            try "{\"Layers\":[{\"ID\":\"l\",\"Path\":\"\(fixture.folder)/layer\"}]}"
                .write(toFile: document, atomically: false, encoding: .utf8)
            for round in 0..<20 {
                let client = Foundation.Process()
                client.executableURL = URL(filePath: Programs.supervisor)
                client.arguments = [
                    "create", "--root", fixture.root, "--runtime", runtime.path, "-f", document, "c",
                ]
                client.standardOutput = FileHandle.nullDevice
                client.standardError = FileHandle.nullDevice
                try client.run()
                usleep(UInt32(random.next() % (runtime == .crun ? 60_000 : 120_000)))
                if victims != .supervisor { kill(client.processIdentifier, SIGKILL) }
                if victims != .client { for pid in fixture.ledger.supervisors { kill(pid, SIGKILL) } }
                client.waitUntilExit()
                if victims == .client { _ = eventually { fixture.ledger.isSettled } }
                let removal = outcome { try fixture.store.delete("c", force: true) }
                #expect(["ok", "NotFound"].contains(removal), "round \(round)")
                let created = outcome { try fixture.create() }
                #expect(created == "ok", "round \(round)")
                #expect(outcome { try fixture.store.delete("c", force: true) } == "ok", "round \(round)")
            }
            fixture.ledger.expectNothing()
        }
    }

    /// The folder is the supervisor's to make: a command that is killed before that leaves none.
    @Test func aKilledCommandHasMadeNothing() throws {
        try Fixture.with(.crun) { fixture in
            let (program, document) = ("\(fixture.folder)/supervisor", "\(fixture.folder)/document.json")
            // Tells that it runs, and ends with the command.
            try "#!/bin/sh\n: >$0.runs\nread -r line <&3\n"
                .write(toFile: program, atomically: false, encoding: .utf8)
            chmod(program, 0o755)
            try "{\"Layers\":[{\"ID\":\"l\",\"Path\":\"\(fixture.folder)/layer\"}]}"
                .write(toFile: document, atomically: false, encoding: .utf8)
            let client = Foundation.Process()
            client.executableURL = URL(filePath: Programs.supervisor)
            client.arguments = ["create", "--root", fixture.root, "-f", document, "c"]
            var environment = ProcessInfo.processInfo.environment
            environment["HCSCTL_SUPERVISOR"] = program
            environment["HCSCTL_AGENT"] = Programs.folder + "/hcs-agent"
            client.environment = environment
            client.standardOutput = FileHandle.nullDevice
            client.standardError = FileHandle.nullDevice
            try client.run()
            #expect(eventually(within: 30) { FileManager.default.fileExists(atPath: program + ".runs") })
            kill(client.processIdentifier, SIGKILL)
            client.waitUntilExit()
            fixture.ledger.expectNothing()
            #expect(outcome { try fixture.create() } == "ok")
        }
    }

    /// One that was killed before it wrote its state down; a folder with anything else in it is somebody's.
    @Test func theRestOfASupervisorKilledAtItsFirstStep() throws {
        try Fixture.with(.crun) { fixture in
            let folder = "\(fixture.root)/c"
            for files in [[], ["lock"], ["lock", "config.json", "state.json.new"]] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                for file in files {
                    try "".write(toFile: "\(folder)/\(file)", atomically: false, encoding: .utf8)
                }
                #expect(outcome { try fixture.create() } == "ok", "\(files)")
                try fixture.store.delete("c", force: true)
            }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try "mine".write(toFile: folder + "/notes", atomically: false, encoding: .utf8)
            #expect(outcome { try fixture.create() } == "AlreadyExists")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["notes"])
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    enum Victims: String, Sendable { case client, supervisor, both }

    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }

    struct BadRuntime: Sendable, CustomTestStringConvertible {
        let code: String
        let error: String
        var testDescription: String { code }

        init(_ code: String, _ error: String) {
            self.code = code
            self.error = error
        }
    }

    static let create = [
        BadRuntime("exec sleep 1000", "TimedOut"), BadRuntime("exit 1", "RuntimeFailed"),
        BadRuntime("kill -SEGV $$", "RuntimeFailed"), BadRuntime("exit 0", "RuntimeFailed"),
        BadRuntime("REAL; echo garbage >PID; exit 0", "RuntimeFailed"),
        BadRuntime("REAL; : >PID; exit 0", "RuntimeFailed"),
        BadRuntime("REAL; head -c 100000 /dev/zero >PID; exit 0", "RuntimeFailed"),
        BadRuntime("REAL; echo $PPID >PID; exit 0", "RuntimeFailed"),
        BadRuntime("REAL; echo 1 >PID; exit 0", "RuntimeFailed"),
        BadRuntime("REAL; rm PID; exit 0", "RuntimeFailed"), BadRuntime("REAL; exit 3", "RuntimeFailed"),
        BadRuntime("REAL; exec sleep 1000", "TimedOut"),
        BadRuntime(
            "for i in {1..20000}; do echo \"$i: a long line of noise\" >&2; done; exit 1", "RuntimeFailed"),
    ]

    @Test(arguments: Runtime.allCases, create)
    func badCreate(_ runtime: Runtime, _ bad: BadRuntime) throws {
        let program = "bad-\(runtime)"
        let limit = bad.error == "TimedOut" ? Duration.seconds(1) : .seconds(60)
        try Fixture.with(runtime, timeout: limit, program: program) { fixture in
            let code = bad.code.replacing("REAL", with: "\(runtime.path) \"$@\"")
                .replacing("PID", with: "\(fixture.root)/c/agent.pid")
            try fixture.writeRuntime(program, "if [[ $name == create ]]; then \(code); fi")
            let began = Date()
            let error = #expect(throws: ContainerError.self) { _ = try fixture.create() }
            #expect(error?.code.rawValue == bad.error)
            #expect(error?.containerID == "c")
            #expect(Date().timeIntervalSince(began) < 30)
            #expect(eventually { (try? fixture.store.containers().isEmpty) == true })
            fixture.ledger.expectNothing()
        }
    }

    static let start = [
        BadRuntime("exec sleep 1000", "TimedOut"), BadRuntime("exit 1", "RuntimeFailed"),
        BadRuntime("kill -9 $(cat PID); exit 0", "UnexpectedExit"),
    ]

    /// A container that cannot boot is over, and says why.
    @Test(arguments: Runtime.allCases, start)
    func badStart(_ runtime: Runtime, _ bad: BadRuntime) throws {
        let program = "bad-\(runtime)"
        let limit = bad.error == "TimedOut" ? Duration.seconds(2) : .seconds(60)
        try Fixture.with(runtime, timeout: limit, program: program) { fixture in
            let code = bad.code.replacing("PID", with: "\(fixture.root)/c/agent.pid")
            try fixture.writeRuntime(program, "if [[ $name == start ]]; then \(code); fi")
            let container = try fixture.create()
            let began = Date()
            #expect(outcome { try container.start() } == bad.error)
            #expect(Date().timeIntervalSince(began) < 30)
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "UnexpectedExit")
            #expect(try container.state() == "Stopped")
            #expect(eventually { fixture.ledger.cgroups.isEmpty })
            try fixture.store.delete("c", force: false)
        }
    }
}
