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

    /// Whether the caller is the superuser, which containers need.
    public static var isSuperuser: Bool { ProcessSetup.userID == 0 }
}
