internal import CHCSShims
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

/// Locks that belong to an open file and go with its last descriptor, wherever that is: in a loop device, in another process.
package enum OpenFileLock {
    /// `flock`, shared or exclusive; false when another holds it.
    package static func take(_ file: Descriptor, exclusive: Bool) throws(SyscallError) -> Bool {
        do {
            try valueOrErrno("flock", retryOnInterrupt: true) {
                flock(file.number, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB)
            }
            return true
        } catch let error where error.errno == .wouldBlock {
            return false
        }
    }

    /// One byte (`F_OFD_SETLK`); an exclusive lock needs a file opened for writing. False when another holds it.
    package static func take(_ file: Descriptor, byte: Int64, exclusive: Bool) throws(SyscallError) -> Bool {
        do {
            try valueOrErrno("fcntl") { hcs_lock_byte(file.number, byte, exclusive ? 1 : 0) }
            return true
        } catch let error where error.errno == .wouldBlock || error.errno == .permissionDenied {
            return false
        }
    }
}
