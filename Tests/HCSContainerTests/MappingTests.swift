import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Mapped directories, and what is mapped into and out of running containers.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct MappingTests {
    private func folder(_ fixture: Fixture, _ name: String, _ text: String) throws -> String {
        let path = "\(fixture.folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try text.write(toFile: path + "/file", atomically: false, encoding: .utf8)
        return path
    }

    private func request(_ kind: String, _ type: String, _ settings: some Encodable) throws
        -> ResourceModificationRequestResponse
    {
        let bytes = try JSONEncoder().encode(settings)
        return ResourceModificationRequestResponse(
            resourceType: type, settings: RawJSON(String(decoding: bytes, as: UTF8.self)), requestType: kind)
    }

    @Test(arguments: Runtime.allCases)
    func directoriesAndFiles(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let shared = try folder(fixture, "shared", "host")
            var document = fixture.document
            document.mappedDirectories = [
                MappedDir(hostPath: shared, containerPath: "/deep/er/rw"),
                MappedDir(hostPath: shared, containerPath: "/ro", readOnly: true),
                MappedDir(hostPath: shared + "/file", containerPath: "/etc/one", readOnly: true),
                // Its parent comes after it in the document, and yet does not hide it.
                MappedDir(hostPath: shared, containerPath: "/deep/er/rw/inner"),
            ]
            try FileManager.default.createDirectory(
                atPath: shared + "/inner", withIntermediateDirectories: false)
            document.mappedDirectories.swapAt(0, 3)
            let container = try fixture.create("c", document)
            try container.start()
            #expect(try container.output("cat /etc/one /deep/er/rw/inner/file") == "hosthost")
            #expect(try container.output("echo x >/ro/new; echo x >/etc/one").contains("Read-only"))
            #expect(try container.output("echo inside >/deep/er/rw/new; cat /ro/new") == "inside\n")
            #expect(try String(contentsOfFile: shared + "/new", encoding: .utf8) == "inside\n")
            document.mappedDirectories = [MappedDir(hostPath: fixture.folder + "/none", containerPath: "/x")]
            let error = #expect(throws: ContainerError.self) { _ = try fixture.create("d", document) }
            #expect(error?.reason.contains("/MappedDirectories/0/HostPath") == true)
        }
    }

    /// Links of an image lead nowhere but into the image.
    @Test(arguments: Runtime.allCases)
    func linksStayInside(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let shared = try folder(fixture, "shared", "host")
            let outside = fixture.folder + "/outside"
            try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: false)
            let layer = fixture.folder + "/layer"
            for (name, target) in [
                ("absolute", outside), ("relative", "../../../../../../../../.." + outside),
                ("late", outside + "-2"), ("backwards", "../../../../../../../../.." + outside + "-2"),
            ] {
                symlink(target, "\(layer)/\(name)")
            }
            var document = fixture.document
            document.mappedDirectories = ["absolute", "relative"].map {
                MappedDir(hostPath: shared, containerPath: "/\($0)/sub")
            }
            if outcome({ try fixture.create("c", document) }) != "ok" {
                // A runtime may refuse instead.
                #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
                _ = try fixture.create("c")
            }
            let container = try fixture.store.open("c")
            try container.start()
            for name in ["late", "backwards"] {
                let add = try request(
                    "Add", "MappedDirectory", MappedDir(hostPath: shared, containerPath: "/\(name)/sub/x"))
                // A link to what the image has not is no folder to make something in.
                #expect(outcome { try container.modify(add) } != "ok")
            }
            _ = try container.output("/bin/busybox mkdir -p \(outside)-2")
            for name in ["late", "backwards"] {
                let directory = MappedDir(hostPath: shared, containerPath: "/\(name)/sub-\(name)/x")
                try container.modify(try request("Add", "MappedDirectory", directory))
                #expect(try container.output("cat \(outside)-2/sub-\(name)/x/file") == "host")
                try container.modify(try request("Remove", "MappedDirectory", directory))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
            #expect(!FileManager.default.fileExists(atPath: outside + "-2"))
        }
    }

    @Test(arguments: Runtime.allCases)
    func directoriesComeAndGo(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let shared = try folder(fixture, "shared", "host")
            let container = try fixture.running()
            func modify(_ kind: String, _ directory: MappedDir) throws {
                try container.modify(try request(kind, "MappedDirectory", directory))
            }
            let writable = MappedDir(hostPath: shared, containerPath: "/a/b")
            try modify("Add", writable)
            try modify(
                "Add", MappedDir(hostPath: shared + "/file", containerPath: "/etc/one", readOnly: true))
            #expect(
                try container.output("echo in >/a/b/new; cat /etc/one; echo x >/etc/one").contains("host"))
            #expect(try container.output("echo x >/etc/one").contains("Read-only"))
            #expect(try container.inspect(showSecrets: false).configuration.mappedDirectories.count == 2)
            #expect(outcome { try modify("Add", writable) } == "InvalidArgument")
            for bad in [
                MappedDir(hostPath: fixture.folder + "/none", containerPath: "/x"),
                MappedDir(hostPath: shared, containerPath: "/proc/x"),
            ] {
                #expect(outcome { try modify("Add", bad) } == "InvalidArgument")
            }
            let user = try container.shell("cd /a/b && echo in && exec sleep 1000") {
                $0.createStdOutPipe = true
            }
            #expect(try user.standardStreams.output?.text(until: "\n") == "in\n")
            #expect(outcome { try modify("Remove", writable) } == "InvalidState")
            try user.kill()
            _ = try user.wait(timeout: .seconds(20))
            try container.killSupervisor()
            try modify("Remove", MappedDir(containerPath: "/a//b/"))
            #expect(try container.output("cat /a/b/new").contains("No such file"))
            #expect(outcome { try modify("Remove", writable) } == "InvalidArgument")
            // Together or not at all.
            #expect(
                outcome {
                    try container.modify([
                        request("Remove", "MappedDirectory", MappedDir(containerPath: "/etc/one")),
                        request("Add", "MappedDirectory", writable),
                        request("Add", "MappedDirectory", MappedDir(hostPath: "/none", containerPath: "/n")),
                    ])
                } == "InvalidArgument")
            #expect(try container.output("cat /etc/one; cat /a/b/new").hasPrefix("hostcat: "))
            #expect(try container.inspect(showSecrets: false).configuration.mappedDirectories.count == 1)
        }
    }

    @Test(arguments: Runtime.allCases)
    func disksComeAndGo(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let raw = try fixture.disk()
            let served = try fixture.converted(raw, to: "qcow2", "", suffix: "qcow2")
            let attached = try fixture.file("attached.img", megabytes: 4)
            let container = try fixture.running()
            func modify(_ kind: String, _ disk: MappedVirtualDisk) throws {
                try container.modify(try request(kind, "MappedVirtualDisk", disk))
            }
            let all = [
                MappedVirtualDisk(hostPath: raw, containerPath: "/a"),
                MappedVirtualDisk(hostPath: served, containerPath: "/b"),
                MappedVirtualDisk(hostPath: attached, attachOnly: true),
            ]
            for disk in all { try modify("Add", disk) }
            let map = try container.mappedVirtualDisks()[0]?.mappedVirtualDisks ?? [:]
            #expect(map.mapValues(\.hostPath) == [0: raw, 1: served, 2: attached])
            let write =
                "/bin/busybox dd if=/bin/busybox bs=4k count=1 of=/dev/hcsdisk0-2 2>/dev/null; echo $?"
            #expect(
                try container.output("echo 1 >/a/x; echo 2 >/b/x; cat /a/x /b/x; " + write) == "1\n2\n0\n")
            #expect(outcome { try modify("Add", all[0]) } == "InvalidArgument")
            #expect(
                outcome { try modify("Add", MappedVirtualDisk(hostPath: raw, containerPath: "/c")) }
                    == "InvalidState")
            // Taken away and put back, because what follows fails.
            #expect(
                outcome {
                    try container.modify([
                        request("Remove", "MappedVirtualDisk", all[1]),
                        request("Remove", "MappedVirtualDisk", MappedVirtualDisk(hostPath: attached)),
                        request(
                            "Add", "MappedVirtualDisk",
                            MappedVirtualDisk(hostPath: "/none", containerPath: "/n")),
                    ])
                } == "InvalidArgument")
            #expect(try container.output("cat /a/x /b/x; " + write) == "1\n2\n0\n")
            try container.killSupervisor()
            for disk in all { try modify("Remove", MappedVirtualDisk(hostPath: disk.hostPath)) }
            #expect(try container.mappedVirtualDisks().isEmpty)
            #expect(fixture.ledger.loops.isEmpty && fixture.ledger.keepers.isEmpty)
            #expect(try container.output("/bin/busybox test -b /dev/hcsdisk0-2; echo $?") == "1\n")
            let log = try String(contentsOfFile: fixture.root + "/.events/c", encoding: .utf8)
            for path in [raw, served, attached] {
                let lines = log.split(separator: "\n").filter {
                    $0.contains(path.split(separator: "/").last!)
                }
                #expect(lines.filter { $0.contains("DiskAttached") }.count == 1)
                #expect(lines.filter { $0.contains("DiskDetached") }.count == 1)
            }
            var document = fixture.document
            document.mappedVirtualDisks = [all[1]]
            let other = try fixture.create("d", document)
            try other.start()
            #expect(try other.output("cat /b/x") == "2\n")
        }
    }

    /// A limit holds for the device below a directory, from the start or from later on, until it is taken away.
    @Test(arguments: Runtime.allCases)
    func directoriesAreThrottled(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let disk = try fixture.disk("own.img", megabytes: 24)
            let own = fixture.folder + "/own"
            try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: false)
            try Host.run("mount", "-o", "loop", disk, own)
            defer { _ = try? Host.run("umount", own) }
            let limited = MappedDir(hostPath: own, containerPath: "/own", bandwidthMaximum: 1 << 20)
            var document = fixture.document
            document.mappedDirectories = [limited]
            let container = try fixture.create("c", document)
            try container.start()
            func seconds() throws -> Double {
                let began = Date()
                _ = try container.output(
                    "/bin/busybox dd if=/dev/zero of=/own/x bs=256k count=8 oflag=direct")
                return Date().timeIntervalSince(began)
            }
            #expect(try seconds() > 1.2)
            try container.modify(try request("Remove", "MappedDirectory", limited))
            var free = limited
            free.bandwidthMaximum = 0
            try container.modify(try request("Add", "MappedDirectory", free))
            let unlimited = try seconds()
            try container.modify(try request("Remove", "MappedDirectory", free))
            try container.modify(try request("Add", "MappedDirectory", limited))
            #expect(try seconds() > max(1.2, unlimited))
            // Another limit on the same device would be this one's too.
            var other = limited
            other.containerPath = "/other"
            other.bandwidthMaximum = 2 << 20
            let error = #expect(throws: ContainerError.self) {
                try container.modify(try request("Add", "MappedDirectory", other))
            }
            #expect(error?.code == .unsupported)
            #expect(try container.output("ls /other").contains("file") == false)
            try fixture.store.delete("c", force: true)
        }
    }
}
