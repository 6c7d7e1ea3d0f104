import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Virtual disks in real containers.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct DiskTests {
    private func create(
        _ fixture: Fixture, _ id: String = "c", _ disks: [MappedVirtualDisk]
    ) throws -> any Container {
        var document = fixture.document
        document.mappedVirtualDisks = disks
        return try fixture.create(id, document)
    }

    private func running(
        _ fixture: Fixture, _ id: String = "c", _ disks: MappedVirtualDisk...
    ) throws -> any Container {
        let container = try create(fixture, id, disks)
        try container.start()
        return container
    }

    struct Format: Sendable, CustomTestStringConvertible {
        let name: String
        let options: String
        let suffix: String
        var testDescription: String { "\(name) \(options)" }
    }

    static let formats = [
        Format(name: "raw", options: "", suffix: "img"),
        Format(name: "vpc", options: "subformat=fixed,force_size=on", suffix: "vhd"),
        Format(name: "vpc", options: "subformat=dynamic,force_size=on", suffix: "vhd"),
        Format(name: "vhdx", options: "", suffix: "vhdx"),
        Format(name: "qcow2", options: "", suffix: "qcow2"),
        Format(name: "vmdk", options: "", suffix: "vmdk"),
    ]

    /// What one container writes, the next one reads.
    @Test(arguments: formats)
    func writtenAndReadBack(_ format: Format) throws {
        let runtime = format.suffix == "vhdx" || format.options.contains("fixed") ? Runtime.runc : .crun
        try Fixture.with(runtime) { fixture in
            let image = try fixture.converted(
                try fixture.disk(), to: format.name, format.options, suffix: format.suffix)
            for round in ["first", "second"] {
                let container = try running(
                    fixture, "c", MappedVirtualDisk(hostPath: image, containerPath: "/data"))
                #expect(
                    try container.output("echo \(round) >>/data/log; cat /data/log")
                        == (round == "first" ? "first\n" : "first\nsecond\n"))
                // Ended in the rude way the second time.
                if round == "second" { kill(try container.agentPID(), SIGKILL) }
                _ = outcome { try container.terminate() }
                _ = outcome { try container.wait(timeout: .seconds(60)) }
                #expect(try container.mappedVirtualDisks().isEmpty)
                try fixture.store.delete("c", force: true)
            }
            let container = try running(
                fixture, "c", MappedVirtualDisk(hostPath: image, containerPath: "/data", readOnly: true))
            #expect(
                try container.output("cat /data/log; echo x >/data/log").contains("first\nsecond\n"))
            #expect(try container.output("echo x >/data/log").contains("Read-only"))
        }
    }

    @Test(arguments: Runtime.allCases)
    func attachedOnly(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let raw = try fixture.file("raw.img", megabytes: 4)
            let plain = try fixture.file("plain.img", megabytes: 4)
            let image = try fixture.converted(plain, to: "qcow2", "", suffix: "qcow2")
            let container = try running(
                fixture, "c",
                MappedVirtualDisk(hostPath: raw, containerPath: "/dev/data", attachOnly: true),
                MappedVirtualDisk(hostPath: image, readOnly: true, attachOnly: true))
            let write = "/bin/busybox dd if=/bin/busybox bs=64k count=4 conv=fsync of="
            #expect(try container.output(write + "/dev/data; echo $?").hasSuffix("0\n"))
            #expect(try !container.output(write + "/dev/hcsdisk0-1; echo $?").hasSuffix("\n0\n"))
            #expect(
                try container.output(
                    "/bin/busybox dd if=/dev/hcsdisk0-1 bs=64k count=1 of=/dev/null; echo $?"
                )
                .hasSuffix("0\n"))
            let disks = try container.mappedVirtualDisks()
            #expect(disks[0]?.mappedVirtualDisks[0]?.containerPath == "/dev/data")
            #expect(disks[0]?.mappedVirtualDisks[1]?.containerPath == "/dev/hcsdisk0-1")
            try fixture.store.delete("c", force: true)
            #expect(
                try FileHandle(forReadingFrom: URL(filePath: raw)).read(upToCount: 256 << 10)
                    == FileHandle(forReadingFrom: URL(filePath: "/bin/busybox")).read(upToCount: 256 << 10))
        }
    }

    /// Of a partitioned disk the only file system is mounted; with two of them it is an error that says what to do.
    @Test func partitions() throws {
        try Fixture.with(.crun) { fixture in
            let inner = try fixture.disk("inner.img", megabytes: 8)
            for count in [1, 2] {
                let disk = try fixture.file("table\(count).img", megabytes: 32)
                try partition(disk, count)
                for index in 0..<count {
                    try Host.run(
                        "dd", "if=\(inner)", "of=\(disk)", "bs=1M", "seek=\(1 + index * 8)", "conv=notrunc")
                }
                let mapped = MappedVirtualDisk(hostPath: disk, containerPath: "/data")
                guard count == 1 else {
                    let error = #expect(throws: ContainerError.self) {
                        _ = try create(fixture, "c", [mapped])
                    }
                    #expect(error?.reason.contains("AttachOnly") == true)
                    continue
                }
                let container = try running(fixture, "c", mapped)
                #expect(try container.output("echo yes >/data/x; cat /data/x") == "yes\n")
                try fixture.store.delete("c", force: true)
            }
        }
    }

    /// Direct input and output is a property of the device; who else may have the image is the kernel's lock.
    @Test func cacheModes() throws {
        try Fixture.with(.crun) { fixture in
            let image = try fixture.disk()
            func disk(_ cache: String, readOnly: Bool) -> MappedVirtualDisk {
                MappedVirtualDisk(hostPath: image, containerPath: "/data", readOnly: readOnly, cache: cache)
            }
            let rules: [(String, Bool, String, Bool, Bool)] = [
                ("", false, "", false, false), ("", false, "", true, false), ("", true, "", false, false),
                ("", true, "Enabled", true, true), ("Disabled", true, "Enabled", true, true),
                ("Private", true, "", true, false),
                ("PrivateAllowSharing", false, "PrivateAllowSharing", true, true),
                ("PrivateAllowSharing", false, "", true, false),
                ("PrivateAllowSharing", false, "PrivateAllowSharing", false, false),
                ("", false, "PrivateAllowSharing", true, false),
            ]
            for (firstCache, firstReads, secondCache, secondReads, goes) in rules {
                let rule = "\(firstCache) \(firstReads), \(secondCache) \(secondReads)"
                let first = try create(fixture, "c", [disk(firstCache, readOnly: firstReads)])
                let direct = try loops(of: image).map { try text("\($0)/loop/dio") }
                #expect(direct == [firstCache == "Disabled" ? "1" : "0"], "\(rule)")
                let second = outcome { try create(fixture, "d", [disk(secondCache, readOnly: secondReads)]) }
                #expect(second == (goes ? "ok" : "InvalidState"), "\(rule)")
                first.close()
                for id in goes ? ["c", "d"] : ["c"] { try fixture.store.delete(id, force: true) }
            }
        }
    }

    @Test func badDisksAreRefused() throws {
        try Fixture.with(.crun) { fixture in
            let folder = fixture.folder
            let blank = try fixture.file("blank.img", megabytes: 4)
            try Host.run("qemu-img", "create", "-q", "-f", "qcow2", folder + "/base.qcow2", "4M")
            try Host.run(
                "qemu-img", "create", "-q", "-f", "qcow2", "-b", "/etc/shadow", "-F", "raw", "-u",
                folder + "/child.qcow2", "4M")
            try Host.run("mkfifo", folder + "/fifo")
            try FileManager.default.copyItem(atPath: blank, toPath: folder + "/named.vhdx")
            let cases = [
                ("missing.img", "No such file"), ("blank.img", "no file system"), ("fifo", "neither a file"),
                ("child.qcow2", "another file"), ("named.vhdx", "no VHDX"), ("base.qcow2", "no file system"),
                ("layer", "directory"),
            ]
            for (name, words) in cases {
                let error = #expect(throws: ContainerError.self) {
                    _ = try create(
                        fixture, "c",
                        [MappedVirtualDisk(hostPath: "\(folder)/\(name)", containerPath: "/data")])
                }
                #expect(error?.code == .invalidArgument, "\(name): \(String(describing: error))")
                #expect(
                    error?.reason.lowercased().contains(words.lowercased()) == true,
                    "\(String(describing: error))")
                #expect(error?.reason.contains("/MappedVirtualDisks/0") == true)
            }
            // A container could write this header into its raw disk; nobody must believe it.
            let disguised = folder + "/disguised.img"
            try FileManager.default.copyItem(atPath: folder + "/child.qcow2", toPath: disguised)
            let error = #expect(throws: ContainerError.self) {
                _ = try create(fixture, "c", [MappedVirtualDisk(hostPath: disguised, containerPath: "/data")])
            }
            #expect(error?.reason.contains("no file system") == true)
        }
    }

    /// Disks work on when the supervisor is killed and adopted, and are free when the container ends.
    @Test(arguments: Runtime.allCases)
    func supervisorIsKilled(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let image = try fixture.disk()
            let served = try fixture.converted(image, to: "qcow2", "", suffix: "qcow2")
            let attached = try fixture.file("attached.img", megabytes: 4)
            let container = try running(
                fixture, "c", MappedVirtualDisk(hostPath: image, containerPath: "/a"),
                MappedVirtualDisk(hostPath: served, containerPath: "/b"),
                MappedVirtualDisk(hostPath: attached, attachOnly: true))
            try container.killSupervisor()
            #expect(try container.mappedVirtualDisks()[0]?.mappedVirtualDisks.count == 3)
            let script = """
                echo kept >/a/x; echo kept >/b/x; /bin/busybox sync; cat /a/x /b/x
                /bin/busybox dd if=/bin/busybox of=/dev/hcsdisk0-2 bs=4k count=1 2>/dev/null; echo $?
                """
            #expect(try container.output(script) == "kept\nkept\n0\n")
            // The image is still taken.
            #expect(
                outcome {
                    try create(fixture, "d", [MappedVirtualDisk(hostPath: image, containerPath: "/a")])
                } == "InvalidState")
            #expect(outcome { try container.terminate() } == "OperationPending")
            #expect(outcome { try container.wait(timeout: .seconds(60)) } == "ok")
            #expect(fixture.ledger.loops.isEmpty && fixture.ledger.keepers.isEmpty)
            let again = try running(
                fixture, "d", MappedVirtualDisk(hostPath: image, containerPath: "/a"),
                MappedVirtualDisk(hostPath: served, containerPath: "/b"))
            #expect(try again.output("cat /a/x /b/x") == "kept\nkept\n")
        }
    }

    /// Nobody is left to detach anything, and yet nothing stays.
    @Test(arguments: Runtime.allCases)
    func supervisorAndAgentAreKilled(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let image = try fixture.disk()
            let served = try fixture.converted(image, to: "qcow2", "", suffix: "qcow2")
            var document = fixture.document
            document.storageSandboxSize = 24 << 20
            document.mappedVirtualDisks = [
                MappedVirtualDisk(hostPath: image, containerPath: "/a"),
                MappedVirtualDisk(hostPath: served, containerPath: "/b"),
            ]
            let container = try fixture.create("c", document)
            try container.start()
            #expect(try container.output("echo x >/b/x; echo y") == "y\n")
            let agent = try container.agentPID()
            kill(try container.supervisorPID(), SIGKILL)
            kill(agent, SIGKILL)
            #expect(eventually(within: 30) { fixture.ledger.loops.isEmpty && fixture.ledger.keepers.isEmpty })
            try fixture.store.delete("c", force: true)
        }
    }

    /// Writes a partition table of 8 MiB partitions from 1 MiB on.
    private func partition(_ disk: String, _ count: Int) throws {
        var sector = [UInt8](repeating: 0, count: 512)
        for index in 0..<count {
            let entry = 446 + 16 * index
            sector[entry + 4] = 0x83
            for (offset, value) in [(8, 2048 + index * 16384), (12, 16384)] {
                for byte in 0..<4 { sector[entry + offset + byte] = UInt8(value >> (8 * byte) & 0xff) }
            }
        }
        (sector[510], sector[511]) = (0x55, 0xaa)
        let file = try FileHandle(forWritingTo: URL(filePath: disk))
        try file.write(contentsOf: sector)
        try file.close()
    }

    private func loops(of image: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/sys/block").map { "/sys/block/\($0)" }
            .filter { (try? text("\($0)/loop/backing_file")) == image }
    }

    private func text(_ path: String) throws -> String {
        String(try String(contentsOfFile: path, encoding: .utf8).dropLast())
    }
}
