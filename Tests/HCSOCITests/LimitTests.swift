import HCSSchema
import Testing

@testable import HCSOCI

struct ProcessorCase: Sendable {
    let count: UInt32
    let maximum: Int64
    let quota: Int64
    let period: UInt64
    let warnings: [String]
}

@Suite struct LimitTests {
    static let versions: [HostFacts.CgroupVersion] = [.v1, .hybrid, .v2]

    /// On a host of four processors.
    static let processorCases = [
        ProcessorCase(count: 1, maximum: 0, quota: 100_000, period: 100_000, warnings: []),
        ProcessorCase(count: 4, maximum: 0, quota: 400_000, period: 100_000, warnings: []),
        ProcessorCase(
            count: 5, maximum: 0, quota: 400_000, period: 100_000, warnings: ["/ProcessorCount"]),
        ProcessorCase(
            count: .max, maximum: 0, quota: 400_000, period: 100_000, warnings: ["/ProcessorCount"]),
        ProcessorCase(count: 0, maximum: 10_000, quota: 400_000, period: 100_000, warnings: []),
        ProcessorCase(count: 0, maximum: 5000, quota: 200_000, period: 100_000, warnings: []),
        ProcessorCase(count: 0, maximum: 25, quota: 1000, period: 100_000, warnings: []),
        ProcessorCase(count: 0, maximum: 24, quota: 9600, period: 1_000_000, warnings: []),
        ProcessorCase(
            count: 0, maximum: 1, quota: 1000, period: 1_000_000, warnings: ["/ProcessorMaximum"]),
        // Both: the smaller.
        ProcessorCase(count: 1, maximum: 5000, quota: 100_000, period: 100_000, warnings: []),
        ProcessorCase(count: 3, maximum: 5000, quota: 200_000, period: 100_000, warnings: []),
    ]

    @Test(arguments: versions, processorCases)
    func processorsBecomeQuota(_ version: HostFacts.CgroupVersion, _ item: ProcessorCase) throws {
        let config = ContainerConfig(processorCount: item.count, processorMaximum: item.maximum)
        let (spec, warnings) = try translate(config, on: .example(version))
        #expect(spec.linux.resources.cpu?.quota == (item.maximum == 1 ? 1000 : item.quota))
        #expect(spec.linux.resources.cpu?.period == item.period)
        #expect(spec.linux.resources.cpu?.shares == nil)
        #expect(warnings.map(\.pointer) == item.warnings)
    }

    @Test(arguments: [(1, 10), (100, 1024), (10_000, 102_400)] as [(UInt64, UInt64)])
    func weightBecomesSharesOrWeight(_ weight: UInt64, _ shares: UInt64) throws {
        for version in [HostFacts.CgroupVersion.v1, .hybrid] {
            let resources = try translate(ContainerConfig(processorWeight: weight), on: .example(version))
                .spec
                .linux.resources
            #expect(resources.cpu == OCI.CPU(shares: shares))
            #expect(resources.unified == nil)
        }
        let resources = try translate(ContainerConfig(processorWeight: weight), on: .example(.v2)).spec.linux
            .resources
        #expect(resources.cpu == nil)
        #expect(resources.unified == ["cpu.weight": String(weight)])
    }

    @Test(arguments: versions) func memoryLeavesNoSwap(_ version: HostFacts.CgroupVersion) throws {
        let resources = try translate(ContainerConfig(memoryMaximumInMB: 64), on: .example(version)).spec
            .linux
            .resources
        #expect(resources.memory == OCI.Memory(limit: 64 << 20, swap: 64 << 20))
    }

    @Test func withoutSwapAccountingSwapIsLeftOutWithAWarning() throws {
        let (spec, warnings) = try translate(
            ContainerConfig(memoryMaximumInMB: 64), on: .example(.v1, swap: false))
        #expect(spec.linux.resources.memory == OCI.Memory(limit: 64 << 20, swap: nil))
        #expect(warnings.map(\.pointer) == ["/MemoryMaximumInMB"])
    }

    @Test func noLimitsLeaveOnlyPidsAndDevices() throws {
        let resources = try translate(ContainerConfig()).spec.linux.resources
        #expect(resources.memory == nil && resources.cpu == nil && resources.unified == nil)
        #expect(resources.pids == OCI.Pids(limit: 2048))
        #expect(resources.devices.first == OCI.DeviceRule(allow: false, access: "rwm"))
        #expect(resources.devices.dropFirst().allSatisfy { $0.allow && $0.type == "c" && $0.major != nil })
    }

    @Test(arguments: [
        (ContainerConfig(processorWeight: 10_001), "/ProcessorWeight"),
        (ContainerConfig(processorMaximum: 10_001), "/ProcessorMaximum"),
        (ContainerConfig(processorMaximum: -1), "/ProcessorMaximum"),
        (ContainerConfig(memoryMaximumInMB: 3), "/MemoryMaximumInMB"),
        (ContainerConfig(memoryMaximumInMB: -1), "/MemoryMaximumInMB"),
        (ContainerConfig(memoryMaximumInMB: .max), "/MemoryMaximumInMB"),
    ])
    func impossibleLimitsAreErrors(_ config: ContainerConfig, _ pointer: String) {
        #expect {
            try translate(config)
        } throws: {
            ($0 as? TranslationError)?.pointer == pointer
        }
    }
}
