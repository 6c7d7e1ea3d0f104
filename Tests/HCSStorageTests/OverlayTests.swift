import Foundation
import HCSSystem
import Testing

@testable import HCSStorage

@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct OverlayTests {
    /// Layers `0` to `count - 1`, topmost first, each with its own file and its own text in `shared`.
    private func layers(_ count: Int, in folder: TestFolder, prefix: String = "") throws -> LayerChain {
        try LayerChain(
            checking: (0..<count).map { index in
                let path = try folder.make("\(prefix)\(index)")
                try folder.write("\(prefix)\(index)/file\(index)", "\(index)")
                try folder.write("\(prefix)\(index)/shared", "\(index)")
                return path
            })
    }

    private func check(_ count: Int, prefix: String = "", inString: Bool = false) throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        try withPrivateMounts {
            let chain = try layers(count, in: folder, prefix: prefix)
            let scratch = try Scratch.prepare(at: folder.path + "/scratch", over: chain)
            let target = try folder.make("target")
            if inString {
                try Overlay.mountByString(
                    lower: chain.paths, upper: scratch.upper, work: scratch.work, at: target)
            } else {
                try Overlay.mount(chain, scratch: scratch, at: target)
            }
            // Layers[0] is the topmost.
            #expect(try Files.text(target + "/shared") == "0")
            #expect(try Files.text(target + "/file\(count - 1)") == "\(count - 1)")
            try Files.replace(target + "/new", with: [1])
            #expect(try Files.read(scratch.upper + "/new") == [1])
            // Detached if a child of another test holds a descriptor until it executes.
            #expect(try Overlay.unmount(target) != .wasNotMounted)
            #expect(try Overlay.unmount(target) == .wasNotMounted)
            try scratch.remove()
        }
    }

    @Test(arguments: [1, 3, 500]) func layersAreStacked(_ count: Int) throws {
        try check(count)
    }

    @Test func olderKernelsGetOneString() throws {
        try check(3, inString: true)
    }

    /// What an option string would cut in two, and what fsconfig(2) does not take.
    @Test(arguments: ["a:b", "a,b", #"a\b"#, "a b", String(repeating: "l", count: 240) + "/"])
    func namesNeedNoEscaping(_ name: String) throws {
        try check(2, prefix: name + "/" + name)
    }

    @Test func tooLongAStringIsNotCut() throws {
        #expect {
            try Overlay.mountByString(
                lower: Array(repeating: "/tmp/0123456789", count: 300), upper: "/u", work: "/w", at: "/t")
        } throws: {
            guard case .overlay(let error, let messages)? = $0 as? StorageError else { return false }
            return error.kind == .nameTooLong && !messages.isEmpty
        }
    }

    @Test func theKernelsWordsAreInTheError() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        try withPrivateMounts {
            let chain = try layers(1, in: folder)
            let scratch = Scratch(path: folder.path, made: [])
            try folder.write("upper", "")
            #expect {
                try Overlay.mount(chain, scratch: scratch, at: folder.path)
            } throws: {
                guard case .overlay(_, let messages)? = $0 as? StorageError else { return false }
                return messages.contains { $0.contains("not a directory") }
            }
        }
    }

    @Test func whatIsBusyIsDetached() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        try withPrivateMounts {
            let target = try folder.make("target")
            try Mounts.mount(type: "tmpfs", source: "hcsctl", at: target)
            let user = try Files.openFolder(target)
            guard case .detached(let reason) = try Overlay.unmount(target) else {
                Issue.record("it was not busy")
                return
            }
            #expect(reason.kind == .busy)
            #expect(try Overlay.unmount(target) == .wasNotMounted)
            withExtendedLifetime(user) {}
        }
    }

    @Test func theMaskHidesTheUnifiedHierarchy() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        try withPrivateMounts {
            let unified = try folder.make("unified")
            try folder.write("unified/cgroup.controllers", "hugetlb")
            try CgroupMask.maskUnifiedHierarchy(at: unified)
            #expect(try Files.names(in: unified).isEmpty)
            try Mounts.unmount(unified)
        }
    }
}
