package import HCSSystem

/// How a virtual disk is stored.
///
/// Its file's name says so, never its content alone: a container that can write a raw disk could make it look like any format,
/// and another's files would be read through it.
package enum DiskFormat: Hashable, Sendable {
    case raw
    /// A VHD of fixed size: the disk and a footer of 512 bytes.
    case fixedVHD(size: UInt64)
    /// A format that qemu-storage-daemon reads; `driver` is its name there.
    case image(driver: String)

    /// The format of a file by the end of its name; its header must agree.
    package static func of(_ file: Descriptor, path: String) throws(StorageError) -> DiskFormat {
        do {
            let header = try Files.bytes(of: file, at: 0, count: 512, named: path)
            switch suffix(of: path) {
            case "vhdx":
                guard header.starts(with: "vhdxfile".utf8) else {
                    throw StorageError.notOfFormat(path, "VHDX")
                }
                return .image(driver: "vhdx")
            case "vhd", "vpc": return try vhd(file, path)
            case "qcow2":
                try checkQcow2(header, path)
                return .image(driver: "qcow2")
            case "vmdk":
                try checkVMDK(header, file, path)
                return .image(driver: "vmdk")
            default: return .raw
            }
        } catch let error as StorageError {
            throw error
        } catch let error as SyscallError {
            throw .disk(path, "\(error)")
        } catch {
            throw .disk(path, "\(error)")
        }
    }

    private static func suffix(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }

    private static func vhd(_ file: Descriptor, _ path: String) throws -> DiskFormat {
        let length = try Files.length(of: file, named: path)
        guard length > 512 else { throw StorageError.notOfFormat(path, "VHD") }
        let footer = try Files.bytes(of: file, at: Int64(length - 512), count: 512, named: path)
        guard footer.starts(with: "conectix".utf8) else { throw StorageError.notOfFormat(path, "VHD") }
        switch bigEndian(footer, at: 60, count: 4) {
        case 2:
            let size = bigEndian(footer, at: 48, count: 8)
            guard size > 0, size <= length - 512 else {
                throw StorageError.disk(path, "its footer says \(size) bytes, its file holds \(length - 512)")
            }
            return .fixedVHD(size: size)
        case 3: return .image(driver: "vpc")
        case 4: throw StorageError.disk(path, "is a differencing VHD; merge it with its parent first")
        case let type: throw StorageError.disk(path, "is a VHD of unknown type \(type)")
        }
    }

    /// A reference to another file would let an image show any file of the host.
    private static func checkQcow2(_ header: [UInt8], _ path: String) throws(StorageError) {
        guard header.count >= 104, header.starts(with: [0x51, 0x46, 0x49, 0xfb]) else {
            throw .notOfFormat(path, "qcow2")
        }
        let version = bigEndian(header, at: 4, count: 4)
        let externalData: UInt64 = 1 << 2
        guard bigEndian(header, at: 8, count: 8) == 0,
            version < 3 || bigEndian(header, at: 72, count: 8) & externalData == 0
        else {
            throw .disk(path, "refers to another file; make it whole with qemu-img convert first")
        }
    }

    private static func checkVMDK(_ header: [UInt8], _ file: Descriptor, _ path: String) throws {
        guard header.count == 512, header.starts(with: "KDMV".utf8) else {
            throw StorageError.disk(path, "is no sparse VMDK in one file; convert it with qemu-img first")
        }
        let capacity = littleEndian(header, at: 12, count: 8)
        let offset = littleEndian(header, at: 28, count: 8)
        let count = littleEndian(header, at: 36, count: 8)
        guard capacity > 0, offset < 1 << 40, count <= 128 else {
            throw StorageError.disk(path, "refers to other files; convert it with qemu-img first")
        }
        let descriptor = try Files.bytes(
            of: file, at: Int64(offset * 512), count: Int(count * 512), named: path)
        let text = String(decoding: descriptor.prefix { $0 != 0 }, as: UTF8.self)
        let hasParent = text.split(separator: "\n").contains {
            ($0.hasPrefix("parentCID=") && !$0.lowercased().hasPrefix("parentcid=ffffffff"))
                || $0.hasPrefix("parentFileNameHint")
        }
        guard !hasParent else {
            throw StorageError.disk(path, "refers to another file; make it whole with qemu-img convert first")
        }
    }

    private static func bigEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt64 {
        bytes[offset..<(offset + count)].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func littleEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> UInt64 {
        bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
