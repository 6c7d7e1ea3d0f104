internal import HCSSystem

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
    /// Reads about ten files. What is missing is nil: a container may end while it is read.
    package func usage() -> CgroupUsage {
        hierarchy.version == .v2 ? unifiedUsage() : classicUsage()
    }

    /// Documentation/admin-guide/cgroup-v2.rst; times there are in microseconds.
    private func unifiedUsage() -> CgroupUsage {
        let folder = hierarchy.folder("", path)
        var usage = CgroupUsage()
        if let times = KeyedFile.read("\(folder)/cpu.stat"), let total = times["usage_usec"] {
            usage.processor = CgroupUsage.Processor(
                total: total &* 10, user: times["user_usec"].map { $0 &* 10 },
                kernel: times["system_usec"].map { $0 &* 10 })
        }
        if let current = number("\(folder)/memory.current") {
            let details = KeyedFile.read("\(folder)/memory.stat")
            usage.memory = CgroupUsage.Memory(
                commit: current - min(current, details?["inactive_file"] ?? 0),
                commitPeak: number("\(folder)/memory.peak"), privateWorkingSet: details?["anon"],
                limit: number("\(folder)/memory.max"))
        }
        if let text = try? Files.text("\(folder)/io.stat") { usage.storage = IOFile.unified(text) }
        usage.processCount = number("\(folder)/pids.current")
        usage.outOfMemoryKills = KeyedFile.read("\(folder)/memory.events")?["oom_kill"]
        return usage
    }

    /// Documentation/admin-guide/cgroup-v1; times there are in nanoseconds.
    private func classicUsage() -> CgroupUsage {
        let cpuacct = hierarchy.folder("cpuacct", path)
        let memory = hierarchy.folder("memory", path)
        let blkio = hierarchy.folder("blkio", path)
        var usage = CgroupUsage()
        if let total = number("\(cpuacct)/cpuacct.usage") {
            usage.processor = CgroupUsage.Processor(
                total: total / 100, user: number("\(cpuacct)/cpuacct.usage_user").map { $0 / 100 },
                kernel: number("\(cpuacct)/cpuacct.usage_sys").map { $0 / 100 })
        }
        if let current = number("\(memory)/memory.usage_in_bytes") {
            let details = KeyedFile.read("\(memory)/memory.stat")
            let limit = number("\(memory)/memory.limit_in_bytes")
            usage.memory = CgroupUsage.Memory(
                commit: current - min(current, details?["total_inactive_file"] ?? 0),
                commitPeak: number("\(memory)/memory.max_usage_in_bytes"),
                privateWorkingSet: details?["total_rss"],
                // No limit is the largest multiple of a page there.
                limit: limit.flatMap { $0 >= UInt64(Int64.max) & ~0xffff ? nil : $0 })
        }
        let bytes = try? Files.text("\(blkio)/blkio.throttle.io_service_bytes_recursive")
        let counts = try? Files.text("\(blkio)/blkio.throttle.io_serviced_recursive")
        if let bytes, let counts { usage.storage = IOFile.classic(bytes: bytes, counts: counts) }
        usage.processCount = number("\(hierarchy.folder("pids", path))/pids.current")
        usage.outOfMemoryKills = KeyedFile.read("\(memory)/memory.oom_control")?["oom_kill"]
        return usage
    }
}

/// A file of one number; nil for `max`.
private func number(_ path: String) -> UInt64? {
    (try? Files.text(path)).flatMap { UInt64($0) }
}

/// A file of `name number` lines.
enum KeyedFile {
    static func read(_ path: String) -> [String: UInt64]? {
        guard let text = try? Files.text(path) else { return nil }
        var values: [String: UInt64] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2, let value = UInt64(parts[1]) { values[String(parts[0])] = value }
        }
        return values
    }
}

/// The block layer's counters, summed over devices.
enum IOFile {
    /// Lines such as `8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0`.
    static func unified(_ text: String) -> CgroupUsage.Storage {
        var sum = CgroupUsage.Storage()
        for line in text.split(separator: "\n") {
            for field in line.split(separator: " ").dropFirst() {
                let parts = field.split(separator: "=")
                guard parts.count == 2, let value = UInt64(parts[1]) else { continue }
                switch parts[0] {
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
    static func classic(bytes: String, counts: String) -> CgroupUsage.Storage {
        CgroupUsage.Storage(
            readCount: sum(of: "Read", in: counts), readBytes: sum(of: "Read", in: bytes),
            writeCount: sum(of: "Write", in: counts), writeBytes: sum(of: "Write", in: bytes))
    }

    private static func sum(of kind: String, in text: String) -> UInt64 {
        text.split(separator: "\n").reduce(0) { total, line in
            let parts = line.split(separator: " ")
            guard parts.count == 3, parts[1] == kind else { return total }
            return total &+ (UInt64(parts[2]) ?? 0)
        }
    }
}
