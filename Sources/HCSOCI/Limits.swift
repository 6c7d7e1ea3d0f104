package import HCSSchema

extension OCI {
    /// What a document's limits come to on a host, and what was changed to fit it.
    package static func resources(
        of config: ContainerConfig, on host: HostFacts
    ) throws(TranslationError) -> (resources: Resources, warnings: [FieldNote]) {
        let limits = try Limits(config, host)
        return (limits.resources, limits.warnings)
    }
}

/// The document's limits on processors and memory as cgroup resources.
struct Limits {
    private(set) var resources = OCI.Resources(
        devices: Defaults.deviceRules, pids: OCI.Pids(limit: Defaults.pidsLimit))
    private(set) var warnings: [FieldNote] = []

    init(_ config: ContainerConfig, _ host: HostFacts) throws(TranslationError) {
        try setMemory(config, host)
        try setProcessors(config, host)
    }

    /// Windows limits the commit charge, so swap does not add to the limit here either.
    private mutating func setMemory(_ config: ContainerConfig, _ host: HostFacts) throws(TranslationError) {
        let megabytes = config.memoryMaximumInMB
        guard megabytes != 0 else { return }
        // runc needs 3 MiB to get through its own start.
        guard megabytes >= 4 else {
            throw TranslationError("/MemoryMaximumInMB", "a container needs at least 4 MiB")
        }
        guard megabytes <= Int64.max >> 20 else {
            throw TranslationError("/MemoryMaximumInMB", "the number is too large")
        }
        let limit = megabytes << 20
        if !host.accountsForSwap {
            warnings.append(
                FieldNote(
                    pointer: "/MemoryMaximumInMB",
                    sentence: "this kernel does not account for swap; what is swapped out is not limited"))
        }
        resources.memory = OCI.Memory(limit: limit, swap: host.accountsForSwap ? limit : nil)
    }

    private mutating func setProcessors(_ config: ContainerConfig, _ host: HostFacts) throws(TranslationError)
    {
        var cpu = OCI.CPU()
        if let share = try hardCap(config, host) {
            (cpu.quota, cpu.period) = quota(ofShare: share)
        }
        let weight = config.processorWeight
        if weight != 0 {
            guard weight <= 10_000 else {
                throw TranslationError("/ProcessorWeight", "a weight is 1 to 10000")
            }
            switch host.cgroupVersion {
            // Runtimes disagree on how OCI's shares become a weight (runc#4772); the file's range is HCS's own.
            case .v2: resources.unified = ["cpu.weight": String(weight)]
            case .v1, .hybrid: cpu.shares = min(max(weight * 1024 / 100, 2), 262_144)
            }
        }
        if cpu != OCI.CPU() { resources.cpu = cpu }
    }

    /// The smaller of count and maximum, in 1/10000 of one processor.
    private mutating func hardCap(
        _ config: ContainerConfig, _ host: HostFacts
    ) throws(TranslationError) -> Int64? {
        var caps: [Int64] = []
        if config.processorCount != 0 {
            let count = min(Int64(config.processorCount), Int64(host.processorCount))
            if count < Int64(config.processorCount) {
                warnings.append(
                    FieldNote(
                        pointer: "/ProcessorCount",
                        sentence: "the host has \(count) processors; the container gets them all"))
            }
            caps.append(count * 10_000)
        }
        if config.processorMaximum != 0 {
            guard (1...10_000).contains(config.processorMaximum) else {
                throw TranslationError(
                    "/ProcessorMaximum", "the share of the host is 1 to 10000, in hundredths of a percent")
            }
            caps.append(Int64(host.processorCount) * config.processorMaximum)
        }
        return caps.min()
    }

    /// Quota and period in microseconds; the kernel takes no quota below 1000.
    private mutating func quota(ofShare share: Int64) -> (Int64, UInt64) {
        if share * 10 >= 1000 { return (share * 10, 100_000) }
        if share * 100 >= 1000 { return (share * 100, 1_000_000) }
        warnings.append(
            FieldNote(
                pointer: "/ProcessorMaximum",
                sentence: "the kernel's least is 0.1 % of one processor; the container gets that"))
        return (1000, 1_000_000)
    }
}
