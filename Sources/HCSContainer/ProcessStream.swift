internal import HCSSystem

/// One end of a stream, closed when the last reference goes or at `close`.
public final class ProcessStream: Sendable {
    private let owned: OwnedDescriptor

    init(_ descriptor: Descriptor) {
        owned = OwnedDescriptor(descriptor)
    }

    /// The descriptor, still this object's; nil once closed.
    var current: Descriptor? {
        owned.current
    }

    /// Hands the descriptor on; closed when whoever takes it lets go.
    func release() -> Descriptor? {
        let descriptor = owned.current
        owned.close()
        return descriptor
    }

    /// The descriptor's number, for `poll` and the like; nil once closed. It stays this object's to close.
    public var descriptor: Int32? {
        owned.current?.number
    }

    /// Reads what is there, waiting for at least a byte. Empty at end of file.
    ///
    /// - Throws: `alreadyClosed`, `systemFailed`.
    public func read(maximum: Int = 65536) throws(ContainerError) -> [UInt8] {
        try owned.withDescriptor { descriptor throws(SyscallError) in
            try Streams.read(from: descriptor, maximum: maximum)
        }
    }

    /// Writes all bytes.
    ///
    /// - Throws: `alreadyClosed`, `systemFailed` with `EPIPE` when nobody reads any more.
    public func write(_ bytes: [UInt8]) throws(ContainerError) {
        try owned.withDescriptor { descriptor throws(SyscallError) in
            try Streams.write(bytes, to: descriptor)
        }
    }

    /// Closes this end. A second close does nothing.
    public func close() {
        owned.close()
    }
}
