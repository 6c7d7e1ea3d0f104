import Foundation
import HCSContainer
import HCSSchema
import Testing

/// A creation that fails, or whose client or supervisor dies, at each step of making storage: nothing stays.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct StorageFaultTests {
    /// The step's program and which of its calls: every other step is between two of these.
    static let steps = [
        ("mke2fs", 1), ("blkid", 1), ("blkid", 2), ("qemu-storage-daemon", 1), ("blkid", 3), ("crun", 1),
        ("e2fsck", 1), ("resize2fs", 1),
    ]

    enum Fault: String, CaseIterable, Sendable { case stepFails, clientDies, supervisorDies, bothDie }

    @Test(arguments: Fault.allCases)
    func nothingStays(_ fault: Fault) throws {
        try Fixture.with(.crun) { fixture in
            let raw = try fixture.disk("raw.img")
            let served = try fixture.converted(raw, to: "qcow2", "", suffix: "qcow2")
            let attached = try fixture.file("attached.img", megabytes: 4)
            for (program, call) in Self.steps {
                let step = "\(fault) at \(program) \(call)"
                let grows = program == "e2fsck" || program == "resize2fs"
                let own = fixture.folder + "/own"
                if grows { try smallScratch(own) }
                let tools = try makeTools(fixture, program, call, fails: fault == .stepFails)
                var document = """
                    {"Layers":[{"Path":"\(fixture.folder)/layer"}],"StorageSandboxSize":\(32 << 20),
                     "MappedVirtualDisks":[{"HostPath":"\(raw)","ContainerPath":"/a"},
                      {"HostPath":"\(served)","ContainerPath":"/b"},{"HostPath":"\(attached)","AttachOnly":true}]
                    """
                document += (grows ? ",\"LayerFolderPath\":\"\(own)\"" : "") + "}"
                let client = try create(fixture, document, tools)
                if fault != .stepFails {
                    let reached = eventually(within: 60) { exists(tools + "/reached") }
                    #expect(reached, "\(step)")
                    if fault != .supervisorDies { kill(client.processIdentifier, SIGKILL) }
                    if fault != .clientDies { for pid in fixture.ledger.supervisors { kill(pid, SIGKILL) } }
                    try Data().write(to: URL(filePath: tools + "/go"))
                }
                client.waitUntilExit()
                #expect(client.terminationStatus != 0, "\(step)")
                if fault == .clientDies || fault == .bothDie {
                    #expect(eventually(within: 60) { fixture.ledger.isSettled }, "\(step)")
                    let removal = outcome { try fixture.store.delete("c", force: true) }
                    #expect(["ok", "NotFound"].contains(removal), "\(step): \(removal)")
                }
                fixture.ledger.expectNothing()
                if grows {
                    #expect(
                        try FileManager.default.contentsOfDirectory(atPath: own) == ["scratch.ext4"],
                        "\(step)")
                    try FileManager.default.removeItem(atPath: own)
                }
                try FileManager.default.removeItem(atPath: tools)
            }
            // The images are whole and free.
            var document = fixture.document
            document.mappedVirtualDisks = [
                MappedVirtualDisk(hostPath: raw, containerPath: "/a"),
                MappedVirtualDisk(hostPath: served, containerPath: "/b"),
            ]
            let container = try fixture.create("c", document)
            try container.start()
            #expect(try container.output("echo a >/a/x; echo b >/b/x; cat /a/x /b/x") == "a\nb\n")
        }
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func smallScratch(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try Host.run("truncate", "-s", "24M", folder + "/scratch.ext4")
        try Host.run("mke2fs", "-q", "-F", "-t", "ext4", folder + "/scratch.ext4")
    }

    /// A folder with one program in place of the host's: at its n-th call it fails, or says so and waits to go on.
    private func makeTools(
        _ fixture: Fixture, _ program: String, _ call: Int, fails: Bool
    ) throws -> String {
        let tools = fixture.folder + "/tools"
        try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: false)
        // `crun` is asked for more than `create`.
        let counts = program == "crun" ? "[[ \" $* \" == *\" create \"* ]] || exec /usr/bin/crun \"$@\"" : ":"
        let script = """
            #!/bin/bash
            \(counts)
            echo >>\(tools)/calls
            if [[ $(wc -l <\(tools)/calls) == \(call) ]]; then
                \(fails ? "echo broken >&2; exit 7" : ": >\(tools)/reached")
                for ((i = 0; i < 6000; i++)); do [[ -e \(tools)/go ]] && break; read -r -t 0.01 <> <(:); done
            fi
            PATH=/usr/sbin:/usr/bin:/sbin:/bin exec \(program) "$@"
            """
        try script.write(toFile: "\(tools)/\(program)", atomically: false, encoding: .utf8)
        chmod("\(tools)/\(program)", 0o755)
        return tools
    }

    private func create(_ fixture: Fixture, _ document: String, _ tools: String) throws -> Foundation.Process
    {
        let path = fixture.folder + "/document.json"
        try document.write(toFile: path, atomically: false, encoding: .utf8)
        let client = Foundation.Process()
        client.executableURL = URL(filePath: Programs.supervisor)
        client.arguments = ["create", "--root", fixture.root, "--runtime", "crun", "-f", path, "c"]
        client.environment = ["PATH": "\(tools):/usr/sbin:/usr/bin:/sbin:/bin"]
        client.standardOutput = FileHandle.nullDevice
        client.standardError = FileHandle.nullDevice
        try client.run()
        return client
    }
}
