import HCSProtocol
import HCSSchema
import Testing

@testable import HCSSupervisor

/// The table of processes: numbers may be used again, serials never.
struct ProcessTableTests {
    private static func process(_ serial: UInt64, _ pid: Int32, token: UInt8 = 0) -> AgentProcess {
        AgentProcess(
            token: [UInt8](repeating: token, count: 16), serial: serial, pid: pid, status: nil,
            hasConsole: false)
    }

    private static func exit(_ serial: UInt64, _ pid: UInt32, code: Int32 = 0) -> ExitRecord {
        ExitRecord(
            serial: serial, processID: pid, code: code, signal: nil, outOfMemory: false,
            time: Timestamp(unixSeconds: 1))
    }

    private static func note(_ table: inout ProcessTable, _ exit: ExitRecord, isNew: Bool) {
        let answer = table.record(exit)
        #expect(answer == isNew)
    }

    @Test func findsByEveryName() {
        var table = ProcessTable()
        table.add(Self.process(1, 10, token: 7))
        #expect(table.entry(serial: 1)?.pid == 10)
        #expect(table.entry(pid: 10)?.serial == 1)
        #expect(table.entry(token: [UInt8](repeating: 7, count: 16))?.serial == 1)
        #expect(table.entry(serial: 2) == nil)
        #expect(table.entry(pid: 1) == nil)
        #expect(table.entry(token: []) == nil)
    }

    @Test func aNumberUsedTwiceIsTheLaterProcess() {
        var table = ProcessTable()
        table.add(Self.process(1, 10))
        Self.note(&table, Self.exit(1, 10, code: 1), isNew: true)
        table.add(Self.process(2, 10))
        #expect(table.entry(pid: 10)?.serial == 2)
        #expect(table.entry(pid: 10)?.exit == nil)
        #expect(table.entry(serial: 1)?.exit?.code == 1)
        #expect(table.running.map(\.serial) == [2])
    }

    @Test func theFirstExitStays() {
        var table = ProcessTable()
        table.add(Self.process(1, 10))
        Self.note(&table, Self.exit(1, 10, code: 3), isNew: true)
        Self.note(&table, Self.exit(1, 10, code: 4), isNew: false)
        #expect(table.entry(serial: 1)?.exit?.code == 3)
        table.add(Self.process(1, 10))
        #expect(table.entry(serial: 1)?.exit?.code == 3, "the agent repeats what is not acknowledged")
    }

    /// As after a recovery: exits come from disk before the agent names any process.
    @Test func exitsOfUnknownProcesses() {
        var table = ProcessTable()
        Self.note(&table, Self.exit(5, 10, code: 2), isNew: true)
        #expect(table.entry(pid: 10)?.exit?.code == 2)
        table.add(Self.process(9, 10))
        Self.note(&table, Self.exit(6, 10), isNew: true)
        #expect(table.entry(pid: 10)?.serial == 9, "an older exit does not hide a running process")
        #expect(table.running.map(\.serial) == [9])
    }

    @Test func runningOnesAreInOrder() {
        var table = ProcessTable()
        for serial in [3, 1, 2] as [UInt64] { table.add(Self.process(serial, Int32(serial))) }
        #expect(table.running.map(\.serial) == [1, 2, 3])
    }

    @Test func exitsAreForgottenInTime() {
        var table = ProcessTable()
        table.add(Self.process(1, 1))
        let count = UInt64(3 * ProcessTable.keptExits)
        for serial in 2...count {
            Self.note(&table, Self.exit(serial, UInt32(serial % 100 + 2)), isNew: true)
        }
        #expect(table.entry(serial: 2) == nil)
        #expect(table.entry(serial: count)?.exit != nil)
        #expect(table.entry(serial: count - UInt64(ProcessTable.keptExits) + 1)?.exit != nil)
        #expect(table.entry(serial: 1) != nil, "a running process is never forgotten")
        for pid in 2..<102 as Range<UInt32> { #expect(table.entry(pid: pid) != nil) }
    }
}
