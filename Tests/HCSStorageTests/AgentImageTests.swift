import Foundation
import HCSSystem
import Testing

@testable import HCSStorage

@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct AgentImageTests {
    static let ways: [@Sendable (String) throws -> Descriptor] = [
        AgentImage.open, AgentImage.openClone, AgentImage.openSealedCopy,
    ]

    /// A copy of our own, so that a write that succeeds hurts nobody.
    private func program(in folder: TestFolder) throws -> String {
        let path = folder.path + "/busybox"
        try FileManager.default.copyItem(atPath: "/bin/busybox", toPath: path)
        return path
    }

    @Test(arguments: [0, 1, 2]) func itRunsFromItsDescriptor(_ way: Int) throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        try withPrivateMounts {
            let image = try Self.ways[way](program(in: folder))
            // The descriptor's own file is the program, whatever number it has: busybox goes by argument 0.
            let child = try ChildProcess.spawn(
                Command(
                    path: "/proc/self/fd/3", arguments: ["busybox", "sh", "-c", "exit 7"],
                    descriptors: [nil, nil, nil, image]))
            var status: Int32 = 0
            while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
            #expect(HCSSystem.ExitStatus(waitStatus: status) == .exited(7))
        }
    }

    @Test(arguments: [0, 1, 2]) func itCannotBeWritten(_ way: Int) throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        try withPrivateMounts {
            let image = try Self.ways[way](program(in: folder))
            #expect(open("/proc/self/fd/\(image.number)", O_WRONLY | O_TRUNC) < 0 || way == 2)
            let writer = open("/proc/self/fd/\(image.number)", O_WRONLY)
            if writer >= 0 {
                // A sealed memory file opens, but takes nothing.
                #expect(write(writer, "x", 1) < 0)
                close(writer)
            }
        }
    }

    @Test func aMissingAgentIsNamed() {
        #expect {
            try AgentImage.open(path: "/none/hcs-agent")
        } throws: {
            guard case .agent("/none/hcs-agent", let error)? = $0 as? StorageError else { return false }
            return error.kind == .missing
        }
    }
}
