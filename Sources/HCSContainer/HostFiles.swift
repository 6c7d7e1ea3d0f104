internal import Glibc
internal import HCSSystem

/// The files of the host a command reads and writes, whole and bounded.
public enum HostFiles {
    private static let maximum = 64 << 20

    /// The bytes of a file, or of standard input for `-`; at most 64 MiB.
    ///
    /// - Throws: `systemFailed` with the path and `errno`.
    public static func read(_ path: String, operation: String) throws(ContainerError) -> [UInt8] {
        do {
            guard path == "-" else { return try Files.read(path, maximum: maximum) }
            let input = try Descriptor.duplicating(0)
            return try Files.read(from: input, named: "standard input", maximum: maximum)
        } catch {
            throw ContainerError(error, doing: "cannot read \(path)", operation: operation)
        }
    }

    /// The documents a path stands for: itself, or the `.json`, `.jsonl` and `.ndjson` files of a folder and of those in it, sorted.
    ///
    /// - Throws: `systemFailed` with the path and `errno`.
    public static func documents(at path: String, operation: String) throws(ContainerError) -> [String] {
        guard path != "-" else { return [path] }
        do throws(SyscallError) {
            guard try Files.status(path, followLinks: true).kind == .directory else { return [path] }
            return try documents(inFolder: path)
        } catch {
            throw ContainerError(error, doing: "cannot read \(path)", operation: operation)
        }
    }

    private static func documents(inFolder folder: String) throws(SyscallError) -> [String] {
        var found: [String] = []
        for name in try Files.names(in: folder).sorted() {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            // A link could lead round in a circle.
            switch try Files.status(path, followLinks: false).kind {
            case .directory: found += try documents(inFolder: path)
            case .regular where [".json", ".jsonl", ".ndjson"].contains(where: name.hasSuffix):
                found.append(path)
            default: break
            }
        }
        return found
    }

    /// Writes a new file whole or not at all (cidfile, pidfile, result file).
    ///
    /// - Throws: `systemFailed`; an existing file that is not empty is not replaced.
    public static func writeNew(_ path: String, _ text: String, operation: String) throws(ContainerError) {
        do throws(SyscallError) {
            if let status = try? Files.status(path, followLinks: false),  // absent is what it should be
                status.kind != .regular || status.size > 0
            {
                throw SyscallError(call: "open", subject: path, kind: .exists)
            }
            try Files.replace(path, with: Array(text.utf8), mode: 0o644)
        } catch {
            throw ContainerError(error, doing: "cannot write \(path)", operation: operation)
        }
    }

    /// Writes a file whole or not at all, in place of what was there.
    ///
    /// - Throws: `systemFailed`.
    public static func replace(_ path: String, _ text: String, operation: String) throws(ContainerError) {
        do {
            try Files.replace(path, with: Array(text.utf8), mode: 0o644)
        } catch {
            throw ContainerError(error, doing: "cannot write \(path)", operation: operation)
        }
    }

    /// Writes a file whole, over one that is there, and makes the folders above it.
    ///
    /// - Throws: `systemFailed` with the path and `errno`.
    public static func install(_ path: String, _ text: String, operation: String) throws(ContainerError) {
        do throws(SyscallError) {
            if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
                try Files.makeDirectories(String(path[..<slash]), mode: 0o755)
            }
            try Files.replace(path, with: Array(text.utf8), mode: 0o644)
        } catch {
            throw ContainerError(error, doing: "cannot write \(path)", operation: operation)
        }
    }

    /// Removes a file; one that is not there, or cannot be removed, is let be.
    public static func remove(_ path: String) {
        try? Files.remove(path)
    }

    /// Whether the caller is the superuser, which containers need.
    public static var isSuperuser: Bool { ProcessSetup.userID == 0 }
}
