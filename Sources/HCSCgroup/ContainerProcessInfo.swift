package import HCSSystem

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
    package func processes(
        processRoot: String = "/proc", with files: KernelFiles = KernelFiles()
    ) -> [ContainerProcessInfo] {
        let clock = ProcessClock()
        return listedProcessIDs(with: files).compactMap {
            ContainerProcessInfo(hostPID: $0, processRoot: processRoot, clock: clock, files: files)
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
    init?(
        hostPID: Int32, processRoot: String, clock: ProcessClock, files: KernelFiles = KernelFiles()
    ) {
        let folder = "\(processRoot)/\(hostPID)"
        let statText = files.read("\(folder)/stat") { String(decoding: $0, as: UTF8.self) }
        guard let stat = statText.flatMap(ProcessStat.init),
            let memory = files.read("\(folder)/statm", Self.numbers), memory.count >= 3,
            let owner = files.read("\(folder)/status", Self.owner)
        else { return nil }
        self.init(
            pid: owner.inner ?? hostPID, hostPID: hostPID, parentHostPID: stat.parent, userID: owner.user,
            state: stat.state, name: stat.name,
            arguments: files.read("\(folder)/cmdline", Self.arguments) ?? [],
            userTime: clock.duration(stat.userTicks), kernelTime: clock.duration(stat.kernelTicks),
            startTime: clock.bootTime
                &+ Int64(clamping: stat.startTicks &* (1_000_000_000 / clock.ticksPerSecond)),
            startTicks: stat.startTicks,
            residentMemory: memory[1] &* clock.pageSize, sharedMemory: memory[2] &* clock.pageSize,
            privateMemory: (memory[1] - min(memory[1], memory[2])) &* clock.pageSize,
            virtualMemory: memory[0] &* clock.pageSize)
    }

    private static func numbers(_ bytes: UnsafeRawBufferPointer) -> [UInt64] {
        var rest = bytes[...]
        var numbers: [UInt64] = []
        while let number = KernelText.number(&rest) { numbers.append(number) }
        return numbers
    }

    /// The number inside, from the list with one for each pid namespace, and the user.
    private static func owner(_ bytes: UnsafeRawBufferPointer) -> (inner: Int32?, user: UInt32) {
        var inner: Int32?
        var user: UInt32 = 0
        KernelText.forEachLine(bytes) { line in
            if line.starts(with: "NSpid:".utf8) {
                var rest = line.dropFirst(6)
                while let number = KernelText.number(&rest) { inner = Int32(clamping: number) }
            } else if line.starts(with: "Uid:".utf8) {
                var rest = line.dropFirst(4)
                user = UInt32(clamping: KernelText.number(&rest) ?? 0)
            }
        }
        return (inner, user)
    }

    private static func arguments(_ bytes: UnsafeRawBufferPointer) -> [String] {
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
