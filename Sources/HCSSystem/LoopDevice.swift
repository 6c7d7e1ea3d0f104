internal import CHCSShims

/// A block device over a file or a part of it.
///
/// It frees itself with its last user: this value's descriptor, a mount, a process. The locks of the file's descriptor live as
/// long as it does.
package struct LoopDevice: Sendable {
    package let descriptor: Descriptor
    package let device: BlockDevice

    /// Binds a free loop device. The corresponding call is `LOOP_CONFIGURE`.
    ///
    /// - Parameters:
    ///   - size: bytes from `offset` on; 0 is all.
    ///   - direct: past the host's page cache; `EINVAL` where the file system has no direct I/O.
    ///   - name: what `losetup` shows; cut after 63 bytes.
    package static func attach(
        _ file: Descriptor, offset: UInt64 = 0, size: UInt64 = 0, readOnly: Bool = false,
        direct: Bool = false,
        name: String
    ) throws(SyscallError) -> LoopDevice {
        var number: Int32 = 0
        let descriptor = Descriptor(
            owning: try valueOrErrno("LOOP_CONFIGURE", name) {
                name.withCString {
                    var request = hcs_loop_request(
                        offset: offset, size: size, read_only: readOnly ? 1 : 0, direct: direct ? 1 : 0,
                        name: $0)
                    return hcs_loop_attach(file.number, &request, &number)
                }
            })
        return LoopDevice(
            descriptor: descriptor, device: BlockDevice(major: 7, minor: UInt32(number)))
    }

    /// A name under which this process can open the device; a /dev without devtmpfs has only the first few.
    package var path: String {
        let usual = "/dev/loop\(device.minor)"
        guard let status = try? Files.status(usual), status.kind == .block,
            status.specialDevice == device.number
        else {
            return descriptor.path
        }
        return usual
    }
}

/// A block device by its numbers.
package struct BlockDevice: Hashable, Sendable, CustomStringConvertible {
    package let major: UInt32
    package let minor: UInt32

    package init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    /// From a `dev_t` as the kernel's user space has it.
    package init(_ number: UInt64) {
        major = UInt32(truncatingIfNeeded: (number >> 8) & 0xfff | (number >> 32) & 0xffff_f000)
        minor = UInt32(truncatingIfNeeded: number & 0xff | (number >> 12) & 0xffff_ff00)
    }

    /// From `7:3`.
    package init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let major = UInt32(parts[0]), let minor = UInt32(parts[1]) else { return nil }
        self.init(major: major, minor: minor)
    }

    /// As a `dev_t`.
    package var number: UInt64 {
        let (major, minor) = (UInt64(major), UInt64(minor))
        return (major & 0xfff) << 8 | (major & 0xffff_f000) << 32 | minor & 0xff | (minor & 0xffff_ff00) << 12
    }

    package var description: String { "\(major):\(minor)" }
}

extension Descriptor {
    /// A name by which this process and nobody else can open the same file again.
    package var path: String { "/proc/self/fd/\(number)" }
}
