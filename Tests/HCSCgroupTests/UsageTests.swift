import Foundation
import HCSSystem
import Testing

@testable import HCSCgroup

@Suite struct UsageTests {
    static let trees: [(CgroupHierarchy.Version, [String: String], Int)] = [
        (.v1, Captured.v1, 5), (.hybrid, Captured.hybrid, 6), (.v2, Captured.v2, 1),
    ]

    private func with(
        _ files: [String: String], _ body: (CgroupHierarchy, Cgroup) throws -> Void
    ) throws {
        let tree = try Tree(files)
        defer { tree.remove() }
        if files["cpu,cpuacct/cgroup.procs"] != nil {
            symlink("cpu,cpuacct", tree.path + "/cpu")
            symlink("cpu,cpuacct", tree.path + "/cpuacct")
        }
        let hierarchy = try CgroupHierarchy.detect(root: tree.path)
        try body(hierarchy, hierarchy.cgroup("/hcsctl/a"))
    }

    @Test(arguments: trees) func versionsAreTold(
        _ version: CgroupHierarchy.Version, _ files: [String: String], _ mounts: Int
    ) throws {
        try with(files) { hierarchy, _ in
            #expect(hierarchy.version == version)
            #expect(hierarchy.mounts.count == mounts)
            #expect(!hierarchy.mounts.contains { $0.hasSuffix("/hugetlb") || $0.hasSuffix("/cpu") })
        }
    }

    @Test(arguments: trees) func memoryStorageAndCounts(
        _ version: CgroupHierarchy.Version, _ files: [String: String], _: Int
    ) throws {
        try with(files) { _, cgroup in
            let usage = cgroup.usage()
            #expect(
                usage.memory
                    == CgroupUsage.Memory(
                        commit: 9 << 20, commitPeak: 20 << 20, privateWorkingSet: 4 << 20, limit: nil))
            #expect(
                usage.storage
                    == CgroupUsage.Storage(readCount: 11, readBytes: 4097, writeCount: 22, writeBytes: 8194))
            #expect(usage.processCount == 3)
            #expect(usage.outOfMemoryKills == 3)
        }
    }

    @Test func timesAreIn100Nanoseconds() throws {
        try with(Captured.v1) { _, cgroup in
            #expect(
                cgroup.usage().processor
                    == CgroupUsage.Processor(total: 1_234_567, user: 1_000_000, kernel: 234_567))
        }
        try with(Captured.v2) { _, cgroup in
            #expect(
                cgroup.usage().processor == CgroupUsage.Processor(total: 12_340, user: 10_000, kernel: 2340))
        }
    }

    @Test func aLimitIsRead() throws {
        let v1 = ["memory/hcsctl/a/memory.limit_in_bytes": "67108864\n"]
        try with(Captured.v1.merging(v1) { $1 }) { #expect($1.usage().memory?.limit == 64 << 20) }
        let v2 = ["hcsctl/a/memory.max": "67108864\n"]
        try with(Captured.v2.merging(v2) { $1 }) { #expect($1.usage().memory?.limit == 64 << 20) }
    }

    @Test(arguments: trees) func freezingIsSeen(
        _ version: CgroupHierarchy.Version, _ files: [String: String], _: Int
    ) throws {
        try with(files) { hierarchy, cgroup in
            #expect(cgroup.isFrozen == true)
            #expect(hierarchy.cgroup("/hcsctl/none").isFrozen == nil)
        }
    }

    @Test(arguments: trees) func processesBelowCount(
        _ version: CgroupHierarchy.Version, _ files: [String: String], _: Int
    ) throws {
        try with(files) { _, cgroup in
            #expect(cgroup.processIDs() == (version == .v2 ? [41, 42] : [41, 42, 43]))
        }
    }

    @Test(arguments: trees) func aMissingCgroupIsEmpty(
        _ version: CgroupHierarchy.Version, _ files: [String: String], _: Int
    ) throws {
        try with(files) { hierarchy, _ in
            let none = hierarchy.cgroup("/hcsctl/none")
            #expect(none.usage() == CgroupUsage())
            #expect(none.existingFolders.isEmpty && none.processIDs().isEmpty)
            try none.remove()
        }
    }

    @Test func withoutCgroupsThereIsAnError() {
        #expect(throws: SyscallError.self) { try CgroupHierarchy.detect(root: "/none") }
    }
}
