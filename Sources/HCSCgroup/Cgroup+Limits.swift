package import HCSSystem

/// Limits of a cgroup that can change while it is in use.
package struct CgroupLimits: Hashable, Sendable {
    /// Bytes of memory, and of memory and swap together; nil is no limit.
    package var memory: Int64?
    /// Microseconds of processor time in a period; nil is no limit.
    package var quota: Int64?
    /// Microseconds.
    package var period: UInt64
    /// `cpu.shares` of v1, 1024 unless set.
    package var shares: UInt64?
    /// `cpu.weight` of v2, 100 unless set.
    package var weight: UInt64?

    package init(
        memory: Int64? = nil, quota: Int64? = nil, period: UInt64? = nil, shares: UInt64? = nil,
        weight: UInt64? = nil
    ) {
        self.memory = memory
        self.quota = quota
        self.period = period ?? 100_000
        self.shares = shares
        self.weight = weight
    }
}

extension Cgroup {
    /// Sets the memory limit.
    ///
    /// - Throws: `EBUSY` when the container uses more and the kernel cannot take it back: nothing is killed for a new limit.
    package func setMemory(_ limits: CgroupLimits) throws(SyscallError) {
        if hierarchy.version == .v2 {
            try setUnifiedMemory(limits.memory)
        } else {
            try setMemory(limits.memory, folder: hierarchy.folder("memory", path))
        }
    }

    /// Sets quota and weight.
    package func setProcessors(_ limits: CgroupLimits) throws(SyscallError) {
        let quota = limits.quota.map { "\($0)" }
        if hierarchy.version == .v2 {
            let folder = hierarchy.folder("", path)
            try Self.write([
                ("\(folder)/cpu.max", "\(quota ?? "max") \(limits.period)"),
                ("\(folder)/cpu.weight", "\(limits.weight ?? 100)"),
            ])
        } else {
            let folder = hierarchy.folder("cpu", path)
            // Lifted first: an old quota with a new period may be one the kernel refuses.
            try Self.write([
                ("\(folder)/cpu.cfs_quota_us", "-1"),
                ("\(folder)/cpu.cfs_period_us", "\(limits.period)"),
                ("\(folder)/cpu.cfs_quota_us", quota ?? "-1"),
                ("\(folder)/cpu.shares", "\(limits.shares ?? 1024)"),
            ])
        }
    }

    private func setMemory(_ limit: Int64?, folder: String) throws(SyscallError) {
        let value = limit.map { "\($0)" } ?? "-1"
        let memory = ("\(folder)/memory.limit_in_bytes", value)
        let both = ("\(folder)/memory.memsw.limit_in_bytes", value)
        guard exists(both.0) else { return try Self.write([memory]) }
        // The sum may at no time be below the memory's own limit.
        let isRaised = limit == nil || limit ?? 0 > (Int64((try? Files.text(both.0)) ?? "") ?? .max)
        try Self.write(isRaised ? [both, memory] : [memory, both])
    }

    /// v2 kills at once whatever is above a new limit, so it is asked to reclaim first.
    private func setUnifiedMemory(_ limit: Int64?) throws(SyscallError) {
        let folder = hierarchy.folder("", path)
        let file = "\(folder)/memory.max"
        if let limit, let used = usedMemory(folder), used > limit {
            // Kernel 5.19; it answers EAGAIN when it got less than asked. What counts is what is used then.
            try? Files.writeKernelFile("\(folder)/memory.reclaim", "\(used - limit)")
            if let left = usedMemory(folder), left > limit {
                throw SyscallError(call: "write", subject: file, kind: .busy)
            }
        }
        var writes = [(file, limit.map { "\($0)" } ?? "max")]
        let swap = "\(folder)/memory.swap.max"
        if exists(swap) { writes.append((swap, limit == nil ? "max" : "0")) }
        try Self.write(writes)
    }

    private func usedMemory(_ folder: String) -> Int64? {
        (try? Files.text("\(folder)/memory.current")).flatMap { Int64($0) }
    }

    /// Writes all, or puts back what was there.
    private static func write(_ values: [(file: String, value: String)]) throws(SyscallError) {
        var before: [(file: String, value: String)] = []
        for (file, value) in values {
            do {
                let old = try Files.text(file)
                try Files.writeKernelFile(file, value)
                before.append((file, old))
            } catch {
                // The error of the write that failed is the one to report.
                for (file, old) in before.reversed() { try? Files.writeKernelFile(file, old) }
                throw error
            }
        }
    }
}
