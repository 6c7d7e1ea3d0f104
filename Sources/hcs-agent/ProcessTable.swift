import CHCSShims

/// A process that was asked for, until its exit is acknowledged.
struct ProcessEntry {
    var record: hcs_agent_process
    /// The console's master, or -1.
    var console: Int32
    /// Other ends of its streams, each or -1; empty for most.
    var kept: [Int32] = []

    var isExited: Bool { record.flags & UInt32(HCS_PROCESS_EXITED.rawValue) != 0 }
}

/// The processes in the order of their serials.
struct ProcessTable {
    /// A listing of all of them stays under the connection's bound.
    static let capacity = 65_536

    private(set) var entries: [ProcessEntry] = []
    private var lastSerial: UInt64 = 0

    var isFull: Bool { entries.count >= Self.capacity }

    subscript(serial: UInt64) -> ProcessEntry? {
        guard let index = index(of: serial) else { return nil }
        return entries[index]
    }

    mutating func add(_ entry: ProcessEntry) -> hcs_agent_process {
        var entry = entry
        lastSerial += 1
        entry.record.serial = lastSerial
        entries.append(entry)
        return entry.record
    }

    /// Notes an exit; nil for an orphan, which nobody asked for.
    mutating func noteExit(of pid: Int32, status: Int32, at time: UInt64) -> hcs_agent_process? {
        guard let index = entries.firstIndex(where: { $0.record.pid == pid && !$0.isExited }) else {
            return nil
        }
        entries[index].record.status = status
        entries[index].record.exited_ns = time
        entries[index].record.flags |= UInt32(HCS_PROCESS_EXITED.rawValue)
        return entries[index].record
    }

    /// Holds copies of the ends that come; 0 or an errno.
    mutating func keep(_ request: hcs_agent_stream, _ descriptors: [Int32]) -> Int32 {
        guard let index = index(of: request.serial) else { return ESRCH }
        guard entries[index].kept.isEmpty, request.value > 0, request.value < 8 else { return EINVAL }
        var kept: [Int32] = [-1, -1, -1]
        var next = 0
        for number in 0..<3 where request.value & (1 << UInt32(number)) != 0 {
            guard next < descriptors.count else { break }
            kept[number] = hcs_agent_duplicate(descriptors[next])
            next += 1
        }
        entries[index].kept = kept
        return 0
    }

    /// Forgets a process that has exited.
    mutating func forget(_ serial: UInt64) {
        guard let index = index(of: serial), entries[index].isExited else { return }
        if entries[index].console >= 0 { hcs_agent_close(entries[index].console) }
        for end in entries[index].kept where end >= 0 { hcs_agent_close(end) }
        entries.remove(at: index)
        if entries.isEmpty { entries = [] }
    }

    private func index(of serial: UInt64) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].record.serial < serial { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].record.serial == serial ? low : nil
    }
}
