import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Exits are facts: any number of waiters, before and after.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct WaitTests {
    @Test(arguments: Runtime.allCases)
    func eightWaitersOfAContainer(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let waiters = onThreads(8) { _ in outcome { try container.wait() } }
            let other = try fixture.store.open("c")
            let others = onThreads(8) { _ in outcome { try other.wait(timeout: .seconds(60)) } }
            #expect(outcome { try container.wait(timeout: .milliseconds(20)) } == "TimedOut")
            #expect(waiters.finished == 0)
            #expect(outcome { try container.terminate() } == "OperationPending")
            #expect(waiters.get() == [String](repeating: "ok", count: 8))
            #expect(others.get() == [String](repeating: "ok", count: 8))
            for _ in 0..<3 { #expect(outcome { try container.wait() } == "ok") }
        }
    }

    @Test(arguments: Runtime.allCases)
    func eightWaitersOfAProcess(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.shell("read line; exit 5") { $0.createStdInPipe = true }
            let opened = try container.openProcess(process.processID)
            let waiters = onThreads(8) { index in exitCode(index % 2 == 0 ? process : opened) }
            #expect(outcome { try process.exitCode() } == "InvalidProcessState")
            #expect(outcome { try opened.exitCode() } == "InvalidProcessState")
            #expect(outcome { try opened.wait(timeout: .milliseconds(20)) } == "TimedOut")
            #expect(waiters.finished == 0)
            try process.closeStdin()
            #expect(waiters.get() == [Int32](repeating: 5, count: 8))
            #expect(try process.wait() == opened.wait())
            #expect(try process.exitCode().code == 5)
            #expect(try container.openProcess(process.processID).wait(timeout: .zero).code == 5)
            try process.closeStdin()
            try opened.closeStdin()
        }
    }

    @Test(arguments: Runtime.allCases)
    func closeEndsWaits(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            let process = try container.sleeper()
            let opened = try container.openProcess(process.processID)
            let waiters = onThreads(6) { index in
                switch index % 3 {
                case 0: outcome { try container.wait() }
                case 1: outcome { try process.wait() }
                default: outcome { try opened.wait(timeout: .seconds(60)) }
                }
            }
            // Time for the waiters to wait; those that come later find the handle closed, which is right as well.
            usleep(50_000)
            container.close()
            process.close()
            opened.close()
            let ends = waiters.get(within: 20)
            #expect(ends.count == 6)
            #expect(Set(ends).isSubset(of: ["HandleClosed", "AlreadyClosed"]))
            #expect(ends.contains("HandleClosed"))
        }
    }

    /// A close that falls between a wait's check and its sleep must still end it.
    @Test func closeRacesWait() throws {
        try Fixture.with(.crun) { fixture in
            _ = try fixture.running()
            for round in 0..<200 {
                let container = try fixture.store.open("c")
                let waiter = onThreads(1) { _ in outcome { try container.wait() } }
                usleep(UInt32(round % 20) * 20)
                container.close()
                let end = waiter.get(within: 10)
                guard end == ["HandleClosed"] || end == ["AlreadyClosed"] else {
                    Issue.record("round \(round): \(end)")
                    return
                }
            }
        }
    }

    /// Waiters that arrive in the very moment of the end get the end, not a refusal.
    @Test(arguments: Runtime.allCases)
    func waitersAtTheMomentOfTheEnd(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            for round in 0..<5 {
                let container = try fixture.running("c\(round)")
                let process = try container.sleeper()
                let (store, pid) = (fixture.store, process.processID)
                let waiters = onThreads(4) { index -> Set<String> in
                    var ends: Set<String> = []
                    for _ in 0..<60 {
                        guard let other = try? store.open("c\(round)") else { return ["NotFound"] }
                        if index % 2 == 0 {
                            ends.insert(outcome { try other.wait(timeout: .milliseconds(20)) })
                        } else {
                            ends.insert(
                                outcome { try other.openProcess(pid).wait(timeout: .milliseconds(20)) })
                        }
                    }
                    return ends
                }
                #expect(outcome { try container.terminate() } == "OperationPending")
                #expect(outcome { try container.wait(timeout: .seconds(20)) } == "ok")
                for ends in waiters.get() { #expect(ends.isSubset(of: ["ok", "TimedOut"]), "\(ends)") }
            }
        }
    }

    @Test(arguments: Runtime.allCases)
    func tenTimesOver(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            for round in 0..<10 as Range<Int32> {
                let container = try fixture.running()
                #expect(try container.shell("exit \(round)").wait(timeout: .seconds(20)).code == round)
                #expect(outcome { try container.terminate() } == "OperationPending")
                try container.wait(timeout: .seconds(20))
                try fixture.store.delete("c", force: false)
            }
        }
    }
}

/// The exit code, or -1 for any error.
private func exitCode(_ process: any ContainerProcess) -> Int32 {
    (try? process.wait(timeout: .seconds(60)).code) ?? -1
}
