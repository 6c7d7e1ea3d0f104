import Foundation
import HCSStorage
import HCSSystem
import Testing

@Suite struct ScratchTests {
    @Test func whatWasMadeIsRemoved() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let layers = try LayerChain(checking: [folder.make("layer", mode: 0o751)])
        let scratch = try Scratch.prepare(at: folder.path + "/scratch", over: layers)
        #expect(scratch.made == [.folder, .upper, .work])
        #expect(try Files.status(scratch.path).mode == 0o700)
        #expect(try Files.status(scratch.upper).mode == Files.status(layers.paths[0]).mode)
        #expect(try Files.status(scratch.work).mode == 0o700)
        try scratch.remove()
        try scratch.remove()
        #expect(throws: SyscallError.self) { try Files.status(scratch.path) }
    }

    @Test func whatWasThereStays() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let layers = try LayerChain(checking: [folder.make("layer")])
        let path = try folder.make("scratch")
        _ = try folder.make("scratch/upper", mode: 0o700)
        try folder.write("scratch/upper/kept", "x")
        let scratch = try Scratch.prepare(at: path, over: layers)
        #expect(scratch.made == [.work])
        #expect(try Files.status(scratch.upper).mode == 0o700)
        try Scratch(path: scratch.path, made: scratch.made).remove()
        #expect(try Files.text(path + "/upper/kept") == "x")
        #expect(throws: SyscallError.self) { try Files.status(path + "/work") }
    }

    @Test func badFoldersAreRefused() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let layers = try LayerChain(checking: [folder.make("layer")])
        try folder.write("file", "")
        symlink(folder.path, folder.path + "/link")
        let cases: [(String, StorageError.Problem)] = [
            ("scratch", .notAbsolute), (folder.path + "/file", .regularFile),
            (folder.path + "/link", .symbolicLink), (folder.path + "/none/scratch", .missing),
        ]
        for (path, problem) in cases {
            #expect(throws: StorageError.scratch(path: path, problem)) {
                try Scratch.prepare(at: path, over: layers)
            }
        }
    }

    @Test(arguments: ["upper", "work"]) func aLinkInsideIsRefused(_ name: String) throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let layers = try LayerChain(checking: [folder.make("layer")])
        let path = try folder.make("scratch")
        symlink("/etc", "\(path)/\(name)")
        #expect(throws: StorageError.scratch(path: "\(path)/\(name)", .symbolicLink)) {
            try Scratch.prepare(at: path, over: layers)
        }
        #expect(try Files.names(in: path) == [name])
    }

    @Test(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
    func anotherUsersFolderIsRefused() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let layers = try LayerChain(checking: [folder.make("layer")])
        let path = try folder.make("scratch")
        try #require(chown(path, 65534, 65534) == 0)
        #expect(throws: StorageError.scratch(path: path, .notOurs(userID: 65534))) {
            try Scratch.prepare(at: path, over: layers)
        }
    }
}
