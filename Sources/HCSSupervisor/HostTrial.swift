internal import HCSOCI
internal import HCSProtocol
internal import HCSStorage
internal import HCSSystem

/// Single things a probe looks at or tries.
enum HostTrial {
    /// The namespaces every container gets, by their names in /proc.
    static let namespaces = ["mnt", "pid", "ipc", "uts", "net", "cgroup"]

    /// Where programs are looked for beside the caller's PATH.
    static let folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"]

    static let programs = [
        "qemu-img", "qemu-storage-daemon", "fusermount3", "mkfs.ext4", "qemu-system-x86_64",
    ]

    private static let pluginFolders = ["/opt/cni/bin", "/usr/lib/cni", "/usr/libexec/cni"]

    /// What a runtime says of itself, in one line.
    static func version(of path: String, _ reaper: Reaper) -> String? {
        // A runtime that cannot be asked has no version to show; that it is there was found out before.
        guard let pipe = try? Pipe() else { return nil }
        let command = Command(
            path: path, arguments: [path, "--version"], descriptors: [nil, pipe.writeEnd, nil])
        guard (try? reaper.run(command, deadline: .seconds(10))) == .exited(0) else { return nil }
        // A pipe holds all of a few lines, so this does not wait for an end of file that our own copy prevents.
        guard ProcessSetup.waitReadable(pipe.readEnd, .zero),
            let bytes = try? Streams.read(from: pipe.readEnd, maximum: 4096)
        else { return nil }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }.filter { $0 >= 0x20 && $0 < 0x7F }
        return String(decoding: line, as: UTF8.self)
    }

    /// Mounts a container's root as it is done for one, from two layers on a tmpfs.
    static func overlay() -> HostReport.Finding {
        do {
            try Mounts.makePrivate()
            // A folder that is always there; only this process sees what is mounted on it.
            let place = "/run"
            try Mounts.mount(type: "tmpfs", source: "hcsctl", at: place, options: "size=1m,mode=0700")
            for name in ["upper layer", "lower"] { try Files.makeDirectory("\(place)/\(name)") }
            try Files.makeDirectory("\(place)/root")
            try Files.makeDirectory("\(place)/scratch")
            let layers = try LayerChain(checking: ["\(place)/upper layer", "\(place)/lower"])
            let scratch = try Scratch.prepare(at: "\(place)/scratch", over: layers)
            try Overlay.mount(layers, scratch: scratch, at: "\(place)/root")
            return HostReport.Finding(found: "mounts")
        } catch {
            return HostReport.Finding(problem: "\(error)")
        }
    }

    /// A folder that is there, or could be made, and written to.
    static func writableFolder(_ path: String) -> HostReport.Finding {
        let place = existing(path)
        guard (try? Files.status(place).kind) == .directory else {
            return HostReport.Finding(problem: "\(place) is no folder")
        }
        guard Files.isWritable(place) else {
            return HostReport.Finding(problem: "\(place) cannot be written to")
        }
        return HostReport.Finding(found: path)
    }

    /// The same, on a file system that can hold an overlay's writable part.
    static func scratchFolder(_ path: String) -> HostReport.Finding {
        var finding = writableFolder(path)
        guard finding.problem == nil, let table = try? Files.text("/proc/self/mountinfo") else {
            return finding
        }
        let type = fileSystem(of: existing(path), mountTable: table)
        if ["overlay", "nfs", "nfs4", "vfat", "exfat"].contains(type) {
            finding.problem = "\(path) is on \(type), which cannot hold an overlay's writable part"
        }
        finding.found = "\(path) (\(type))"
        return finding
    }

    /// A device node that opens for reading and writing.
    static func device(_ path: String) -> HostReport.Finding {
        do {
            guard try Files.status(path).kind == .character else {
                return HostReport.Finding(problem: "\(path) is no device")
            }
            _ = try Files.open(path, openReadWrite)
            return HostReport.Finding(found: path)
        } catch {
            return HostReport.Finding(problem: "\(path): \(error.reason)")
        }
    }

    /// O_RDWR
    private static let openReadWrite: Int32 = 2

    /// The network plugins (CNI) that are installed.
    static func networkPlugins() -> [String] {
        pluginFolders.flatMap { folder in
            // A folder that is not there holds none.
            ((try? Files.names(in: folder)) ?? []).filter { Files.isExecutable("\(folder)/\($0)") }
        }.sorted()
    }

    /// The cgroup controllers of this host.
    static func controllers(_ version: HostFacts.CgroupVersion) -> [String] {
        let root = "/sys/fs/cgroup"
        let wanted = ["cpu", "memory", "pids", "freezer", "blkio", "io", "cpuset", "devices"]
        switch version {
        case .v2:
            let text = (try? Files.text("\(root)/cgroup.controllers")) ?? ""
            return text.split(separator: " ").map(String.init).filter(wanted.contains)
        case .v1, .hybrid:
            return wanted.filter { (try? Files.status("\(root)/\($0)/cgroup.procs")) != nil }
        }
    }

    /// The part of a path that is there.
    private static func existing(_ path: String) -> String {
        var place = path
        while place.count > 1, (try? Files.status(place)) == nil {
            place = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? "/"
            if place.isEmpty { place = "/" }
        }
        return place
    }

    /// The type of the file system a path is on, from /proc/PID/mountinfo; the last mount over the longest prefix counts.
    static func fileSystem(of path: String, mountTable: String) -> String {
        var best = (length: -1, type: "unknown")
        for line in mountTable.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count > 6, let dash = parts.firstIndex(of: "-"), dash + 1 < parts.count else {
                continue
            }
            let point = parts[4]
            guard point == "/" || path == point || path.hasPrefix("\(point)/") else { continue }
            if point.utf8.count >= best.length { best = (point.utf8.count, String(parts[dash + 1])) }
        }
        return best.type
    }
}
