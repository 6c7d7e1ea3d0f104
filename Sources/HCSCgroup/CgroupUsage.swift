package import HCSSystem

/// What a container has used, in HCS's units; nil where the host does not count it.
package struct CgroupUsage: Hashable, Sendable {
    /// Processor time in units of 100 ns.
    package struct Processor: Hashable, Sendable {
        package var total: UInt64
        package var user: UInt64?
        package var kernel: UInt64?
    }

    /// Bytes.
    package struct Memory: Hashable, Sendable {
        /// In use, without file pages that can be dropped at once.
        package var commit: UInt64
        package var commitPeak: UInt64?
        /// Anonymous memory.
        package var privateWorkingSet: UInt64?
        package var limit: UInt64?
    }

    package struct Storage: Hashable, Sendable {
        package var readCount: UInt64 = 0
        package var readBytes: UInt64 = 0
        package var writeCount: UInt64 = 0
        package var writeBytes: UInt64 = 0
    }

    package var processor: Processor?
    package var memory: Memory?
    package var storage: Storage?
    package var processCount: UInt64?
    /// Processes the kernel killed for want of memory.
    package var outOfMemoryKills: UInt64?
}

extension Cgroup {
    /// What of the usage is read.
    package enum UsageScope: Hashable, Sendable {
        /// Everything.
        case all
        /// What the v1 statistics say: no limit, no number of tasks, no kills.
        case statistics
    }

    /// Reads about ten files. What is missing is nil: a container may end while it is read.
    package func usage(_ scope: UsageScope = .all, with files: KernelFiles = KernelFiles()) -> CgroupUsage {
        hierarchy.version == .v2 ? unifiedUsage(scope, files) : classicUsage(scope, files)
    }

    /// Documentation/admin-guide/cgroup-v2.rst; times there are in microseconds.
    private func unifiedUsage(_ scope: UsageScope, _ files: KernelFiles) -> CgroupUsage {
        let folder = hierarchy.folder("", path)
        var usage = CgroupUsage()
        if let times = files.numbers("\(folder)/cpu.stat", ["usage_usec", "user_usec", "system_usec"]),
            let total = times[0]
        {
            usage.processor = CgroupUsage.Processor(
                total: total &* 10, user: times[1].map { $0 &* 10 }, kernel: times[2].map { $0 &* 10 })
        }
        if let current = files.number("\(folder)/memory.current") {
            let details = files.numbers("\(folder)/memory.stat", ["inactive_file", "anon"])
            usage.memory = CgroupUsage.Memory(
                commit: current - min(current, details?[0] ?? 0),
                commitPeak: files.number("\(folder)/memory.peak"), privateWorkingSet: details?[1],
                limit: scope == .all ? files.number("\(folder)/memory.max") : nil)
        }
        usage.storage = files.read("\(folder)/io.stat", IOFile.unified)
        guard scope == .all else { return usage }
        usage.processCount = files.number("\(folder)/pids.current")
        usage.outOfMemoryKills = files.numbers("\(folder)/memory.events", ["oom_kill"])?[0]
        return usage
    }

    /// Documentation/admin-guide/cgroup-v1; times there are in nanoseconds.
    private func classicUsage(_ scope: UsageScope, _ files: KernelFiles) -> CgroupUsage {
        let memory = hierarchy.folder("memory", path)
        let blkio = hierarchy.folder("blkio", path)
        var usage = CgroupUsage()
        usage.processor = classicProcessor(files)
        if let current = files.number("\(memory)/memory.usage_in_bytes") {
            let details = files.numbers("\(memory)/memory.stat", ["total_inactive_file", "total_rss"])
            let limit = scope == .all ? files.number("\(memory)/memory.limit_in_bytes") : nil
            usage.memory = CgroupUsage.Memory(
                commit: current - min(current, details?[0] ?? 0),
                commitPeak: files.number("\(memory)/memory.max_usage_in_bytes"),
                privateWorkingSet: details?[1],
                // No limit is the largest multiple of a page there.
                limit: limit.flatMap { $0 >= UInt64(Int64.max) & ~0xffff ? nil : $0 })
        }
        let bytes = files.read(
            "\(blkio)/blkio.throttle.io_service_bytes_recursive", IOFile.classic)
        let counts = files.read("\(blkio)/blkio.throttle.io_serviced_recursive", IOFile.classic)
        if let bytes, let counts {
            usage.storage = CgroupUsage.Storage(
                readCount: counts.read, readBytes: bytes.read, writeCount: counts.write,
                writeBytes: bytes.write)
        }
        guard scope == .all else { return usage }
        usage.processCount = files.number("\(hierarchy.folder("pids", path))/pids.current")
        usage.outOfMemoryKills = files.numbers("\(memory)/memory.oom_control", ["oom_kill"])?[0]
        return usage
    }

    /// The total is exact. How it divides is counted by clock ticks there: the exact total is divided in their proportion,
    /// as the kernel itself does it for a process, so that user and kernel time add up to it.
    private func classicProcessor(_ files: KernelFiles) -> CgroupUsage.Processor? {
        let folder = hierarchy.folder("cpuacct", path)
        guard let nanoseconds = files.number("\(folder)/cpuacct.usage") else { return nil }
        let total = nanoseconds / 100
        guard let user = files.number("\(folder)/cpuacct.usage_user"),
            let kernel = files.number("\(folder)/cpuacct.usage_sys")
        else { return CgroupUsage.Processor(total: total) }
        let (sum, isTooLarge) = user.addingReportingOverflow(kernel)
        guard sum > 0, !isTooLarge else { return CgroupUsage.Processor(total: total, user: total, kernel: 0) }
        let share = sum.dividingFullWidth(total.multipliedFullWidth(by: min(user, sum))).quotient
        return CgroupUsage.Processor(total: total, user: share, kernel: total - share)
    }

    /// How many processes are in it, from one hierarchy; what is in folders below it counts too.
    package func processCount(with files: KernelFiles) -> Int {
        listingFolders.first.map { Self.count($0, files, depth: 0) } ?? 0
    }

    private static func count(_ folder: String, _ files: KernelFiles, depth: Int) -> Int {
        let own = files.read("\(folder)/cgroup.procs") { bytes in
            bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        }
        guard let own, depth < maximumDepth, hasFolders(folder) else { return own ?? 0 }
        return innerFolders(of: folder).reduce(own) { $0 + count($1, files, depth: depth + 1) }
    }
}

/// The block layer's counters, summed over devices.
enum IOFile {
    struct Sum {
        var read: UInt64 = 0
        var write: UInt64 = 0
    }

    /// Lines such as `8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0`.
    static func unified(_ bytes: UnsafeRawBufferPointer) -> CgroupUsage.Storage {
        var sum = CgroupUsage.Storage()
        KernelText.forEachLine(bytes) { line in
            for field in line.split(separator: UInt8(ascii: " ")).dropFirst() {
                guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { continue }
                var rest = field[(equals + 1)...]
                guard let value = KernelText.number(&rest) else { continue }
                switch String(decoding: field[..<equals], as: UTF8.self) {
                case "rbytes": sum.readBytes &+= value
                case "wbytes": sum.writeBytes &+= value
                case "rios": sum.readCount &+= value
                case "wios": sum.writeCount &+= value
                default: break
                }
            }
        }
        return sum
    }

    /// Lines such as `8:0 Read 4096`; the last, `Total 4096`, has no device.
    static func classic(_ bytes: UnsafeRawBufferPointer) -> Sum {
        var sum = Sum()
        KernelText.forEachLine(bytes) { line in
            let parts = line.split(separator: UInt8(ascii: " "))
            guard parts.count == 3 else { return }
            var rest = parts[2]
            guard let value = KernelText.number(&rest) else { return }
            if parts[1].elementsEqual("Read".utf8) { sum.read &+= value }
            if parts[1].elementsEqual("Write".utf8) { sum.write &+= value }
        }
        return sum
    }
}
