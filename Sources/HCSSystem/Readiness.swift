internal import Glibc
internal import SystemPackage

/// Waiting for several descriptors at once, and bytes through descriptors that do not block.
package enum Readiness {
    /// The numbers of those that are readable, writable or hung up; empty when the time is over.
    package static func wait(
        readable: [Descriptor], writable: [Descriptor] = [], _ limit: Duration
    ) -> Set<Int32> {
        var entries = readable.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        entries += writable.map { pollfd(fd: $0.number, events: Int16(POLLOUT), revents: 0) }
        guard poll(&entries, nfds_t(entries.count), limit.wholeMilliseconds) > 0 else { return [] }
        return Set(entries.filter { $0.revents != 0 }.map(\.fd))
    }
}

extension Streams {
    /// Reads once into a buffer; nil when nothing is there now, 0 at end of file.
    package static func readNow(
        from descriptor: Descriptor, into buffer: inout [UInt8]
    ) throws(SyscallError) -> Int? {
        do {
            return try buffer.withUnsafeMutableBufferPointer { raw throws(SyscallError) in
                try valueOrErrno("read", retryOnInterrupt: true) {
                    Glibc.read(descriptor.number, raw.baseAddress, raw.count)
                }
            }
        } catch let error where error.errno == .wouldBlock {
            return nil
        }
    }

    /// Writes once from an offset on; 0 when there is no room now. A lost reader is `EPIPE`, never a signal.
    package static func writeNow(
        _ bytes: [UInt8], _ range: Range<Int>, to descriptor: Descriptor
    ) throws(SyscallError) -> Int {
        do {
            return try bytes.withUnsafeBufferPointer { raw throws(SyscallError) in
                try valueOrErrno("write", "stream", retryOnInterrupt: true) {
                    Glibc.write(
                        descriptor.number, raw.baseAddress.map { $0 + range.lowerBound }, range.count)
                }
            }
        } catch let error where error.errno == .wouldBlock {
            return 0
        }
    }
}
