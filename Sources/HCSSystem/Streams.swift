internal import CHCSShims
internal import Glibc
internal import SystemPackage

/// Bytes through descriptors that block.
package enum Streams {
    /// What a descriptor leads to, and so whether it may enter a container.
    package enum Kind: Int32, Hashable, Sendable {
        /// Closed, or opened with O_PATH.
        case unusable = 0
        /// A pipe or a socket: becomes the process's own.
        case pipe = 1
        /// The host's /dev/null.
        case null = 2
        /// A terminal: never enters a container.
        case terminal = 3
        /// A file, folder or device: never enters a container.
        case other = 4
    }

    package static func kind(of descriptor: Int32) -> Kind {
        Kind(rawValue: hcs_descriptor_kind(descriptor)) ?? .other
    }

    /// Reads once; empty at end of file.
    package static func read(from descriptor: Descriptor, maximum: Int) throws(SyscallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: maximum)
        let count = try bytes.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
            try valueOrErrno("read", retryOnInterrupt: true) {
                Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
            }
        }
        bytes.removeLast(maximum - count)
        return bytes
    }

    /// Reads once what is there; empty at end of file, nil when another reader was faster.
    package static func readAvailable(
        from descriptor: Descriptor, maximum: Int
    ) throws(SyscallError) -> [UInt8]? {
        do {
            return try read(from: descriptor, maximum: maximum)
        } catch {
            guard error.errno == .resourceTemporarilyUnavailable || error.errno == .interrupted else {
                throw error
            }
            return nil
        }
    }

    /// Writes what fits without waiting; 0 where nothing does. Only for descriptors that do not block.
    package static func writeAvailable(_ bytes: [UInt8], to descriptor: Descriptor) throws(SyscallError)
        -> Int
    {
        do {
            return try bytes.withUnsafeBufferPointer { buffer throws(SyscallError) in
                guard let base = buffer.baseAddress else { return 0 }
                return try valueOrErrno("write", retryOnInterrupt: true) {
                    hcs_write_quietly(descriptor.number, base, buffer.count)
                }
            }
        } catch {
            guard error.errno == .resourceTemporarilyUnavailable else { throw error }
            return 0
        }
    }

    /// Writes all bytes, waiting where somebody has made the descriptor non-blocking.
    package static func writeAll(_ bytes: [UInt8], to descriptor: Descriptor) throws(SyscallError) {
        try bytes.withUnsafeBufferPointer { buffer throws(SyscallError) in
            _ = try valueOrErrno("write", "stream") {
                hcs_write_all(descriptor.number, buffer.baseAddress, buffer.count)
            }
        }
    }

    /// How many bytes wait to be read; -1 where that cannot be said.
    package static func pendingBytes(_ descriptor: Descriptor) -> Int32 {
        hcs_pending_bytes(descriptor.number)
    }

    /// Writes all bytes; a lost reader is `EPIPE`, never a signal.
    package static func write(_ bytes: [UInt8], to descriptor: Descriptor) throws(SyscallError) {
        try bytes.withUnsafeBufferPointer { buffer throws(SyscallError) in
            var written = 0
            while written < buffer.count, let base = buffer.baseAddress {
                written += try valueOrErrno("write", "stream", retryOnInterrupt: true) {
                    hcs_write_quietly(descriptor.number, base + written, buffer.count - written)
                }
            }
        }
    }
}
