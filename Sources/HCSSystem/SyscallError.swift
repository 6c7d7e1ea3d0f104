internal import Glibc
package import SystemPackage

/// A system call that failed: which, on what, and how.
package struct SyscallError: Error, Hashable, Sendable {
    /// The call's name, as in its manual page.
    package let call: String
    /// The path, device or program it was about.
    package let subject: String
    package let errno: Errno

    package init(call: String, subject: String, errno: Errno) {
        self.call = call
        self.subject = subject
        self.errno = errno
    }
}

extension SyscallError: CustomStringConvertible {
    package var description: String {
        subject.isEmpty ? "\(call): \(errno)" : "\(call) \(subject): \(errno)"
    }
}

/// Turns a C result into a value or a typed error. The only reader of `errno` in the project.
///
/// - Parameter subject: what the call was about; evaluated only on failure, after `errno` was read.
@discardableResult
package func valueOrErrno<I: FixedWidthInteger & SignedInteger>(
    _ call: String, _ subject: @autoclosure () -> String = "", retryOnInterrupt: Bool = false,
    _ body: () -> I
) throws(SyscallError) -> I {
    while true {
        let result = body()
        if result != -1 { return result }
        let error = Errno(rawValue: Glibc.errno)
        if retryOnInterrupt, error == .interrupted { continue }
        throw SyscallError(call: call, subject: subject(), errno: error)
    }
}
