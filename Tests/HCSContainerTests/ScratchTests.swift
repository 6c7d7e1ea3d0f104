import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Where a container's writes go, how much room they have and how fast they are.
@Suite(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
struct ScratchTests {
    private func document(_ fixture: Fixture, _ change: (inout ContainerConfig) -> Void) -> ContainerConfig {
        var document = fixture.document
        change(&document)
        return document
    }

    /// Runs a script in a new container of a document, deletes it, and gives its output.
    private func output(
        _ fixture: Fixture, _ document: ContainerConfig, _ script: String
    ) throws -> String {
        let container = try fixture.create("c", document)
        try container.start()
        let text = try container.output(script)
        try fixture.store.delete("c", force: true)
        return text
    }

    private static let room =
        "/bin/busybox df -k / | /bin/busybox tail -n 1 | /bin/busybox awk '{ print $2 }'"

    @Test(arguments: Runtime.allCases)
    func aSizeIsALimit(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.create("c", document(fixture) { $0.storageSandboxSize = 24 << 20 })
            try container.start()
            let text = try container.output("/bin/busybox dd if=/dev/zero of=/x bs=1M count=40; echo $?")
            #expect(text.contains("No space left") && text.hasSuffix("1\n"))
            // Rooms are apart: the host's is not the container's.
            #expect(try container.output("/bin/busybox rm /x; echo fits >/x; cat /x") == "fits\n")
        }
    }

    /// An image in a folder of the caller's is used again, grown, and never shrunk.
    @Test func anImageGrows() throws {
        try Fixture.with(.crun) { fixture in
            let folder = fixture.folder + "/scratch"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            let image = folder + "/scratch.ext4"
            try Host.run("truncate", "-s", "24M", image)
            try Host.run("mke2fs", "-q", "-F", "-t", "ext4", image)
            var last = 0
            for (size, grows) in [(24, true), (64, true), (32, false), (0, false)] {
                let text = try output(
                    fixture,
                    document(fixture) {
                        $0.layerFolderPath = folder
                        $0.storageSandboxSize = UInt64(size) << 20
                    }, "echo \(size) >>/log; cat /log; \(Self.room)")
                let lines = text.split(separator: "\n")
                #expect(lines.first == "24")
                let room = Int(lines.last ?? "") ?? 0
                #expect(grows ? room > last : room == last, "\(size): \(text)")
                last = room
            }
            #expect(
                try Int(FileManager.default.attributesOfItem(atPath: image)[.size] as? Int ?? 0) == 64 << 20)
            // A scratch without a size is another one; neither hides the other.
            let plain = fixture.folder + "/plain"
            try FileManager.default.createDirectory(
                atPath: plain + "/upper", withIntermediateDirectories: true)
            #expect(
                outcome {
                    try fixture.create(
                        "c",
                        document(fixture) {
                            $0.layerFolderPath = plain
                            $0.storageSandboxSize = 24 << 20
                        })
                } == "InvalidArgument")
        }
    }

    @Test(arguments: Runtime.allCases)
    func aVolumeIsAnImageOrADevice(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let image = try fixture.disk("volume.img", megabytes: 24)
            let first = document(fixture) { $0.volumePath = image }
            #expect(try output(fixture, first, "echo kept >/kept; cat /kept") == "kept\n")
            #expect(FileManager.default.fileExists(atPath: image))
            let container = try fixture.create("c", first)
            try container.start()
            #expect(try container.output("cat /kept") == "kept\n")
            // One scratch is one container's.
            let other = #expect(throws: ContainerError.self) { _ = try fixture.create("d", first) }
            #expect(other?.code == .invalidState && other?.reason.contains(image) == true)
            try fixture.store.delete("c", force: true)
            let device = try Host.run("losetup", "--find", "--show", image).split(separator: "\n")[0]
            defer { _ = try? Host.run("losetup", "--detach", String(device)) }
            let second = document(fixture) { $0.volumePath = String(device) }
            #expect(try output(fixture, second, "cat /kept") == "kept\n")
            let tooMuch = document(fixture) {
                $0.volumePath = String(device)
                $0.storageSandboxSize = 1 << 30
            }
            #expect(outcome { try fixture.create("c", tooMuch) } == "InvalidArgument")
        }
    }

    @Test func volumesThatCarryNothing() throws {
        try Fixture.with(.crun) { fixture in
            let blank = try fixture.file("blank.img", megabytes: 16)
            let vfat = try fixture.file("vfat.img", megabytes: 16)
            try Data([UInt8]("garbage".utf8)).write(to: URL(filePath: vfat))
            for path in [blank, vfat] {
                let error = #expect(throws: ContainerError.self) {
                    _ = try fixture.create("c", document(fixture) { $0.volumePath = path })
                }
                #expect(error?.code == .invalidArgument && error?.reason.contains("no file system") == true)
            }
        }
    }

    /// Bytes a second and operations a second, measured on writes past every cache.
    @Test(arguments: Runtime.allCases)
    func aScratchIsThrottled(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let cases: [(String, (inout ContainerConfig) -> Void)] = [
                ("bs=256k count=8", { $0.storageBandwidthMaximum = 1 << 20 }),
                ("bs=4k count=40", { $0.storageIOPSMaximum = 20 }),
            ]
            for (count, change) in cases {
                let container = try fixture.create(
                    "c",
                    document(fixture) {
                        $0.storageSandboxSize = 24 << 20
                        change(&$0)
                    })
                try container.start()
                let began = Date()
                _ = try container.output("/bin/busybox dd if=/dev/zero of=/x \(count) oflag=direct")
                // 2 MiB at 1 MiB a second, 40 operations at 20: two seconds, less what the kernel lets through at first.
                let seconds = Date().timeIntervalSince(began)
                #expect(seconds > 1.2, "\(count) took \(seconds)")
                try fixture.store.delete("c", force: true)
            }
        }
    }

    @Test func whatCannotBeThrottledIsAnError() throws {
        try Fixture.with(.crun) { fixture in
            let folder = "/dev/shm/hcsctl-test-\(UInt32.random(in: 0 ... .max))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let error = #expect(throws: ContainerError.self) {
                _ = try fixture.create(
                    "c",
                    document(fixture) {
                        $0.layerFolderPath = folder
                        $0.storageIOPSMaximum = 10
                    })
            }
            #expect(error?.code == .unsupported && error?.reason.contains("tmpfs") == true)
            #expect(error?.hint?.contains("StorageSandboxSize") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    /// The most layers there can be, with characters that option strings do not take.
    @Test(arguments: Runtime.allCases)
    func fiveHundredLayers(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            var document = fixture.document
            let parent = fixture.folder + "/odd: ,\\=\"'é"
            var layers = try (0..<499).map { index in
                let path = "\(parent)/\(index)"
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                try "\(index)".write(toFile: path + "/top", atomically: false, encoding: .utf8)
                try "\(index)".write(toFile: "\(path)/f\(index)", atomically: false, encoding: .utf8)
                return Layer(path: path)
            }
            layers += document.layers ?? []
            document.layers = layers
            #expect(try output(fixture, document, "cat /top /f0 /f498") == "00498")
            document.layers?.append(Layer(path: parent))
            #expect(outcome { try fixture.create("c", document) } == "InvalidDocument")
        }
    }
}

extension Container {
    /// What a shell script prints on both streams.
    func output(_ script: String) throws -> String {
        let process = try shell("exec 2>&1; " + script) { $0.createStdOutPipe = true }
        let text = try process.standardStreams.output?.text() ?? ""
        _ = try process.wait(timeout: .seconds(60))
        process.close()
        return text
    }
}
