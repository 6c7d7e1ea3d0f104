import Foundation
import HCSSystem
import Testing

@testable import HCSStorage

@Suite struct DiskTests {
    /// Writes as mke2fs would, without a sync of its own.
    private struct Writer: CommandRunner {
        func run(_ command: Command, deadline: Duration) throws(SyscallError) -> HCSSystem.ExitStatus {
            guard let file = command.descriptors.last ?? nil else { return .exited(1) }
            try Files.write([UInt8](repeating: 1, count: 1 << 20), to: file, named: "image")
            return .exited(0)
        }
    }

    /// Blocks that are on no disk yet are the kernel's promise only (`delalloc`); a sync makes them real.
    @Test(.enabled(if: Requirements.met, "\(Requirements.missing ?? "")"))
    func flushesAreSkippedWhenAsked() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let tools = StorageTools(runner: Writer(), searchPath: nil, deadline: .seconds(5))
        for skips in [true, false] {
            let path = "\(folder.path)/\(skips)"
            try ScratchImage(path: path, tools: tools, skipsFlushes: skips).make(size: 16 << 20)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/sbin/filefrag")
            process.arguments = ["-v", path]
            let pipe = Foundation.Pipe()
            process.standardOutput = pipe
            try process.run()
            let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { return }  // a file system that does not tell
            if !skips { #expect(!text.contains("delalloc"), "\(text)") }
            // btrfs and xfs may have written it out by themselves.
            if skips, text.contains("ef53") { #expect(text.contains("delalloc"), "\(text)") }
        }
    }

    @Test func theNameSaysTheFormat() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        var fixed = [UInt8](repeating: 0, count: 4096 + 512)
        fixed.replaceSubrange(4096..<4104, with: Array("conectix".utf8))
        fixed[4096 + 48 + 6] = 0x10
        fixed[4096 + 63] = 2
        var dynamic = fixed
        dynamic[4096 + 63] = 3
        var differencing = fixed
        differencing[4096 + 63] = 4
        var large = fixed
        large[4096 + 48 + 5] = 1
        var qcow2: [UInt8] = [0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3] + [UInt8](repeating: 0, count: 504)
        let plainQcow2 = qcow2
        qcow2[15] = 1
        let cases: [(String, [UInt8], DiskFormat?)] = [
            ("a.img", qcow2, .raw), ("a", [], .raw), ("a.vhd", fixed, .fixedVHD(size: 4096)),
            ("a.VHD", dynamic, .image(driver: "vpc")), ("b.vhd", differencing, nil), ("c.vhd", large, nil),
            ("d.vhd", plainQcow2, nil), ("a.qcow2", plainQcow2, .image(driver: "qcow2")),
            ("b.qcow2", qcow2, nil), ("c.qcow2", fixed, nil), ("d.qcow2", [0x51], nil),
            ("a.vhdx", Array("vhdxfile".utf8), .image(driver: "vhdx")), ("b.vhdx", [], nil),
            ("a.vmdk", Array("# Disk DescriptorFile".utf8), nil),
        ]
        for (name, bytes, format) in cases {
            let path = "\(folder.path)/\(name)"
            try Files.replace(path, with: bytes)
            let file = try Files.openReadOnly(path)
            guard let format else {
                #expect(throws: StorageError.self, "\(name)") { try DiskFormat.of(file, path: path) }
                continue
            }
            #expect(try DiskFormat.of(file, path: path) == format, "\(name)")
        }
    }

    @Test func devicesAreNumbers() {
        for (text, number) in [("7:3", UInt64(0x703)), ("254:0", 0xfe00), ("259:300", 0x11_032c)] {
            #expect(BlockDevice(text)?.number == number)
            #expect(BlockDevice(number).description == text)
        }
        #expect(BlockDevice("7") == nil && BlockDevice("a:b") == nil)
    }

    @Test func aPathIsOnADeviceOrNot() throws {
        #expect(try BackingDevice.of("/proc") == .none(type: "proc"))
        #expect(throws: SyscallError.self) { try BackingDevice.of("/none") }
    }
}
