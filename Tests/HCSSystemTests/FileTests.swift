import Foundation
import HCSSystem
import Testing

/// Files: bounded reads, replacement in one step, trees removed without following links.
struct FileTests {
    @Test func readsWhatWasWritten() throws {
        let folder = try TestFolder()
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        try Files.replace("f", with: bytes, at: folder.descriptor)
        #expect(try Files.read("f", at: folder.descriptor) == bytes)
        #expect(try Files.status(folder.path + "/f").mode == 0o600)
        #expect(try Files.names(in: folder.path) == ["f"])
    }

    @Test(arguments: [(10, true), (9, false), (0, false)])
    func boundedRead(_ maximum: Int, _ isEnough: Bool) throws {
        let folder = try TestFolder()
        try Files.replace("f", with: [UInt8](repeating: 1, count: 10), at: folder.descriptor)
        let bytes = try? Files.read("f", at: folder.descriptor, maximum: maximum)
        #expect((bytes != nil) == isEnough)
    }

    @Test func endlessFilesAreBounded() {
        #expect(throws: SyscallError.self) { _ = try Files.read("/dev/zero", maximum: 1 << 20) }
    }

    @Test func missingFiles() throws {
        let folder = try TestFolder()
        #expect(try Files.readIfPresent("f", at: folder.descriptor) == nil)
        let error = #expect(throws: SyscallError.self) { _ = try Files.read("f", at: folder.descriptor) }
        #expect(error?.kind == .missing)
        #expect(error.map { "\($0)" } == "open f: No such file or directory")
        try Files.remove("f", at: folder.descriptor)
        try Files.removeTree(folder.path + "/f")
        try Files.removeFolder(folder.path + "/f")
    }

    @Test func replaceDoesNotFollowALink() throws {
        let folder = try TestFolder()
        try Files.replace("target", with: [1], at: folder.descriptor)
        symlink("target", folder.path + "/f.new")
        #expect(throws: SyscallError.self) { try Files.replace("f", with: [2], at: folder.descriptor) }
        #expect(try Files.read("target", at: folder.descriptor) == [1])
        symlink("target", folder.path + "/g")
        try Files.replace("g", with: [3], at: folder.descriptor)
        #expect(try Files.read("target", at: folder.descriptor) == [1])
    }

    @Test func append() throws {
        let folder = try TestFolder()
        try Files.append([1], to: "f", at: folder.descriptor)
        try Files.append([2], to: "f", at: folder.descriptor)
        #expect(try Files.read("f", at: folder.descriptor) == [1, 2])
    }

    @Test func treesGoWithoutWhatLinksPointTo() throws {
        let folder = try TestFolder()
        try Files.makeDirectories(folder.path + "/tree/a/b")
        try Files.makeDirectories(folder.path + "/tree/a/b")
        try Files.replace(folder.path + "/kept", with: [1])
        symlink(folder.path, folder.path + "/tree/a/b/link")
        symlink("nowhere", folder.path + "/tree/dangling")
        try Files.removeTree(folder.path + "/tree")
        #expect(try Files.names(in: folder.path) == ["kept"])
        symlink("kept", folder.path + "/link")
        try Files.removeTree(folder.path + "/link")
        #expect(try Files.names(in: folder.path) == ["kept"])
    }

    @Test func foldersThatAreNone() throws {
        let folder = try TestFolder()
        try Files.replace("f", with: [], at: folder.descriptor)
        symlink("/", folder.path + "/link")
        let file = #expect(throws: SyscallError.self) { _ = try Files.openFolder(folder.path + "/f") }
        #expect(file?.kind == .notDirectory)
        let link = #expect(throws: SyscallError.self) { _ = try Files.openFolder(folder.path + "/link") }
        #expect(link?.kind == .notDirectory)
        let taken = #expect(throws: SyscallError.self) { try Files.makeDirectory(folder.path + "/f") }
        #expect(taken?.kind == .exists)
    }

    @Test(arguments: [
        ("/", "/"), ("/a/", "/a"), ("//a//b", "/a/b"), ("/a/./b/../c", "/a/c"), ("/..", "/"),
        ("/a/../../b", "/b"),
    ])
    func absolutePaths(_ path: String, _ expected: String) {
        #expect(Files.absolutePath(path) == expected)
    }

    @Test func relativePathsBeginHere() {
        let here = FileManager.default.currentDirectoryPath
        #expect(Files.absolutePath("x/y") == here + "/x/y")
        #expect(Files.absolutePath("") == here)
    }

    @Test func lockHasOneHolder() throws {
        let folder = try TestFolder()
        var lock = try FileLock.take("lock", in: folder.descriptor)
        #expect(lock != nil)
        #expect(try FileLock.take("lock", in: folder.descriptor) == nil)
        #expect(try FileLock.take("lock", in: folder.descriptor, within: .milliseconds(5)) == nil)
        lock = nil
        #expect(try FileLock.take("lock", in: folder.descriptor, within: .seconds(5)) != nil)
    }

    /// The kernel lets go of a dead process's lock.
    @Test func lockOfADeadProcess() throws {
        let folder = try TestFolder()
        let ready = try HCSSystem.Pipe()
        let script = "exec 9>lock; flock 9; echo; exec sleep 1000"
        let child = try ChildProcess.spawn(
            Command(
                path: "/bin/bash", arguments: ["bash", "-c", script], environment: ["PATH=/usr/bin:/bin"],
                descriptors: [nil, ready.writeEnd, nil], directory: folder.path))
        #expect(try Streams.read(from: ready.readEnd, maximum: 1) == [10])
        #expect(try FileLock.take("lock", in: folder.descriptor) == nil)
        try Pidfd.signal(child.pidfd, SIGKILL)
        #expect(try FileLock.take("lock", in: folder.descriptor, within: .seconds(10)) != nil)
        waitpid(child.pid, nil, 0)
    }
}
