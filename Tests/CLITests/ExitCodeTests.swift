import Foundation
import Testing

@Suite(.realContainers) struct ExitCodeTests {
    @Test(arguments: Runtime.allCases) func areTheProcesssOwn(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            for code: Int32 in [
                0, 1, 2, 3, 4, 5, 7, 42, 64, 69, 77, 100, 124, 125, 126, 127, 128, 137, 254, 255,
            ] {
                let result = try fixture.exec("sh", "-c", "exit \(code)")
                #expect(result.status == code, "\(result)")
                // A process that fails has said itself what there is to say.
                #expect(result.message == "", "\(result)")
            }
        }
    }

    @Test(arguments: Runtime.allCases) func ofASignalIs128AndItsNumber(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            // Not 3: busybox's shell does not care for it.
            for signal: Int32 in [1, 2, 6, 9, 10, 11, 13, 14, 15, 34, 64] {
                let result = try fixture.exec("sh", "-c", "kill -\(signal) $$")
                #expect(result.status == 128 + signal, "\(result)")
                #expect(result.message == "", "\(result)")
            }
        }
    }

    @Test(arguments: Runtime.allCases) func aHundredEightAtATime(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            var waiting: [(code: Int32, program: RunningProgram)] = []
            for code: Int32 in 0..<100 {
                if waiting.count == 8 {
                    let (expected, program) = waiting.removeFirst()
                    #expect(try program.wait().status == expected)
                }
                let arguments = ["exec", fixture.id, "sh", "-c", "exit \(code)"]
                waiting.append((code, try RunningProgram(fixture.invocation(arguments))))
            }
            for (expected, program) in waiting { #expect(try program.wait().status == expected) }
            let records = try fixture.object(["inspect", fixture.id])["Processes"] as? [[String: Any]]
            #expect(records?.compactMap { $0["ExitCode"] as? Int }.sorted() == Array(0..<100))
        }
    }

    @Test(arguments: Runtime.allCases) func waitPropagatesThem(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let first = try fixture.detach("sh", "-c", "exit 0")
            let second = try fixture.detach("sh", "-c", "exit 300")
            let third = try fixture.detach("sh", "-c", "kill -9 $$")
            let result = try fixture.run(["wait", first, second, third])
            #expect(result.status == 0, "\(result)")
            #expect(result.lines.prefix(2) == ["0", "44"], "\(result)")
            #expect(try fixture.run(["wait", "--propagate", first, second, third]).status == 44)
            #expect(try fixture.run(["wait", "--propagate", third]).status == 137)
            // Any number of waiters, any number of times.
            #expect(try fixture.run(["wait", "--propagate", second]).status == 44)
        }
    }

    @Test(arguments: Runtime.allCases) func waitGivesUpInTime(runtime: Runtime) throws {
        try CLIFixture.running(runtime) { fixture in
            let process = try fixture.detach("sleep", "1000")
            try fixture.fail(["wait", "--timeout", "100ms", process], 124, naming: ["wait", fixture.id])
            try fixture.fail(["wait", "--timeout", "100ms", fixture.id], 124, naming: ["wait", fixture.id])
        }
    }
}
