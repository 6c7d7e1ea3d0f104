import Foundation
import HCSProtocol
import HCSSchema
import HCSSystem
import Testing

@Suite struct EventLogTests {
    private static func withRoot(_ body: (String) throws -> Void) throws {
        let root = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        try body(root)
    }

    private static func exit(_ serial: UInt64) -> ExitRecord {
        ExitRecord(
            serial: serial, processID: UInt32(serial) + 10, code: 137, signal: 9, outOfMemory: true,
            time: Timestamp(unixSeconds: 1, nanoseconds: 1))
    }

    private static func start(_ serial: UInt64) -> EventRecord {
        var event = EventRecord(.processCreated)
        (event.serial, event.processID) = (serial, UInt32(serial) + 10)
        return event
    }

    private static func kinds(_ root: String, _ id: String = "c") throws -> [EventRecord.Kind] {
        try EventLog.read(root: root, id: id).map(\.kind)
    }

    private static func record(_ state: ContainerRecord.State) throws -> ContainerRecord {
        var record = ContainerRecord(
            id: "c", bootID: "b", configuration: ContainerConfig(), created: Timestamp(unixSeconds: 4),
            supervisor: try #require(ProcessIdentity.own), cgroup: "/x", scratch: "/s")
        record.state = state
        if state != .created { record.started = Timestamp(unixSeconds: 5) }
        return record
    }

    @Test func sequenceNumbersGoOn() throws {
        try Self.withRoot { root in
            #expect(try EventLog.read(root: root, id: "c") == [])
            for expected in [1, 3] as [UInt64] {
                let log = try EventLog(root: root, id: "c")
                try log.append(EventRecord(.modified))
                try log.append(EventRecord(Self.exit(expected)))
                #expect(log.history.lastSequence == expected + 1)
            }
            #expect(try EventLog.read(root: root, id: "c").map(\.sequence) == [1, 2, 3, 4])
            #expect(try EventLog.history(root: root, id: "c").exits == [Self.exit(1), Self.exit(3)])
        }
    }

    /// A line cut short by a crash or a full disk was never told to anyone.
    @Test func aCutLineIsRemoved() throws {
        try Self.withRoot { root in
            try EventLog(root: root, id: "c").append(EventRecord(Self.exit(1)))
            let path = "\(root)/.events/c"
            let line = try Data(contentsOf: URL(filePath: path))
            try (line + line.prefix(line.count / 2)).write(to: URL(filePath: path))
            #expect(try EventLog.read(root: root, id: "c").count == 1)
            try EventLog(root: root, id: "c").append(EventRecord(Self.exit(2)))
            #expect(try EventLog.read(root: root, id: "c").map(\.sequence) == [1, 2])
        }
    }

    /// What a dying supervisor wrote down, or did not, is there once after the next one has looked.
    @Test(arguments: 0...4) func nothingIsLostOrDoubled(_ written: Int) throws {
        try Self.withRoot { root in
            let record = try Self.record(.paused)
            let all: [EventRecord] = [
                EventRecord(.created, time: record.created), EventRecord(.started), Self.start(1),
                EventRecord(.paused),
            ]
            do {
                let first = try EventLog(root: root, id: "c", isContinued: false)
                for event in all.prefix(written) { try first.append(event) }
            }
            let next = try EventLog(root: root, id: "c")
            try next.catchUp(with: record)
            try next.append(Self.start(1))
            try next.append(Self.start(1))
            try next.catchUp(with: record)
            let kinds = try Self.kinds(root)
            #expect(Set(kinds) == [.created, .started, .processCreated, .paused], "\(kinds)")
            #expect(kinds.count == 4)
            try next.append(EventRecord(.resumed))
            try next.append(EventRecord(.stopped))
            try next.append(EventRecord(.stopped))
            #expect(try Self.kinds(root).suffix(2) == [.resumed, .stopped])
        }
    }

    @Test func aSecondContainerOfTheSameIdContinuesTheLog() throws {
        try Self.withRoot { root in
            for second in [4, 9] as [Int64] {
                var record = try Self.record(.running)
                record.created = Timestamp(unixSeconds: second)
                let log = try EventLog(root: root, id: "c", isContinued: false)
                try log.catchUp(with: record)
                try log.append(Self.start(1))
                try log.append(EventRecord(Self.exit(1)))
                try log.append(EventRecord(.stopped))
                withExtendedLifetime(log) {}
                #expect(try EventLog.history(root: root, id: "c").exits.count == 1)
            }
            try EventLog.noteDeletion(root: root, id: "c", of: nil)
            try EventLog.noteDeletion(root: root, id: "c", of: nil)
            let one: [EventRecord.Kind] = [.created, .started, .processCreated, .processExited, .stopped]
            #expect(try Self.kinds(root) == one + one + [.deleted])
            #expect(try EventLog.read(root: root, id: "c").map(\.sequence) == Array(1...11))
        }
    }

    @Test func aDeletionAddsTheEndThatIsMissing() throws {
        try Self.withRoot { root in
            var record = try Self.record(.running)
            try EventLog(root: root, id: "c").catchUp(with: record)
            (record.state, record.exitType) = (.stopped, .graceful)
            try EventLog.noteDeletion(root: root, id: "c", of: record)
            #expect(try Self.kinds(root) == [.created, .started, .stopped, .deleted])
            #expect(try EventLog.read(root: root, id: "c")[2].exitType == .graceful)
        }
    }

    @Test func aFullFileBecomesTheOlderOfTwo() throws {
        try Self.withRoot { root in
            let record = try Self.record(.running)
            for part in 0..<5 as Range<UInt64> {
                let log = try EventLog(root: root, id: "c", maximumSize: 4096)
                try log.catchUp(with: record)
                for serial in (part * 100 + 1)...(part * 100 + 100) {
                    try log.append(Self.start(serial))
                    try log.append(EventRecord(Self.exit(serial)))
                }
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: root + "/.events").sorted()
            #expect(names == ["c", "c~"])
            for name in names {
                #expect(try Data(contentsOf: URL(filePath: "\(root)/.events/\(name)")).count <= 4096)
            }
            let events = try EventLog.read(root: root, id: "c").filter { $0.kind != .continued }
            #expect(events.last?.sequence == 1002)
            #expect(zip(events, events.dropFirst()).allSatisfy { $0.sequence + 1 == $1.sequence })
            let log = try EventLog(root: root, id: "c", maximumSize: 4096)
            #expect(log.history.created == record.created)
            // Known although the lines themselves are gone.
            try log.catchUp(with: record)
            try log.append(Self.start(7))
            #expect(try EventLog.read(root: root, id: "c").last?.sequence == 1002)
        }
    }

    @Test func oneWriterAtATime() throws {
        try Self.withRoot { root in
            let log = try EventLog(root: root, id: "c")
            let error = #expect(throws: SyscallError.self) { try EventLog(root: root, id: "c") }
            #expect(error?.kind == .busy)
            withExtendedLifetime(log) {}
        }
    }

    @Test func logsOfTheGoneAreBounded() throws {
        try Self.withRoot { root in
            try FileManager.default.createDirectory(atPath: root + "/a0", withIntermediateDirectories: true)
            for index in 0..<12 { try EventLog.noteDeletion(root: root, id: "a\(index)", of: nil) }
            // Times may be equal on a coarse clock: make the order certain.
            for index in 0..<12 {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: Double(1000 + index))],
                    ofItemAtPath: "\(root)/.events/a\(index)")
            }
            try EventLog.prune(root: root, keeping: 4)
            let left = Set(try FileManager.default.contentsOfDirectory(atPath: root + "/.events"))
            #expect(left == ["a0", "a8", "a9", "a10", "a11"])
        }
    }
}
