internal import Glibc
internal import SystemPackage

/// A file of lines that one writer adds to and anybody may read meanwhile.
///
/// The writer holds an exclusive `flock` on it, so that no second one writes and nobody takes the file away under it.
/// A write that is cut short is taken back: every line is whole or not there.
package final class LogFile: Sendable {
    package let descriptor: Descriptor
    private let name: String

    /// Opens the file for adding, making it if need be, and waits for its lock at most so long; nil when the time is over.
    ///
    /// A last line cut short by a crash is removed.
    package static func open(
        _ name: String, in folder: Descriptor, within limit: Duration
    ) throws(SyscallError) -> LogFile? {
        let deadline = Instant.now + limit
        while true {
            let file = try Files.open(
                name, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600, at: folder)
            if try lock(file, name) {
                // Whoever removes such a file holds the lock: unlinked since it was opened, it is not the one any more.
                guard try Files.status(of: file).links > 0 else { continue }
                let log = LogFile(file, name)
                try log.removeCutLine()
                return log
            }
            guard Instant.now < deadline else { return nil }
            ProcessSetup.pause(.milliseconds(1))
        }
    }

    private init(_ descriptor: Descriptor, _ name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    /// Removes a log that nobody writes and that `isUnused` says is not needed; false when it stays.
    package static func remove(
        _ name: String, in folder: Descriptor, if isUnused: () -> Bool
    ) throws(SyscallError) -> Bool {
        let file = try Files.open(name, O_RDWR | O_NOFOLLOW, at: folder)
        guard try lock(file, name), isUnused() else { return false }
        try Files.remove(name, at: folder)
        return true
    }

    package var size: Int64 {
        get throws(SyscallError) { try Files.status(of: descriptor).size }
    }

    /// Adds a line, newline included, in one write.
    package func append(_ line: [UInt8]) throws(SyscallError) {
        let before = try size
        do {
            try Files.write(line, to: descriptor, named: name)
        } catch {
            // A full disk may have taken a part.
            try truncate(to: before)
            throw error
        }
    }

    /// At most so many bytes from the end.
    package func tail(_ maximum: Int) throws(SyscallError) -> [UInt8] {
        let size = try Int(self.size)
        let start = max(0, size - maximum)
        return try Files.read(
            from: descriptor, named: name, at: Int64(start), maximum: min(size, maximum))
    }

    private func removeCutLine() throws(SyscallError) {
        let size = try self.size
        guard size > 0 else { return }
        let last = try Files.read(from: descriptor, named: name, at: size - 1, maximum: 1)
        guard last != [UInt8(ascii: "\n")] else { return }
        let end = try tail(1 << 20)
        let kept = end.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        try truncate(to: size - Int64(end.count - kept))
    }

    private func truncate(to size: Int64) throws(SyscallError) {
        try valueOrErrno("ftruncate", name) { ftruncate(descriptor.number, Int(size)) }
    }

    private static func lock(_ file: Descriptor, _ name: String) throws(SyscallError) -> Bool {
        do {
            try valueOrErrno("flock", name, retryOnInterrupt: true) { flock(file.number, LOCK_EX | LOCK_NB) }
            return true
        } catch let error where error.errno == .wouldBlock {
            return false
        }
    }
}

extension Files {
    /// The bytes of a regular file from an offset on, at most so many.
    package static func read(
        from descriptor: Descriptor, named name: String, at offset: Int64, maximum: Int
    ) throws(SyscallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: maximum)
        let count = try bytes.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
            var filled = 0
            while filled < buffer.count {
                let part = try valueOrErrno("pread", name, retryOnInterrupt: true) {
                    pread(
                        descriptor.number, buffer.baseAddress.map { $0 + filled }, buffer.count - filled,
                        Int(offset) + filled)
                }
                if part == 0 { break }
                filled += part
            }
            return filled
        }
        bytes.removeLast(maximum - count)
        return bytes
    }

    /// Gives a file another name in the same folder, replacing what has it.
    package static func rename(
        _ name: String, to newName: String, at folder: Descriptor
    ) throws(SyscallError) {
        try valueOrErrno("rename", name) { renameat(folder.number, name, folder.number, newName) }
    }
}
