package import HCSSystem

/// Who belongs to whom among the processes of a container, as the host's /proc tells it.
package struct ProcessFamily: Sendable {
    package struct Member: Hashable, Sendable {
        package let identity: ProcessIdentity
        /// Its number inside the container, and those of its group and session.
        package let pid: Int32
        package let group: Int32
        package let session: Int32
        /// The host's number of its parent.
        package let parent: Int32
    }

    package let members: [Member]

    package init(of cgroup: Cgroup) {
        members = cgroup.processIDs().compactMap { Member(hostPID: $0) }
    }

    /// The process of a number inside the container.
    package func member(_ pid: Int32) -> Member? {
        members.first { $0.pid == pid }
    }

    /// A process, its session, its group, and all that descends from any of these; the process itself may be gone.
    ///
    /// What has left the session *and* lost its parent is nobody's any more, and not found.
    package func tree(of pid: Int32) -> [Member] {
        var found = Set(
            members.filter { $0.pid == pid || $0.session == pid || $0.group == pid }.map(\.identity.pid))
        var isGrowing = true
        while isGrowing {
            let more = members.filter { found.contains($0.parent) && !found.contains($0.identity.pid) }
            found.formUnion(more.map(\.identity.pid))
            isGrowing = !more.isEmpty
        }
        return members.filter { found.contains($0.identity.pid) }
    }
}

extension ProcessFamily.Member {
    /// Nil when it is gone.
    fileprivate init?(hostPID: Int32) {
        // First who it is: what is read afterwards may be another's, but then that one is not signalled.
        guard let identity = ProcessIdentity(pid: hostPID),
            let status = try? Files.text("/proc/\(hostPID)/status")
        else { return nil }
        var numbers: [Substring: Int32] = [:]
        for line in status.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let key = line[..<colon]
            guard ["PPid", "NSpid", "NSpgid", "NSsid"].contains(key) else { continue }
            // One number for each pid namespace, the innermost last.
            numbers[key] = line[colon...].dropFirst().split { $0 == " " || $0 == "\t" }.last.flatMap {
                Int32($0)
            }
        }
        guard let pid = numbers["NSpid"], let group = numbers["NSpgid"], let session = numbers["NSsid"],
            let parent = numbers["PPid"]
        else { return nil }
        self.init(identity: identity, pid: pid, group: group, session: session, parent: parent)
    }
}
