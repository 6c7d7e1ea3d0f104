internal import CHCSShims
internal import Glibc

/// Runs a program apart from the host: what reads strangers' archives.
package struct Confinement: Hashable, Sendable {
    /// An empty folder for its root file system; nil limits it and leaves it where it is.
    package var root: String?
    /// A folder it may write, as `/layer`, its working directory.
    package var writable: String?
    /// A folder it may read, as `/source`.
    package var readable: String?
    /// The largest file it may write, in bytes.
    package var fileSize: UInt64

    package init(root: String?, writable: String? = nil, readable: String? = nil, fileSize: UInt64) {
        self.root = root
        self.writable = writable
        self.readable = readable
        self.fileSize = fileSize
    }

    /// Turns this process, which must have one thread, into the program.
    ///
    /// - Returns: why it did not become it.
    package func execute(_ path: String, _ arguments: [String], environment: [String]) -> SyscallError {
        let strings = CStringArray([root ?? "", writable ?? "", readable ?? ""])
        let argumentList = CStringArray(arguments)
        let environmentList = CStringArray(environment)
        defer { withExtendedLifetime((strings, argumentList, environmentList)) {} }
        func pointer(_ index: Int, _ value: String?) -> UnsafePointer<CChar>? {
            value == nil ? nil : strings.pointer[index].map { UnsafePointer($0) }
        }
        var request = hcs_confinement(
            root: pointer(0, root), writable: pointer(1, writable), readable: pointer(2, readable),
            file_size: fileSize)
        do throws(SyscallError) {
            try valueOrErrno("execve", path) {
                hcs_execute_confined(&request, path, argumentList.pointer, environmentList.pointer)
            }
            return SyscallError(call: "execve", subject: path, kind: .other)  // it does not return otherwise
        } catch {
            return error
        }
    }
}
