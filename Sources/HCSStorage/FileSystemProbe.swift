package import HCSSystem

/// Which file system a device holds.
package enum FileSystemProbe {
    /// File systems that are mounted from images. Others are attached only: a kernel's rarer drivers trust what they read.
    package static let mountable: Set<String> = [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "vfat", "exfat", "squashfs", "erofs", "iso9660",
    ]
    /// Those that only exist read-only.
    static let readOnly: Set<String> = ["squashfs", "erofs", "iso9660"]
    /// What a scratch can be on: overlay needs extended attributes and `d_type` above.
    static let scratch: Set<String> = ["ext2", "ext3", "ext4", "xfs", "btrfs"]

    /// What `blkid` finds.
    package struct Content: Hashable, Sendable {
        /// `ext4`; nil when there is no file system.
        package var type: String?
        /// `gpt` or `dos`; nil when there is no partition table.
        package var partitionTable: String?
    }

    /// One partition, in bytes.
    struct Partition: Hashable, Sendable {
        var offset: UInt64
        var size: UInt64
    }

    /// Reads a device or file with util-linux's blkid, past its cache.
    package static func content(
        of device: Descriptor, offset: UInt64 = 0, size: UInt64 = 0, _ tools: StorageTools
    ) throws(StorageError) -> Content {
        var arguments = ["-p", "-o", "export"]
        if offset > 0 { arguments += ["-O", String(offset), "-S", String(size)] }
        // 2: nothing was found.
        let (_, output) = try tools.run(
            "blkid", package: "util-linux", arguments + ["/proc/self/fd/3"], preserved: [device],
            accepted: [0, 2])
        let fields = Self.fields(output)
        return Content(
            type: fields["USAGE"] == "filesystem" ? fields["TYPE"] : nil, partitionTable: fields["PTTYPE"])
    }

    /// The partitions of a device, with util-linux's partx.
    static func partitions(
        of device: Descriptor, _ tools: StorageTools
    ) throws(StorageError) -> [Partition] {
        let (_, output) = try tools.run(
            "partx", package: "util-linux",
            ["--noheadings", "--raw", "--output", "START,SECTORS", "/proc/self/fd/3"],
            preserved: [device])
        return output.split(separator: "\n").compactMap { line in
            let numbers = line.split(separator: " ").compactMap { UInt64($0) }
            guard numbers.count == 2, numbers[0] < 1 << 54, numbers[1] < 1 << 54 else { return nil }
            return Partition(offset: numbers[0] * 512, size: numbers[1] * 512)
        }
    }

    private static func fields(_ output: String) -> [String: String] {
        var fields: [String: String] = [:]
        for line in output.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            fields[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return fields
    }
}
