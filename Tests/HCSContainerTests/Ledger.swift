import Foundation
import Testing

/// What a state root holds of the machine: cgroups, mounts, processes, files.
struct Ledger: Sendable {
    let folder: String
    let root: String

    /// As ContainerCreation.cgroup: FNV-1a of the state root.
    private var cgroupPrefix: String {
        let hash = root.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return "hcsctl-\(String(hash, radix: 16))-"
    }

    /// Folders of real cgroups; runtimes that were killed leave plain ones beside the mounts.
    var cgroups: [String] {
        let files = FileManager.default
        let tops = ["/sys/fs/cgroup"] + names("/sys/fs/cgroup").map { "/sys/fs/cgroup/\($0)" }
        return tops.flatMap { top in names(top).filter { $0.hasPrefix(cgroupPrefix) }.map { "\(top)/\($0)" } }
            .filter { files.fileExists(atPath: "\($0)/cgroup.procs") }
    }

    /// Mounts in any process's namespace.
    var mounts: [String] {
        var seen: Set<String> = []
        return processes.flatMap { pid -> [String] in
            guard let namespace = link("/proc/\(pid)/ns/mnt"), seen.insert(namespace).inserted else {
                return []
            }
            return text("/proc/\(pid)/mountinfo").split(separator: "\n").filter { $0.contains(folder + "/") }
                .map { "\(pid): \($0)" }
        }
    }

    /// Supervisors that hold a file of the root, and whatever lives in its cgroups.
    var ours: [pid_t] {
        processes.filter { pid in
            let status = text("/proc/\(pid)/stat")
            guard let end = status.lastIndex(of: ")"), !status[end...].hasPrefix(") Z") else { return false }
            if text("/proc/\(pid)/cgroup").contains("/" + cgroupPrefix) { return true }
            guard text("/proc/\(pid)/comm").hasPrefix("hcsctl") else { return false }
            return names("/proc/\(pid)/fd").contains {
                link("/proc/\(pid)/fd/\($0)")?.hasPrefix(root + "/") == true
            }
        }
    }

    var supervisors: [pid_t] {
        ours.filter { text("/proc/\($0)/comm").hasPrefix("hcsctl-super") }
    }

    /// Loop devices over files of the fixture.
    var loops: [String] {
        names("/sys/block").filter { text("/sys/block/\($0)/loop/backing_file").hasPrefix(folder + "/") }
    }

    /// Servers of disk images, and the keepers of disks above them.
    var keepers: [pid_t] {
        processes.filter { pid in
            let arguments = text("/proc/\(pid)/cmdline")
            return arguments.contains("storage-daemon") && arguments.contains(folder + "/")
                || text("/proc/\(pid)/comm").hasPrefix("hcsctl-keep")
                    && text("/proc/\(pid)/mountinfo").contains(folder + "/")
        }
    }

    /// No container is still being made.
    var isSettled: Bool {
        names(root).allSatisfy { !text("\(root)/\($0)/state.json").contains("\"Creating\"") }
            || supervisors.isEmpty
    }

    /// The logs of deleted containers stay.
    var files: [String] {
        names(root).filter { ![".events", ".seccomp"].contains($0) }.map { "\(root)/\($0)" }
            + names(root + "-scratch").map { "\(root)-scratch/\($0)" }
    }

    /// Nothing is left, after the moment that the last processes take to leave.
    func expectNothing(sourceLocation: SourceLocation = #_sourceLocation) {
        let isEmpty = eventually(within: 10) {
            files.isEmpty && cgroups.isEmpty && ours.isEmpty && mounts.isEmpty && loops.isEmpty
                && keepers.isEmpty
        }
        guard !isEmpty else { return }
        let devices = "loops \(loops), keepers \(keepers.map(describe))"
        let left =
            "\(devices), files \(files), cgroups \(cgroups), processes \(ours.map(describe)), mounts \(mounts)"
        Issue.record("left behind: \(left)", sourceLocation: sourceLocation)
    }

    /// So that a failed test does not spoil the others.
    func killLeftovers() {
        for pid in ours { kill(pid, SIGKILL) }
        for cgroup in cgroups { _ = eventually(within: 2) { rmdir(cgroup) == 0 || errno == ENOENT } }
    }

    private func describe(_ pid: pid_t) -> String {
        "\(pid) \(text("/proc/\(pid)/comm").dropLast()) \(text("/proc/\(pid)/cmdline").replacing("\0", with: " "))"
    }

    private var processes: [pid_t] { names("/proc").compactMap { pid_t($0) } }

    private func names(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    private func link(_ path: String) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }

    private func text(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}
