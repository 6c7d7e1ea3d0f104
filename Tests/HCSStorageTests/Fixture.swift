import Foundation
import HCSSystem
import Testing

/// Mounting needs root; a build machine has it, a developer's may not.
enum Requirements {
    static let missing: String? = geteuid() == 0 ? nil : "needs root"

    static var met: Bool {
        missing == nil || ProcessInfo.processInfo.environment["CI"] != nil
    }
}

/// A temporary folder, gone at the end.
struct TestFolder {
    let path: String

    init() throws {
        path = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        try Files.makeDirectory(path, mode: 0o700)
    }

    func make(_ name: String, mode: UInt32 = 0o755) throws -> String {
        let folder = "\(path)/\(name)"
        try Files.makeDirectories(folder, mode: mode)
        return folder
    }

    func write(_ name: String, _ text: String) throws {
        try Files.replace("\(path)/\(name)", with: Array(text.utf8), mode: 0o644)
    }

    func remove() {
        try? Files.removeTree(path)
    }
}

/// Runs a body on a thread with a mount namespace of its own; its mounts go with the thread.
func withPrivateMounts(_ body: @escaping @Sendable () throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    let box = Box()
    Thread.detachNewThread {
        box.result = Result {
            try Mounts.makePrivate()
            try body()
        }
        done.signal()
    }
    done.wait()
    try box.result?.get()
}

private final class Box: @unchecked Sendable {
    var result: Result<Void, any Error>?
}

/// Runs a program to its end; its own child only.
func run(_ path: String, _ arguments: [String], preserved: [Descriptor] = []) throws -> HCSSystem.ExitStatus {
    let child = try ChildProcess.spawn(
        Command(path: path, arguments: [path] + arguments, descriptors: [nil, nil, nil] + preserved))
    var status: Int32 = 0
    while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
    return HCSSystem.ExitStatus(waitStatus: status)
}
