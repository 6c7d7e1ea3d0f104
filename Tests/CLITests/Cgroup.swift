import Foundation

/// The kernel's own files about a container, in either version of cgroups.
struct Cgroup {
    private let path: String

    init(_ fixture: CLIFixture, id: String? = nil) {
        let inspection = try? fixture.object(["inspect", id ?? fixture.id])
        path = inspection?["Cgroup"] as? String ?? "/no-such-cgroup"
    }

    /// Version 1 has a folder a controller; version 2 other names.
    func value(_ controller: String, _ name: String, orVersion2 other: String) -> String? {
        for file in ["/sys/fs/cgroup/\(controller)\(path)/\(name)", "/sys/fs/cgroup\(path)/\(other)"] {
            if let bytes = FileManager.default.contents(atPath: file) {
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        return nil
    }

    var freezer: String { value("freezer", "freezer.state", orVersion2: "cgroup.freeze") ?? "" }

    /// The limit in bytes.
    var memory: Int? {
        value("memory", "memory.limit_in_bytes", orVersion2: "memory.max").flatMap { Int($0.dropLast()) }
    }

    /// Quota and period in microseconds.
    var quota: String? {
        if let both = value("-", "-", orVersion2: "cpu.max") { return String(both.dropLast()) }
        let parts = ["cpu.cfs_quota_us", "cpu.cfs_period_us"].map {
            value("cpu", $0, orVersion2: "-")?.dropLast() ?? ""
        }
        return parts.joined(separator: " ")
    }
}
