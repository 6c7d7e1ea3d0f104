internal import Glibc

extension Files {
    /// Reads what is there, at most the buffer's size; 0 is the end of the file.
    package static func read(
        _ descriptor: Descriptor, into buffer: UnsafeMutableRawBufferPointer, named name: String
    ) throws(SyscallError) -> Int {
        try valueOrErrno("read", name, retryOnInterrupt: true) {
            Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
        }
    }
}
