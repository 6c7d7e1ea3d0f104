internal import HCSSystem

/// One process of a container, as /proc shows it.
///
/// `name` and `arguments` are the process's own choice: escape them before printing.
package struct ContainerProcessInfo: Hashable, Sendable {
    /// Its number inside the container.
    package var pid: Int32
    package var hostPID: Int32
    /// The host's number of its parent.
    package var parentHostPID: Int32
    package var userID: UInt32
    /// `R`, `S`, `D`, `T`, `Z` and so on, proc(5).
    package var state: String
    /// The program's name, at most 15 bytes.
    package var name: String
    package var arguments: [String]
    /// Units of 100 ns.
    package var userTime: UInt64
    package var kernelTime: UInt64
    /// Nanoseconds since 1970.
    package var startTime: Int64
    /// Field 22 of stat: with the number, it identifies the process until the next boot.
    package var startTicks: UInt64
    /// Bytes.
    package var residentMemory: UInt64
    package var sharedMemory: UInt64
    /// Memory of its own: resident less what comes from files and shared memory.
    package var privateMemory: UInt64
    package var virtualMemory: UInt64
}

extension Cgroup {
    /// The processes in it and below it by their number inside, four small reads each. One that ends meanwhile is skipped.
    ///
    /// - Parameter processRoot: /proc, or a test's tree.
    package func processes(processRoot: String = "/proc") -> [ContainerProcessInfo] {
        let clock = ProcessClock()
        return processIDs().compactMap {
            ContainerProcessInfo(hostPID: $0, processRoot: processRoot, clock: clock)
        }.sorted { $0.pid < $1.pid }
    }
}

/// The machine's units, asked for once.
struct ProcessClock {
    let ticksPerSecond = HostMachine.clockTicksPerSecond
    let pageSize = HostMachine.pageSize
    let bootTime = HostMachine.bootTime

    /// Ticks in units of 100 ns.
    func duration(_ ticks: UInt64) -> UInt64 { ticks &* (10_000_000 / ticksPerSecond) }
}

extension ContainerProcessInfo {
    /// Nil when the process is gone or its files make no sense.
    init?(hostPID: Int32, processRoot: String, clock: ProcessClock) {
        let folder = "\(processRoot)/\(hostPID)"
        guard let text = try? Files.text("\(folder)/stat"), let stat = ProcessStat(text),
            let status = try? Files.text("\(folder)/status"),
            let memory = try? Files.text("\(folder)/statm").split(separator: " ").map({ UInt64($0) ?? 0 }),
            memory.count >= 3
        else { return nil }
        var inner = hostPID
        var user: UInt32 = 0
        // By bytes: a listing reads this for every process.
        for line in status.utf8.split(separator: UInt8(ascii: "\n")) {
            // One number for each pid namespace, the innermost last.
            if line.starts(with: "NSpid:".utf8) {
                inner = Self.words(line).last.flatMap { Int32($0) } ?? hostPID
            }
            if line.starts(with: "Uid:".utf8) {
                user = Self.words(line).dropFirst().first.flatMap { UInt32($0) } ?? 0
            }
        }
        let commandLine = (try? Files.read("\(folder)/cmdline", maximum: 1 << 20)) ?? []
        self.init(
            pid: inner, hostPID: hostPID, parentHostPID: stat.parent, userID: user, state: stat.state,
            name: stat.name,
            arguments: ContainerProcessInfo.arguments(commandLine),
            userTime: clock.duration(stat.userTicks), kernelTime: clock.duration(stat.kernelTicks),
            startTime: clock.bootTime
                &+ Int64(clamping: stat.startTicks &* (1_000_000_000 / clock.ticksPerSecond)),
            startTicks: stat.startTicks,
            residentMemory: memory[1] &* clock.pageSize, sharedMemory: memory[2] &* clock.pageSize,
            privateMemory: (memory[1] - min(memory[1], memory[2])) &* clock.pageSize,
            virtualMemory: memory[0] &* clock.pageSize)
    }

    private static func words(_ line: Substring.UTF8View) -> [Substring] {
        line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { Substring($0) }
    }

    private static func arguments(_ bytes: [UInt8]) -> [String] {
        var parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// /proc/PID/stat; see proc(5) for the fields' numbers.
struct ProcessStat: Hashable {
    let name: String
    let state: String
    let parent: Int32
    let userTicks: UInt64
    let kernelTicks: UInt64
    let startTicks: UInt64

    /// The name may hold spaces and parentheses: it ends at the last one.
    init?(_ text: String) {
        guard let open = text.utf8.firstIndex(of: UInt8(ascii: "(")),
            let close = text.utf8.lastIndex(of: UInt8(ascii: ")")), open < close
        else { return nil }
        name = String(decoding: text.utf8[text.utf8.index(after: open)..<close], as: UTF8.self)
        // From field 3 on.
        let fields = String(decoding: text.utf8[text.utf8.index(after: close)...], as: UTF8.self).split(
            separator: " ")
        guard fields.count >= 20, let parent = Int32(fields[1]), let user = UInt64(fields[11]),
            let kernel = UInt64(fields[12]), let start = UInt64(fields[19])
        else { return nil }
        state = String(fields[0])
        self.parent = parent
        userTicks = user
        kernelTicks = kernel
        startTicks = start
    }
}
