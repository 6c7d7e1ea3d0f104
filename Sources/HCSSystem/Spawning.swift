internal import CHCSShims
internal import Glibc

/// A child process: its pid and a descriptor that stays right when the number is used again.
package struct ChildProcess: Sendable {
    package let pid: Int32
    package let pidfd: Descriptor

    /// Starts a program. Does not wait for it; its parent is this process.
    package static func spawn(_ command: Command) throws(SyscallError) -> ChildProcess {
        let (pid, pidfd) = try start(command, orphan: false)
        return ChildProcess(pid: pid, pidfd: Descriptor(owning: pidfd))
    }

    /// Starts a program in a session of its own, as a child of init or the nearest subreaper; returns its pid.
    ///
    /// It outlives this process and never becomes its zombie.
    package static func spawnOrphan(_ command: Command) throws(SyscallError) -> Int32 {
        try start(command, orphan: true).pid
    }

    private static func start(
        _ command: Command, orphan: Bool
    ) throws(SyscallError) -> (pid: Int32, pidfd: Int32) {
        let path = CStringArray([command.path])
        let arguments = CStringArray(command.arguments.isEmpty ? [command.path] : command.arguments)
        let environment = CStringArray(command.environment)
        let directory = command.directory.map { CStringArray([$0]) }
        let numbers = command.descriptors.map { $0?.number ?? -1 }
        var pidfd: Int32 = -1
        guard let pathPointer = path.pointer[0] else { preconditionFailure("strdup failed") }
        let pid = try numbers.withUnsafeBufferPointer { buffer throws(SyscallError) in
            var request = hcs_spawn_request(
                path: pathPointer, arguments: arguments.pointer, environment: environment.pointer,
                descriptors: buffer.baseAddress, descriptor_count: Int32(buffer.count),
                new_session: orphan || command.inNewSession ? 1 : 0, orphan: orphan ? 1 : 0,
                directory: directory?.pointer[0].map { UnsafePointer($0) },
                dies_with_parent: command.diesWithParent ? 1 : 0)
            return try valueOrErrno("execve", command.path) { hcs_spawn(&request, &pidfd) }
        }
        withExtendedLifetime((path, arguments, environment, directory, command)) {}
        return (pid, pidfd)
    }
}

/// NULL-terminated C strings that live as long as the object.
final class CStringArray {
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: some Collection<String>) {
        count = strings.count
        pointer = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { pointer[index] = strdup(string) }
        pointer[count] = nil
    }

    deinit {
        for index in 0..<count { free(pointer[index]) }
        pointer.deallocate()
    }
}
