import Foundation
import HCSOCI
import HCSSchema
import HCSRuntime
import HCSSystem
import Testing

@Suite struct ChoiceTests {
    /// A folder with programs of these names.
    private func with(_ names: [String], _ body: (String) throws -> Void) throws {
        let folder = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        try Files.makeDirectory(folder)
        defer { try? Files.removeTree(folder) }
        for name in names { try Files.replace("\(folder)/\(name)", with: [], mode: 0o700) }
        try body(folder)
    }

    private func host(
        _ version: HostFacts.CgroupVersion = .v2, controllersOnUnified: Bool = false
    ) -> HostFacts {
        HostFacts(
            processorCount: 1, boundingCapabilities: [], cgroupVersion: version,
            unifiedHasControllers: controllersOnUnified, kernel: KernelVersion(6, 1), architecture: "amd64")
    }

    @Test func crunComesFirst() throws {
        try with(["runc", "crun"]) { folder in
            let choice = try RuntimeChoice.probe(requested: nil, searchPath: folder, on: host())
            #expect(choice == RuntimeChoice(path: "\(folder)/crun", kind: .crun, needsMask: false))
        }
    }

    @Test func theSearchPathComesBeforeTheUsualFolders() throws {
        try with(["runc"]) { folder in
            let choice = try RuntimeChoice.probe(
                requested: "runc", searchPath: "relative::\(folder)", on: host())
            #expect(choice.path == "\(folder)/runc" && choice.kind == .runc)
        }
    }

    @Test func onlyCrunOnAHybridHostNeedsTheMask() throws {
        try with(["runc", "crun", "youki"]) { folder in
            for (version, controllers, mask) in [
                (HostFacts.CgroupVersion.hybrid, true, true), (.hybrid, false, false), (.v1, false, false),
                (.v2, false, false),
            ] {
                let host = host(version, controllersOnUnified: controllers)
                let crun = try RuntimeChoice.probe(requested: "crun", searchPath: folder, on: host)
                #expect(crun.needsMask == mask)
                for name in ["runc", "youki"] {
                    let other = try RuntimeChoice.probe(requested: name, searchPath: folder, on: host)
                    #expect(!other.needsMask)
                }
            }
        }
    }

    @Test func aPathIsTakenAsItIs() throws {
        try with(["failing-crun", "youki"]) { folder in
            let wrapped = try RuntimeChoice.probe(
                requested: "\(folder)/failing-crun", searchPath: nil, on: host())
            #expect(wrapped.kind == .crun)
            #expect(
                try RuntimeChoice.probe(requested: "\(folder)/youki", searchPath: nil, on: host()).kind
                    == .other)
            #expect(throws: RuntimeError.notFound(name: "\(folder)/none", searched: ["\(folder)/none"])) {
                try RuntimeChoice.probe(requested: "\(folder)/none", searchPath: folder, on: host())
            }
        }
    }

    @Test func anUnknownNameIsNamedWithWhatWasSearched() {
        #expect {
            try RuntimeChoice.probe(requested: "no-runtime", searchPath: "/bin:/opt/x", on: host())
        } throws: {
            guard case .notFound("no-runtime", let searched)? = $0 as? RuntimeError else { return false }
            return searched.prefix(2) == ["/bin", "/opt/x"] && searched.contains("/usr/local/bin")
                && "\($0)".contains("no-runtime") && "\($0)".contains("/opt/x")
        }
    }
}

@Suite struct HostTests {
    private func with(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = "/tmp/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
        try Files.makeDirectory(folder)
        defer { try? Files.removeTree(folder) }
        for (name, text) in files {
            let file = "\(folder)/\(name)"
            try Files.makeDirectories((file as NSString).deletingLastPathComponent)
            try Files.replace(file, with: Array(text.utf8))
        }
        try body(folder)
    }

    @Test func factsAreRead() throws {
        let status = "Name:\tx\nCapBnd:\t00000000800405fb\nCpus_allowed:\tf,00000003\nCpus_allowed_list:\t0\n"
        try with(["self/status": status, "unified/cgroup.controllers": "hugetlb\n"]) { folder in
            let facts = try HostFacts.read(processRoot: folder, cgroupRoot: folder)
            #expect(facts.processorCount == 6)
            #expect(facts.boundingCapabilities.contains("CAP_SETFCAP"))
            #expect(!facts.boundingCapabilities.contains("CAP_SYS_ADMIN"))
            #expect(facts.cgroupVersion == .hybrid && facts.unifiedHasControllers && !facts.accountsForSwap)
            #expect(facts.kernel > KernelVersion(3, 0) && !facts.architecture.isEmpty)
        }
    }

    @Test(arguments: [
        (["cgroup.controllers": "cpu\n"], HostFacts.CgroupVersion.v2, true),
        (["memory/memory.memsw.limit_in_bytes": "1\n"], .v1, true), (["memory/tasks": ""], .v1, false),
        (["unified/cgroup.controllers": "\n"], .hybrid, false),
    ])
    func cgroupVersionsAreTold(
        _ files: [String: String], _ version: HostFacts.CgroupVersion, _ swap: Bool
    ) throws {
        try with(files) { folder in
            let facts = try HostFacts.read(cgroupRoot: folder)
            #expect(facts.cgroupVersion == version && facts.accountsForSwap == swap)
            #expect(!facts.unifiedHasControllers)
        }
    }

    @Test func aMissingProfileNamesThePackage() {
        #expect {
            try SeccompFile.read(from: ["/none/a", "/none/b"])
        } throws: {
            $0 as? RuntimeError == .noSeccompProfile(searched: ["/none/a", "/none/b"])
                && "\($0)".contains("golang-github-containers-common")
        }
    }

    /// The choice is kept, and made anew when what it depends on is another or the file has lost its end.
    @Test func theChoiceIsKept() throws {
        let host = try HostFacts.read()
        let profile =
            #"{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["read"],"action":"SCMP_ACT_ALLOW"}]}"#
        try with(["a.json": profile, "b.json": profile]) { folder in
            let path = folder + "/cache"
            let cache = SeccompFile.Cache(path: path, draft: folder + "/draft")
            let first = try SeccompFile.filter(on: host, from: [folder + "/a.json"], cache: cache)
            #expect(first == (try SeccompFile.filter(on: host, from: [folder + "/a.json"])))
            let kept = try Files.text(path)
            #expect(kept.hasSuffix(first.text))
            // That it is read is seen by another text of the same length in it.
            let other = String(kept.dropLast(first.text.count)) + first.text.replacing("read", with: "open")
            try Files.replace(path, with: Array(other.utf8))
            #expect(try SeccompFile.filter(on: host, from: [folder + "/a.json"], cache: cache) != first)
            try Files.replace(path, with: Array(other.utf8.dropLast(1)))
            #expect(try SeccompFile.filter(on: host, from: [folder + "/a.json"], cache: cache) == first)
            try Files.replace(path, with: Array(other.utf8))
            #expect(try SeccompFile.filter(on: host, from: [folder + "/b.json"], cache: cache) == first)
            #expect(try Files.names(in: folder).sorted() == ["a.json", "b.json", "cache"])
        }
    }

    @Test func aBrokenProfileIsNotSkipped() throws {
        try with(["seccomp.json": "{\"defaultAction\":"]) { folder in
            #expect {
                try SeccompFile.read(from: ["\(folder)/none", "\(folder)/seccomp.json"])
            } throws: {
                guard case .badSeccompProfile(let path, _)? = $0 as? RuntimeError else { return false }
                return path == "\(folder)/seccomp.json"
            }
        }
    }
}
