internal import CHCSShims
internal import Glibc

/// A file descriptor with one owner; closed when the last reference goes.
package final class Descriptor: Sendable {
    package let number: Int32

    /// Takes over a descriptor that nobody else closes.
    package init(owning number: Int32) {
        self.number = number
    }

    deinit {
        // A failed close has still closed the descriptor; there is nothing to report to.
        _ = close(number)
    }

    /// A second descriptor for the same open file, close-on-exec. The corresponding C function is `fcntl(F_DUPFD_CLOEXEC)`.
    package func duplicate() throws(SyscallError) -> Descriptor {
        try Descriptor.duplicating(number)
    }

    /// Duplicates a descriptor owned elsewhere, at number 3 or above.
    package static func duplicating(_ number: Int32) throws(SyscallError) -> Descriptor {
        Descriptor(owning: try valueOrErrno("fcntl") { fcntl(number, F_DUPFD_CLOEXEC, 3) })
    }

    /// Makes later reads and writes fail with `EAGAIN` instead of blocking. Only for descriptors of our own making.
    package func setNonBlocking() throws(SyscallError) {
        let flags = try valueOrErrno("fcntl") { fcntl(number, F_GETFL) }
        try valueOrErrno("fcntl") { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
    }
}

/// A pipe made by `pipe2`, both ends close-on-exec.
package struct Pipe: Sendable {
    package let readEnd: Descriptor
    package let writeEnd: Descriptor

    package init() throws(SyscallError) {
        var read: Int32 = -1
        var write: Int32 = -1
        try valueOrErrno("pipe2") { hcs_pipe(&read, &write) }
        readEnd = Descriptor(owning: read)
        writeEnd = Descriptor(owning: write)
    }
}
