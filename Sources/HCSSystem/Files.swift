internal import CHCSShims
internal import Glibc
internal import SystemPackage

/// Reading and writing files by path, whole, bounded and without Foundation.
package enum Files {
    /// The largest file read whole unless told otherwise.
    package static let defaultMaximum = 16 << 20

    /// Opens a file. The corresponding C function is `open`, with `O_CLOEXEC` added.
    package static func open(
        _ path: String, _ flags: Int32, mode: UInt32 = 0, at directory: Descriptor? = nil
    ) throws(SyscallError) -> Descriptor {
        let base = directory?.number ?? AT_FDCWD
        return Descriptor(
            owning: try valueOrErrno("open", path, retryOnInterrupt: true) {
                openat(base, path, flags | O_CLOEXEC, mode)
            })
    }

    /// Opens nothing but the name: for a file's status. The corresponding flag is `O_PATH`.
    package static let nameOnly = hcs_open_path

    /// Opens a path below a folder as if that were `/`: no link leads out of it.
    package static func open(
        _ path: String, inRoot root: Descriptor, _ flags: Int32
    ) throws(SyscallError) -> Descriptor {
        Descriptor(
            owning: try valueOrErrno("openat2", path) { hcs_open_in_root(root.number, path, flags) })
    }

    /// The corresponding C function is `chmod`; the mask of new files does not count.
    package static func setMode(_ path: String, _ mode: UInt32) throws(SyscallError) {
        try valueOrErrno("chmod", path) { chmod(path, mode) }
    }

    /// The bytes of a file; `EFBIG` beyond `maximum`. Works for files in /proc and /sys, which have no size.
    package static func read(
        _ path: String, at directory: Descriptor? = nil, maximum: Int = defaultMaximum
    ) throws(SyscallError) -> [UInt8] {
        try read(from: open(path, O_RDONLY, at: directory), named: path, maximum: maximum)
    }

    /// The bytes of a file; nil when there is none of that name.
    package static func readIfPresent(
        _ path: String, at directory: Descriptor? = nil, maximum: Int = defaultMaximum
    ) throws(SyscallError) -> [UInt8]? {
        do {
            return try read(path, at: directory, maximum: maximum)
        } catch let error where error.errno == .noSuchFileOrDirectory {
            return nil
        }
    }

    /// The bytes from a descriptor up to end of file; `EFBIG` beyond `maximum`.
    package static func read(
        from descriptor: Descriptor, named name: String, maximum: Int = defaultMaximum
    ) throws(SyscallError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = 4096
        while true {
            let used = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: chunk))
            let count = try bytes.withUnsafeMutableBufferPointer { raw throws(SyscallError) in
                try valueOrErrno("read", name, retryOnInterrupt: true) {
                    Glibc.read(descriptor.number, raw.baseAddress.map { $0 + used }, chunk)
                }
            }
            bytes.removeLast(chunk - count)
            if count == 0 { return bytes }
            if bytes.count > maximum {
                throw SyscallError(call: "read", subject: name, errno: .fileTooLarge)
            }
            chunk = min(chunk * 2, 1 << 20)
        }
    }

    /// A small text file such as those in /proc and /sys, without its last newline.
    package static func text(_ path: String, at directory: Descriptor? = nil) throws(SyscallError) -> String {
        var bytes = try read(path, at: directory)
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes all bytes to a descriptor that blocks.
    package static func write(
        _ bytes: [UInt8], to descriptor: Descriptor, named name: String
    ) throws(SyscallError) {
        try bytes.withUnsafeBufferPointer { raw throws(SyscallError) in
            var written = 0
            while written < raw.count {
                written += try valueOrErrno("write", name, retryOnInterrupt: true) {
                    Glibc.write(descriptor.number, raw.baseAddress.map { $0 + written }, raw.count - written)
                }
            }
        }
    }

    /// Writes into an existing kernel file (cgroup, /proc) in one call.
    package static func writeKernelFile(_ path: String, _ value: String) throws(SyscallError) {
        try write(Array(value.utf8), to: open(path, O_WRONLY), named: path)
    }

    /// Puts a file in place whole or not at all: temporary name, then rename. Does not sync (Docs/Decisions/0002).
    package static func replace(
        _ name: String, with bytes: [UInt8], mode: UInt32 = 0o600, at directory: Descriptor? = nil
    ) throws(SyscallError) {
        let temporary = "\(name).new"
        let base = directory?.number ?? AT_FDCWD
        do {
            let file = try open(
                temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: mode, at: directory)
            try write(bytes, to: file, named: name)
            try valueOrErrno("rename", name) { renameat(base, temporary, base, name) }
        } catch {
            _ = unlinkat(base, temporary, 0)  // the write's error is the one to report
            throw error
        }
    }

    /// Where a symbolic link leads. The corresponding C function is `readlink`.
    package static func linkTarget(_ path: String) throws(SyscallError) -> String {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = try bytes.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
            guard let base = buffer.baseAddress else { return 0 }
            return try valueOrErrno("readlink", path) { readlink(path, base, buffer.count) }
        }
        return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A path from the root, without `.`, `..` or a slash at its end; links are left as they are.
    package static func absolutePath(_ path: String) -> String {
        var parts: [Substring] = []
        // Without /proc a relative path is taken from the root.
        let start = path.hasPrefix("/") ? "" : (try? linkTarget("/proc/self/cwd")) ?? ""
        for part in "\(start)/\(path)".split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Gives a file another name in one step. The corresponding C function is `rename`.
    package static func rename(_ path: String, to newPath: String) throws(SyscallError) {
        try valueOrErrno("rename", path) { Glibc.rename(path, newPath) }
    }

    /// Adds bytes to the end of a file in one write.
    package static func append(
        _ bytes: [UInt8], to name: String, at directory: Descriptor? = nil
    ) throws(SyscallError) {
        let file = try open(name, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600, at: directory)
        try write(bytes, to: file, named: name)
    }

    /// Makes one folder. `EEXIST` when the name is taken.
    package static func makeDirectory(
        _ path: String, mode: UInt32 = 0o700, at directory: Descriptor? = nil
    ) throws(SyscallError) {
        try valueOrErrno("mkdir", path) { mkdirat(directory?.number ?? AT_FDCWD, path, mode) }
    }

    /// Makes a folder and those above it; an existing one is left as it is.
    package static func makeDirectories(_ path: String, mode: UInt32 = 0o700) throws(SyscallError) {
        do {
            try makeDirectory(path, mode: mode)
        } catch let error where error.errno == .fileExists {
            return
        } catch let error where error.errno == .noSuchFileOrDirectory {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw error }
            try makeDirectories(String(path[..<slash]), mode: mode)
            do {
                try makeDirectory(path, mode: mode)
            } catch let error where error.errno == .fileExists {
                return
            }
        }
    }

    /// The names in a folder, without `.` and `..`, unsorted.
    package static func names(in path: String) throws(SyscallError) -> [String] {
        let stream: OpaquePointer? = opendir(path)
        guard let stream else {
            // opendir's errno is still current: ask again through the one reader.
            try valueOrErrno("opendir", path) { Int32(-1) }
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Removes a file or link; a missing one is not an error.
    package static func remove(_ path: String, at directory: Descriptor? = nil) throws(SyscallError) {
        do {
            try valueOrErrno("unlink", path) { unlinkat(directory?.number ?? AT_FDCWD, path, 0) }
        } catch let error where error.errno == .noSuchFileOrDirectory {
            return
        }
    }

    /// Removes a folder and all below it, without following links or leaving the file system it is on.
    /// A missing one is not an error.
    package static func removeTree(_ path: String) throws(SyscallError) {
        do {
            guard try status(path, followLinks: false).kind == .directory else { return try remove(path) }
            try removeContents(of: openFolder(path), named: path)
            try valueOrErrno("rmdir", path) { rmdir(path) }
        } catch {
            guard error.errno == .noSuchFileOrDirectory else { throw error }
        }
    }

    /// What somebody else removes meanwhile is as good as removed.
    private static func removeContents(of directory: Descriptor, named path: String) throws(SyscallError) {
        let device = try status(of: directory).device
        for name in try names(in: "/proc/self/fd/\(directory.number)") {
            let inside = "\(path)/\(name)"
            do throws(SyscallError) {
                let status = try status(name, at: directory, followLinks: false)
                let isFolder = status.kind == .directory
                if isFolder {
                    // What is mounted there belongs to somebody else.
                    guard status.device == device else {
                        throw SyscallError(call: "rmdir", subject: inside, kind: .busy)
                    }
                    let inner = try open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, at: directory)
                    try removeContents(of: inner, named: inside)
                }
                try valueOrErrno(isFolder ? "rmdir" : "unlink", inside) {
                    unlinkat(directory.number, name, isFolder ? AT_REMOVEDIR : 0)
                }
            } catch {
                guard error.errno == .noSuchFileOrDirectory else { throw error }
            }
        }
    }
}
