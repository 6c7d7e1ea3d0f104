import Foundation
import HCSJSON
import HCSProtocol
import HCSSchema
import HCSSystem
import Testing

/// The JSON messages and records survive a round trip, whatever is set in them.
struct MessageTests {
    @Test(arguments: [
        SupervisorRequest.Operation.start, .shutdown, .terminate, .pause, .resume, .wait, .createProcess,
        .openProcess,
        .waitProcess, .signal, .resize, .attach, .closeStdin, .release,
    ])
    func requestsWithNothingSet(_ operation: SupervisorRequest.Operation) throws {
        try expectRoundTrip(SupervisorRequest(operation))
    }

    @Test func requestWithEverythingSet() throws {
        var request = SupervisorRequest(.createProcess)
        request.process = ProcessConfig(
            commandArgs: ["/bin/sh", "-c", "echo \"ä\u{1}\u{2028}\""], environment: ["A": "", "B": "x=y"],
            createStdInPipe: true)
        request.token = String(repeating: "ab", count: 16)
        request.streams = [true, false, true]
        request.processID = .max
        request.serial = 1 << 60
        request.signal = 64
        request.scope = .group
        request.width = .max
        request.height = 0
        try expectRoundTrip(request)
    }

    @Test func replies() throws {
        try expectRoundTrip(SupervisorReply())
        var reply = SupervisorReply()
        reply.processID = 5
        reply.serial = 9
        reply.hasConsole = true
        reply.exit = Self.exit
        reply.exitType = .unexpected
        reply.exitReason = "the guest agent was killed by signal 9"
        try expectRoundTrip(reply)
    }

    @Test func failures() throws {
        var failure = Failure(.runtimeFailed, "crun said \"no\"\n", hint: "try again")
        failure.runtime = Failure.RuntimeFailure(command: "create", exitStatus: 1, message: "boom")
        failure.start = Failure.StartFailure(stage: "execute", errno: 2)
        failure.findings = ["/Layers: missing", ""]
        try expectRoundTrip(SupervisorReply(failure))
        let system = Failure(SyscallError(call: "open", subject: "/x", kind: .missing), doing: "cannot read")
        #expect(system.reason == "cannot read: open /x: No such file or directory")
        try expectRoundTrip(SupervisorReply(system))
    }

    @Test(arguments: [
        (SyscallError.Kind.denied, Failure.Code.permissionDenied), (.timedOut, .timedOut),
        (.missing, .systemFailed),
        (.busy, .systemFailed),
    ])
    func codesOfSystemCalls(_ kind: SyscallError.Kind, _ code: Failure.Code) {
        #expect(Failure(SyscallError(call: "c", subject: "s", kind: kind), doing: "d").code == code)
    }

    @Test func records() throws {
        var record = try Self.record()
        try expectRoundTrip(record)
        record.state = .stopped
        record.started = Timestamp(unixSeconds: 5)
        record.stopped = Timestamp(unixSeconds: 6, nanoseconds: 999_999_999)
        record.exitType = .forced
        record.exitReason = "asked"
        record.ending = .graceful
        record.agent = record.supervisor
        record.runtimePath = "/usr/bin/crun"
        record.masksUnifiedHierarchy = true
        record.scratchMade = 7
        record.statistics = Statistics(timestamp: Timestamp(unixSeconds: 7))
        try expectRoundTrip(record)
    }

    @Test func launch() throws {
        try expectRoundTrip(
            Launch(
                root: "/r", id: "c", configuration: nil, runtime: nil, searchPath: nil, scratchRoot: "/s",
                agent: "/a",
                runtimeLimit: .max))
        try expectRoundTrip(
            Launch(
                root: "/r", id: "c", configuration: ContainerConfig(layers: [Layer(path: "/l")]),
                runtime: "runc",
                searchPath: "/bin", scratchRoot: "/s", agent: "/a", runtimeLimit: 0))
    }

    @Test func tokens() {
        let bytes = (0..<16).map { UInt8($0 * 16 + (15 - $0)) }
        #expect(Token.bytes(Token.text(bytes)) == bytes)
        let digits = String(repeating: "0", count: 32)
        for text in [
            "", "00", digits + "0", String(digits.dropLast()) + "g", String(digits.dropLast()) + "é",
        ] {
            #expect(Token.bytes(text) == nil, "\(text)")
        }
    }

    @Test func recordsOnDisk() throws {
        let root = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root + "/c", withIntermediateDirectories: true)
        let folder = try ContainerFolder(root: root, id: "c")
        #expect(try folder.readExits() == [])
        let record = try Self.record()
        try folder.write(record)
        #expect(try folder.readRecord() == record)
    }

    private static let exit = ExitRecord(
        serial: 3, processID: 12, code: 137, signal: 9, outOfMemory: true,
        time: Timestamp(unixSeconds: 1, nanoseconds: 1))

    private static func record() throws -> ContainerRecord {
        ContainerRecord(
            id: "c", bootID: "b",
            configuration: ContainerConfig(systemType: "Container", name: "n", owner: "o"),
            created: Timestamp(unixSeconds: 4), supervisor: try #require(ProcessIdentity.own),
            cgroup: "/hcsctl-1-c",
            scratch: "/s")
    }

    private func expectRoundTrip<Message: Codable & Equatable>(_ message: Message) throws {
        let bytes = try DocumentEncoder().encode(message)
        #expect(try DocumentDecoder(mode: .strict).decode(Message.self, from: bytes) == message)
    }
}
