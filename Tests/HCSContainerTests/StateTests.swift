import HCSContainer
import HCSSchema
import Testing

/// Every method in every state, with the code it ends in.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct StateTests {
    /// Everything that changes nothing in the state it is called in.
    private func outcomes(_ container: any Container, openable: UInt32) -> [String: String] {
        [
            "wait": outcome { try container.wait(timeout: .zero) },
            "createProcess": outcome { try container.shell("exit 0").wait() },
            "openProcess": outcome { try container.openProcess(openable).close() },
            "openUnknown": outcome { try container.openProcess(4_000_000) },
            "statistics": outcome { try container.statistics() },
            "processList": outcome { try container.processList() },
            "processDetails": outcome { try container.processDetails() },
            "disks": outcome { try container.mappedVirtualDisks() },
            "pending": outcome { try container.hasPendingUpdates() },
            "modify": outcome {
                try container.modify(ResourceModificationRequestResponse(resourceType: "Memory"))
            },
            "properties": outcome { try container.properties() },
            "inspect": outcome { try container.inspect(showSecrets: false) },
        ]
    }

    private static let questions = [
        "statistics": "ok", "processList": "ok", "processDetails": "ok", "disks": "ok", "properties": "ok",
        "inspect": "ok", "pending": "ok", "modify": "InvalidArgument",
        "openUnknown": "ProcessNotFound",
    ]

    private func expect(_ found: [String: String], _ others: [String: String]) {
        let expected = Self.questions.merging(others) { _, new in new }
        for (name, code) in expected.sorted(by: { $0.key < $1.key }) {
            #expect(found[name] == code, "\(name)")
        }
    }

    @Test(arguments: Runtime.allCases)
    func created(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.create()
            #expect(try container.state() == "Created")
            expect(
                outcomes(container, openable: 2),
                [
                    "wait": "TimedOut", "createProcess": "InvalidState", "openProcess": "ProcessNotFound",
                    "modify": "InvalidState",
                ])
            #expect(outcome { try container.shutdown() } == "InvalidState")
            #expect(outcome { try container.pause() } == "InvalidState")
            #expect(outcome { try container.resume() } == "InvalidState")
            #expect(try container.processList().isEmpty)
            let statistics = try container.statistics()
            #expect(statistics == Statistics(timestamp: statistics.timestamp))
            #expect(statistics.timestamp.unixSeconds > 1_700_000_000)
            #expect(outcome { try fixture.create() } == "AlreadyExists")
            #expect(outcome { try container.terminate() } == "OperationPending")
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "ok")
            #expect(try container.properties().exitType == "ForcedExit")
        }
    }

    @Test(arguments: Runtime.allCases)
    func running(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.sleeper()
            #expect(try container.state() == "Running")
            expect(
                outcomes(container, openable: process.processID),
                ["wait": "TimedOut", "createProcess": "ok", "openProcess": "ok"])
            #expect(outcome { try container.start() } == "InvalidState")
            #expect(outcome { try container.resume() } == "InvalidState")
            #expect(outcome { try fixture.store.delete("c", force: false) } == "InvalidState")
            #expect(try container.processList().map(\.processId) == [process.processID])
            #expect(try container.processList().first?.imageName == "sleep")
            #expect(outcome { try container.shutdown() } == "OperationPending")
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "ok")
            #expect(try process.wait(timeout: .seconds(5)).signal == 15)
            #expect(try container.properties().exitType == "GracefulExit")
        }
    }

    @Test(arguments: Runtime.allCases)
    func paused(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.sleeper()
            try container.pause()
            #expect(try container.state() == "Paused")
            expect(
                outcomes(container, openable: process.processID),
                ["wait": "TimedOut", "createProcess": "InvalidState", "openProcess": "ok"])
            for call in [container.start, container.pause, container.shutdown, process.kill] {
                #expect(outcome { try call() } == "InvalidState")
            }
            #expect(outcome { try process.wait(timeout: .zero) } == "TimedOut")
            #expect(try container.processList().map(\.processId) == [process.processID])
            try container.resume()
            #expect(try container.state() == "Running")
            #expect(try container.shell("exit 4").wait(timeout: .seconds(10)).code == 4)
            try container.pause()
            #expect(outcome { try container.terminate() } == "OperationPending")
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "ok")
            #expect(try process.wait(timeout: .seconds(5)).code == 137)
        }
    }

    @Test(arguments: Runtime.allCases)
    func stopped(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.shell("exit 9")
            #expect(try process.wait(timeout: .seconds(10)).code == 9)
            #expect(outcome { try container.terminate() } == "OperationPending")
            #expect(outcome { try container.wait(timeout: .seconds(20)) } == "ok")
            #expect(try container.state() == "Stopped")
            expect(
                outcomes(container, openable: process.processID),
                [
                    "wait": "ok", "createProcess": "AlreadyStopped", "openProcess": "ok",
                    "modify": "AlreadyStopped", "pending": "AlreadyStopped",
                ])
            for call in [
                container.start, container.pause, container.resume, container.shutdown, container.terminate,
            ] {
                #expect(outcome { try call() } == "AlreadyStopped")
            }
            #expect(try container.processList().isEmpty)
            #expect(try container.statistics().uptime100ns > 0)
            #expect(try container.openProcess(process.processID).exitCode().code == 9)
            // A second opener gets the exit at once.
            let other = try fixture.store.open("c")
            #expect(outcome { try other.wait(timeout: .zero) } == "ok")
            try fixture.store.delete("c", force: false)
            #expect(outcome { try container.wait(timeout: .zero) } == "NotFound")
            #expect(outcome { try container.start() } == "NotFound")
            #expect(outcome { try fixture.store.open("c") } == "NotFound")
            #expect(outcome { try fixture.store.delete("c", force: true) } == "NotFound")
        }
    }

    @Test(arguments: Runtime.allCases)
    func closed(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.sleeper()
            container.close()
            container.close()
            let found = outcomes(container, openable: process.processID)
            #expect(found.filter { $0.value != "AlreadyClosed" } == [:])
            for call in [
                container.start, container.shutdown, container.terminate, container.wait, container.pause,
                container.resume,
            ] {
                #expect(outcome { try call() } == "AlreadyClosed")
            }
            #expect(
                outcome { try process.wait(timeout: .zero) } == "TimedOut", "a process's handle is its own")
            process.close()
            process.close()
            for call in [process.kill, process.closeStdin] {
                #expect(outcome { try call() } == "AlreadyClosed")
            }
            #expect(outcome { try process.wait() } == "AlreadyClosed")
            #expect(outcome { try process.exitCode() } == "AlreadyClosed")
            #expect(outcome { try process.resizeConsole(width: 1, height: 1) } == "AlreadyClosed")
            #expect(try fixture.store.open("c").state() == "Running")
        }
    }
}
