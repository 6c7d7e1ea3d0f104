import Foundation

/// What of a test is still on the machine, found by the token that is in every name it made.
enum Leftovers {
    /// Processes in its cgroups or with its mounts, and the cgroups themselves.
    static func find(_ token: String) -> [String] {
        processes(token) + cgroups(token)
    }

    /// Processes that live; process 1 may take its time to reap the others.
    private static func processes(_ token: String) -> [String] {
        names("/proc").filter { $0.allSatisfy(\.isNumber) }.compactMap { pid in
            let places = ["cgroup", "mountinfo"].filter { text("/proc/\(pid)/\($0)").contains(token) }
            guard !places.isEmpty, !isZombie(pid) else { return nil }
            return "process \(pid) (\(text("/proc/\(pid)/comm").dropLast())): \(places)"
        }
    }

    static func cgroups(_ token: String) -> [String] {
        let top = "/sys/fs/cgroup"
        // One level down are the hierarchies of version 1; below each, or below the top, the containers.
        return (names(top).map { "\(top)/\($0)" } + [top]).flatMap { hierarchy in
            names(hierarchy).filter { $0.hasPrefix("hcsctl-") && $0.contains(token) }.map {
                "\(hierarchy)/\($0)"
            }
        }.sorted()
    }

    private static func isZombie(_ pid: String) -> Bool {
        let stat = text("/proc/\(pid)/stat")
        guard let end = stat.lastIndex(of: ")") else { return true }
        return stat[end...].dropFirst(2).first.map { "ZX".contains($0) } ?? true
    }

    private static func names(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
