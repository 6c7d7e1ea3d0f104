internal import Glibc
internal import SystemPackage

/// An exclusive `flock` on a file, held as long as the object; the kernel lets go of it when the process dies.
package final class FileLock: Sendable {
    private let file: Descriptor

    private init(_ file: Descriptor) {
        self.file = file
    }

    /// Takes the lock, making the file if need be; nil when another process holds it.
    package static func take(_ name: String, in folder: Descriptor) throws(SyscallError) -> FileLock? {
        let file = try Files.open(name, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600, at: folder)
        do {
            try valueOrErrno("flock", name, retryOnInterrupt: true) { flock(file.number, LOCK_EX | LOCK_NB) }
            return FileLock(file)
        } catch let error where error.errno == .wouldBlock {
            return nil
        }
    }

    /// Waits for the lock, at most so long; nil when the time is over.
    package static func take(
        _ name: String, in folder: Descriptor, within limit: Duration
    ) throws(SyscallError) -> FileLock? {
        let deadline = Instant.now + limit
        while true {
            if let lock = try take(name, in: folder) { return lock }
            guard Instant.now < deadline else { return nil }
            // flock has no time limit of its own, and holders let go within milliseconds of their end.
            usleep(500)
        }
    }
}
