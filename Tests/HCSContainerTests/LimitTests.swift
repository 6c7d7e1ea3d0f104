import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Limits, seen to bite from inside or in the kernel.
@Suite(.enabled(if: Requirements.met)) struct LimitTests {
    private func with(
        _ runtime: Runtime, _ change: (inout ContainerConfig) -> Void,
        _ body: (any Container) throws -> Void
    ) throws {
        try Fixture.with(runtime) { fixture in
            var document = fixture.document
            change(&document)
            let container = try fixture.create("c", document)
            try container.start()
            try body(container)
        }
    }

    @Test(arguments: Runtime.allCases)
    func aProcessBeyondTheMemoryLimitIsKilledAndItsRecordSaysSo(_ runtime: Runtime) throws {
        try with(runtime) {
            $0.memoryMaximumInMB = 24
        } _: { container in
            let exit = try container.allocate(megabytes: 100)
            #expect(exit.signal == SIGKILL && exit.outOfMemory)
            // Killed by somebody, not for memory.
            let sleeper = try container.sleeper()
            try sleeper.kill()
            #expect(try sleeper.wait().outOfMemory == false)
            let inspection = try container.inspect(showSecrets: false)
            #expect(try #require(inspection.outOfMemoryKills) >= 1)
            #expect(inspection.processes.first?.outOfMemory == true)
            #expect(try container.state() == "Running")
            // Another supervisor knows what was counted already.
            try container.killSupervisor()
            let second = try container.allocate(megabytes: 100)
            #expect(second.outOfMemory)
            #expect(try container.allocate(megabytes: 4).code == 0)
        }
    }

    @Test(arguments: Runtime.allCases)
    func processorsAreThrottled(_ runtime: Runtime) throws {
        try with(runtime) {
            $0.processorMaximum = 500  // 5 % of the host
        } _: { container in
            let process = try container.shell("while :; do :; done")
            let isThrottled = try eventually {
                try !container.kernel("cpu", "cpu.stat").contains("nr_throttled 0")
            }
            #expect(isThrottled)
            // In periods of 0.1 s the share is kept; under load it gets less.
            let before = try container.statistics().processor.totalRuntime100ns
            let start = Date()
            Thread.sleep(forTimeInterval: 1)
            let used = Double(try container.statistics().processor.totalRuntime100ns - before) / 1e7
            let share =
                used / Date().timeIntervalSince(start) / Double(ProcessInfo.processInfo.activeProcessorCount)
            #expect(share < 0.1)
            try process.kill()
        }
    }

    @Test(arguments: Runtime.allCases)
    func theSmallerOfCountAndMaximumIsTheQuotaAndTheWeightIsTheKernels(_ runtime: Runtime) throws {
        try with(runtime) {
            $0.processorCount = 1
            $0.processorMaximum = 10000
            $0.processorWeight = 200
        } _: { container in
            let limits = try container.limits().dropFirst()
            #expect(limits == (Limits.isUnified ? ["100000 100000", "200"] : ["100000", "2048"]))
        }
    }
}

@Suite(.enabled(if: Requirements.met)) struct LimitChangeTests {
    @Test(arguments: Runtime.allCases)
    func memoryIsRaisedLoweredAndLifted(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            var document = fixture.document
            document.memoryMaximumInMB = 24
            let container = try fixture.create("c", document)
            expectOutcome("InvalidState") { try container.modify(.memory(64)) }
            try container.start()
            #expect(try container.allocate(megabytes: 60).outOfMemory)
            try container.modify(.memory(200))
            #expect(try container.allocate(megabytes: 60).code == 0)
            #expect(try container.inspect(showSecrets: false).configuration.memoryMaximumInMB == 200)
            // What is in use is not killed for a new limit.
            let holder = try container.shell(
                "x=$(busybox head -c 50000000 /dev/zero | busybox tr '\\0' a); echo held; sleep 1000; :"
            ) { $0.createStdOutPipe = true }
            #expect(try #require(holder.standardStreams.output).text(until: "held").contains("held"))
            expectOutcome("ResourceExhausted") { try container.modify(.memory(16)) }
            #expect(try container.inspect(showSecrets: false).configuration.memoryMaximumInMB == 200)
            try holder.kill()
            _ = try holder.wait()
            try container.pause()
            try container.modify(.memory(0))
            try container.resume()
            #expect(try container.allocate(megabytes: 300).code == 0)
        }
    }

    @Test(arguments: Runtime.allCases)
    func severalChangesAreMadeTogetherOrNotAtAll(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            try container.modify([
                .memory(64), .processor(#"{"ProcessorMaximum":5000,"ProcessorWeight":300}"#),
            ])
            let before = try container.limits()
            typealias Request = ResourceModificationRequestResponse
            let nothing = RawJSON("{}")
            let wrong: [(Request, String)] = [
                (Request(resourceType: "Registry", requestType: "Add"), "Unsupported"),
                (Request(resourceType: "", requestType: "Add"), "InvalidArgument"),
                (Request(resourceType: "Memory", requestType: "Update"), "InvalidArgument"),
                (
                    Request(resourceType: "Memory", settings: nothing, requestType: "Update"),
                    "InvalidArgument"
                ),
                (Request(resourceType: "Memory", settings: nothing, requestType: "Fix"), "InvalidArgument"),
                (
                    Request(resourceType: "Memory", settings: nothing, requestType: "Remove"),
                    "InvalidArgument"
                ),
                (.processor(#"{"ProcessorMaximum":20000}"#), "InvalidArgument"),
                (.processor(#"{"ProcessorSpeed":1}"#), "InvalidArgument"), (.memory(1), "InvalidArgument"),
            ]
            for (request, code) in wrong {
                expectOutcome(code) {
                    try container.modify([.processor(#"{"ProcessorCount":1}"#), .memory(128), request])
                }
                #expect(try container.limits() == before)
                let document = try container.inspect(showSecrets: false).configuration
                #expect(document.memoryMaximumInMB == 64 && document.processorCount == 0)
            }
            // A new supervisor goes on with the changed document.
            try container.killSupervisor()
            try container.modify(.processor(#"{"ProcessorMaximum":0}"#))
            let document = try container.inspect(showSecrets: false).configuration
            #expect(document.processorMaximum == 0 && document.processorWeight == 300)
            #expect(try container.limits() != before)
        }
    }
}

func expectOutcome(
    _ code: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
    let result = outcome(body)
    #expect(result == code, sourceLocation: sourceLocation)
}

enum Limits {
    static let isUnified = access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0
}

extension ResourceModificationRequestResponse {
    static func memory(_ megabytes: Int) -> Self {
        Self(
            resourceType: "Memory", settings: RawJSON(#"{"MemoryMaximumInMB":\#(megabytes)}"#),
            requestType: "Update")
    }

    static func processor(_ settings: String) -> Self {
        Self(resourceType: "Processor", settings: RawJSON(settings), requestType: "Update")
    }
}

extension Container {
    /// A process that fills so much memory and ends.
    func allocate(megabytes: Int) throws -> ProcessExit {
        try createProcess(
            ProcessConfig(commandArgs: [
                "/bin/busybox", "dd", "if=/dev/zero", "of=/dev/null", "bs=\(megabytes)M", "count=1",
            ])
        ).wait()
    }

    /// A file of the container's cgroup, without its last newline.
    func kernel(_ controller: String, _ file: String) throws -> String {
        let cgroup = try inspect(showSecrets: false).cgroup
        let path = "/sys/fs/cgroup\(Limits.isUnified ? "" : "/" + controller)\(cgroup)/\(file)"
        return try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    func limits() throws -> [String] {
        Limits.isUnified
            ? try [kernel("memory", "memory.max"), kernel("cpu", "cpu.max"), kernel("cpu", "cpu.weight")]
            : try [
                kernel("memory", "memory.limit_in_bytes"), kernel("cpu", "cpu.cfs_quota_us"),
                kernel("cpu", "cpu.shares"),
            ]
    }
}
