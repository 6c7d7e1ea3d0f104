package import HCSSystem

/// One container's cgroup: a folder of the same name in every hierarchy.
package struct Cgroup: Hashable, Sendable {
    let hierarchy: CgroupHierarchy
    /// Absolute, below each hierarchy's mount.
    package let path: String

    /// The folders that are there.
    package var existingFolders: [String] {
        hierarchy.mounts.map { $0 + path }.filter(exists)
    }

    /// Whether the container is frozen; nil when that cannot be said (the cgroup is gone).
    package var isFrozen: Bool? {
        if hierarchy.version == .v2 {
            let events = KernelFiles().numbers("\(hierarchy.folder("", path))/cgroup.events", ["frozen"])
            return events?[0].map { $0 != 0 }
        }
        guard let state = try? Files.text("\(hierarchy.folder("freezer", path))/freezer.state") else {
            return nil
        }
        // FREEZING is on its way and needs a thaw as well.
        return state != "THAWED"
    }

    /// Lets frozen processes run; without it SIGKILL does not reach them on v1. A missing cgroup is not an error.
    package func thaw() throws(SyscallError) {
        let file =
            hierarchy.version == .v2
            ? ("\(hierarchy.folder("", path))/cgroup.freeze", "0")
            : ("\(hierarchy.folder("freezer", path))/freezer.state", "THAWED")
        do {
            try Files.writeKernelFile(file.0, file.1)
        } catch  where error.kind == .missing {
            return
        }
    }

    /// The host's numbers of all processes in it and below it, sorted.
    ///
    /// On v1 a process may leave one hierarchy's cgroup but not, unprivileged, the others': all are asked.
    package func processIDs() -> [Int32] {
        var all: Set<Int32> = []
        for folder in existingFolders { Self.collect(folder, depth: 0, into: &all) }
        return all.sorted()
    }

    /// The numbers of its processes from one hierarchy, sorted: for a listing, which need not catch one that hides.
    func listedProcessIDs(with files: KernelFiles) -> [Int32] {
        var all: Set<Int32> = []
        if let folder = listingFolders.first { Self.list(folder, files, depth: 0, into: &all) }
        return all.sorted()
    }

    /// The folder in a hierarchy that every container is in.
    var listingFolders: [String] {
        hierarchy.version == .v2
            ? [hierarchy.folder("", path)]
            : ["pids", "memory", "cpuacct", "freezer"].lazy.map { hierarchy.folder($0, path) }
                .filter { exists("\($0)/cgroup.procs") }.prefix(1).map { $0 }
    }

    private static func list(_ folder: String, _ files: KernelFiles, depth: Int, into all: inout Set<Int32>) {
        files.read("\(folder)/cgroup.procs") { bytes in
            KernelText.forEachLine(bytes) { line in
                var rest = line
                if let number = KernelText.number(&rest).flatMap(Int32.init(exactly:)) { all.insert(number) }
            }
        }
        guard depth < maximumDepth, hasFolders(folder) else { return }
        for inner in innerFolders(of: folder) { list(inner, files, depth: depth + 1, into: &all) }
    }

    /// Each folder inside is one link more than a folder's own two. A file system that does not count them has one.
    static func hasFolders(_ folder: String) -> Bool {
        ((try? Files.status(folder, followLinks: false))?.links ?? 0) != 2
    }

    /// Kills what is in it and removes its folders in every hierarchy, leaves first.
    ///
    /// What the runtime's own delete leaves behind when it is killed in the middle. Does nothing when nothing is there.
    ///
    /// - Parameter attempts: rounds of 5 ms; a killed process takes a moment to leave its cgroup.
    /// - Throws: why a folder stayed, usually `EBUSY`.
    package func remove(attempts: Int = 200) throws(SyscallError) {
        precondition(path.utf8.count > 1, "the root cgroup is not ours")
        var attempt = 1
        while true {
            try killAll()
            do {
                for folder in existingFolders { try Self.removeLeavesFirst(folder, depth: 0) }
                return
            } catch  where error.kind == .busy && attempt < attempts {
                attempt += 1
                ProcessSetup.pause(.milliseconds(5))
            }
        }
    }

    /// Sends SIGKILL to every process, and thaws them so that it arrives.
    package func killAll() throws(SyscallError) {
        if hierarchy.version == .v2 {
            // All at once, forks included (kernel 5.14); a cgroup or kernel without the file is for the loop.
            try? Files.writeKernelFile("\(hierarchy.folder("", path))/cgroup.kill", "1")
        }
        let own = HostMachine.processID
        for pid in processIDs() where pid > 0 && pid != own {
            do {
                try HostMachine.signal(pid, 9)
            } catch  where error.kind == .noProcess {
                continue
            }
        }
        if isFrozen == true { try thaw() }
    }

    /// Deeper trees than this are not the kernel's business as usual; the container made them.
    static let maximumDepth = 32

    private static func collect(_ folder: String, depth: Int, into all: inout Set<Int32>) {
        guard depth < maximumDepth else { return }
        if let text = try? Files.text("\(folder)/cgroup.procs") {
            for line in text.split(separator: "\n") {
                if let pid = Int32(line) { all.insert(pid) }
            }
        }
        for inner in innerFolders(of: folder) { collect(inner, depth: depth + 1, into: &all) }
    }

    private static func removeLeavesFirst(_ folder: String, depth: Int) throws(SyscallError) {
        if depth < maximumDepth {
            for inner in innerFolders(of: folder) { try removeLeavesFirst(inner, depth: depth + 1) }
        }
        try Files.removeFolder(folder)
    }

    static func innerFolders(of folder: String) -> [String] {
        // Control files are many, folders few; a name with a dot after a controller's is a file's.
        guard let names = try? Files.names(in: folder) else { return [] }
        return names.map { "\(folder)/\($0)" }.filter {
            (try? Files.status($0, followLinks: false))?.kind == .directory
        }
    }
}
