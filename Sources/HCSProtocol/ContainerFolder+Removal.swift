internal import HCSSystem

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
}
