package import HCSSystem

extension ContainerFolder {
    /// No id begins with a dot.
    private static let hiddenPrefix = ".deleted-"

    /// Removes the container's folder; what is known of its end stays in its log. The caller holds its lock and has removed its
    /// scratch.
    ///
    /// - Parameter note: writes the deletion down, before anyone can see it.
    package func remove(noting note: () throws -> Void) throws {
        // A full disk, or a log that cannot be read, must not keep a container here.
        try? note()
        // Out of sight in one step: a delete that dies here leaves nothing that looks like a container.
        let hidden = "\(Self.hiddenPrefix)\(id)-\(Token.text(ProcessSetup.randomBytes(4)))"
        try Files.rename(path, to: "\(root)/\(hidden)")
        // With those of deletes that were killed here.
        for name in try Files.names(in: root) where name.hasPrefix(Self.hiddenPrefix) {
            try Files.removeTree("\(root)/\(name)")
        }
        try? EventLog.prune(root: root)  // the next deletion tries again
    }

    /// Whether this folder still is what its path leads to, and has not been removed.
    package var isInPlace: Bool {
        guard let here = try? Files.status(of: descriptor), let there = try? Files.status(path) else {
            return false
        }
        return (here.device, here.inode) == (there.device, there.inode)
    }

    /// Whether a supervisor has begun with it; its lock says whether that one lives.
    package var isClaimed: Bool { (try? Files.status("\(path)/\(Self.lock)", followLinks: false)) != nil }

    /// What a creation makes before it writes the state down; the files are written under a first name and renamed.
    private static let firstNames: Set = [
        lock, configuration, "\(configuration).new", heldMark, "\(heldMark).new", "\(record).new",
    ]

    /// Removes the folder if it is of a creation that was killed before it wrote its state down; false if it is not.
    package func removeIfHardlyBegun() throws(SyscallError) -> Bool {
        func isHardlyBegun() throws(SyscallError) -> Bool {
            try Files.names(in: "/proc/self/fd/\(descriptor.number)").allSatisfy(Self.firstNames.contains)
        }
        // Asked before there is a lock in it, too: it may be a folder of somebody else's.
        guard try isHardlyBegun(), let lock = try FileLock.take(Self.lock, in: descriptor) else {
            return false
        }
        defer { withExtendedLifetime(lock) {} }
        guard isInPlace, try isHardlyBegun() else { return false }
        try Files.removeTree(path)
        return true
    }
}
