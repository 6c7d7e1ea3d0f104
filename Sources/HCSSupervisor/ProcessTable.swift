internal import HCSProtocol
internal import HCSSystem

/// The processes of a container: the running ones, and the last that ended.
struct ProcessTable {
    struct Entry {
        let serial: UInt64
        let pid: UInt32
        let token: [UInt8]
        let hasConsole: Bool
        var exit: ExitRecord?
        /// Of a process that the agent did not start.
        var foreign: Foreign?
        /// It has ended and nobody can say how.
        var isLost = false
        /// Its time was over and it was asked to end.
        var timedOut = false
    }

    /// How the host knows it.
    struct Foreign {
        let identity: ProcessIdentity
        let pidfd: Descriptor
    }

    private var entries: [UInt64: Entry] = [:]
    private var latest: [UInt32: UInt64] = [:]
    private var ended: [UInt64] = []

    /// How many ended processes can still be asked about; the file on disk has more.
    static let keptExits = 4096

    var running: [Entry] {
        entries.values.filter { $0.exit == nil && !$0.isLost }.sorted { $0.serial < $1.serial }
    }

    mutating func add(_ process: AgentProcess) {
        guard entries[process.serial] == nil else { return }
        let pid = UInt32(process.pid)
        entries[process.serial] = Entry(
            serial: process.serial, pid: pid, token: process.token, hasConsole: process.hasConsole)
        latest[pid] = process.serial
    }

    mutating func add(_ foreign: Foreign, serial: UInt64, pid: UInt32) {
        guard entries[serial] == nil else { return }
        entries[serial] = Entry(serial: serial, pid: pid, token: [], hasConsole: false, foreign: foreign)
        latest[pid] = serial
    }

    mutating func lose(_ serial: UInt64) {
        entries[serial]?.isLost = true
        entries[serial]?.foreign = nil
    }

    mutating func noteTimeOut(_ serial: UInt64) {
        entries[serial]?.timedOut = true
    }

    /// Puts an exit on record; false when it was there before.
    mutating func record(_ exit: ExitRecord) -> Bool {
        var entry =
            entries[exit.serial]
            ?? Entry(serial: exit.serial, pid: exit.processID, token: [], hasConsole: false)
        guard entry.exit == nil else { return false }
        // Exits come in their order: one that is new here is the latest of its number, unless that runs.
        let known = latest[exit.processID].flatMap { entries[$0] }
        if entries[exit.serial] == nil, known == nil || known?.exit != nil {
            latest[exit.processID] = exit.serial
        }
        entry.exit = exit
        entry.foreign = nil
        entries[exit.serial] = entry
        ended.append(exit.serial)
        if ended.count >= 2 * Self.keptExits { forgetOldest() }
        return true
    }

    func entry(serial: UInt64) -> Entry? { entries[serial] }

    func entry(pid: UInt32) -> Entry? { latest[pid].flatMap { entries[$0] } }

    func entry(token: [UInt8]) -> Entry? { entries.values.first { $0.token == token } }

    private mutating func forgetOldest() {
        for serial in ended.prefix(Self.keptExits) {
            guard let entry = entries.removeValue(forKey: serial) else { continue }
            if latest[entry.pid] == serial { latest[entry.pid] = nil }
        }
        ended.removeFirst(Self.keptExits)
    }
}
