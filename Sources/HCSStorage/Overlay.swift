package import HCSSystem

/// The container's root file system: layers under a scratch, by the kernel's overlay.
package enum Overlay {
    /// How an unmount ended.
    package enum Unmounted: Hashable, Sendable {
        case done
        case wasNotMounted
        /// Still in use: taken out of the tree, gone when the last user goes.
        case detached(SyscallError)
    }

    /// Mounts on an existing folder, without devices: a container's devices live in its /dev.
    ///
    /// - Throws: `StorageError.overlay` with the kernel's messages.
    package static func mount(
        _ layers: LayerChain, scratch: Scratch, at target: String
    ) throws(StorageError) {
        var names = KernelNames()
        let lower: [String]
        let upper: String
        let work: String
        do {
            lower = try names.all(layers.paths)
            upper = try names.name(scratch.upper)
            work = try names.name(scratch.work)
        } catch {
            throw .overlay(error, messages: [])
        }
        // The names may be those of descriptors, which must live until the mount is there.
        defer { withExtendedLifetime(names) {} }
        if try mountByContext(lower: lower, upper: upper, work: work, at: target) != nil {
            try mountByString(lower: lower, upper: upper, work: work, at: target)
        }
    }

    /// Unmounts; what is busy is detached.
    package static func unmount(_ target: String) throws(StorageError) -> Unmounted {
        do {
            try Mounts.unmount(target)
            return .done
        } catch  where error.kind == .invalid || error.kind == .missing {
            return .wasNotMounted
        } catch  where error.kind == .busy {
            let reason = error
            do {
                try Mounts.unmount(target, detach: true)
                return .detached(reason)
            } catch {
                throw .unmount(error)
            }
        } catch {
            throw .unmount(error)
        }
    }

    /// fsopen(2) with one `lowerdir+` a layer (kernel 6.8): no limit on the sum of the names.
    ///
    /// - Returns: the error of a kernel that does not know `lowerdir+`, nil when it is mounted.
    private static func mountByContext(
        lower: [String], upper: String, work: String, at target: String
    ) throws(StorageError) -> SyscallError? {
        let context: FileSystemContext
        do {
            context = try FileSystemContext(type: "overlay")
        } catch  where error.kind == .unsupported {
            return error
        } catch {
            throw .overlay(error, messages: [])
        }
        do {
            for (index, name) in lower.enumerated() {
                do {
                    try context.set("lowerdir+", to: name)
                } catch  where index == 0 && error.kind == .invalid {
                    // An unknown parameter; a layer that is no folder fails in the fallback too, with its message.
                    return error
                }
            }
            try context.set("upperdir", to: upper)
            try context.set("workdir", to: work)
            try context.set("source", to: "hcsctl")
            let mount: Descriptor
            do {
                mount = try context.create(.noDevices)
            } catch  where error.kind == .invalid {
                // Before 6.5 overlay took any parameter and looked at it only here.
                return error
            }
            try Mounts.attach(mount, at: target)
            return nil
        } catch {
            throw .overlay(error, messages: context.messages())
        }
    }

    /// mount(2), whose options end at one page; beyond that the kernel cuts them and says `ELOOP`, so it is not asked.
    static func mountByString(
        lower: [String], upper: String, work: String, at target: String
    ) throws(StorageError) {
        let options = "lowerdir=\(lower.joined(separator: ":")),upperdir=\(upper),workdir=\(work)"
        guard options.utf8.count < 4096 else {
            throw .overlay(
                SyscallError(call: "mount", subject: target, kind: .nameTooLong),
                messages: ["this kernel takes at most 4095 bytes of layer names; it needs 6.8 or later"])
        }
        do {
            try Mounts.mount(
                type: "overlay", source: "hcsctl", at: target, attributes: .noDevices, options: options)
        } catch {
            throw .overlay(error, messages: [])
        }
    }
}

/// Names of folders as overlay takes them.
///
/// fsconfig(2) ends a value at 255 bytes, and overlay gives `\`, `:` and `,` a meaning that differs from option to option.
/// Such a folder is opened and named by its descriptor.
struct KernelNames {
    private var held: [Descriptor] = []

    mutating func all(_ paths: [String]) throws(SyscallError) -> [String] {
        var names: [String] = []
        names.reserveCapacity(paths.count)
        for path in paths { names.append(try name(path)) }
        return names
    }

    mutating func name(_ path: String) throws(SyscallError) -> String {
        let special: Set<UInt8> = [UInt8(ascii: "\\"), UInt8(ascii: ":"), UInt8(ascii: ",")]
        guard path.utf8.count > 255 || path.utf8.contains(where: special.contains) else { return path }
        let descriptor = try Files.openPath(path)
        held.append(descriptor)
        return "/proc/self/fd/\(descriptor.number)"
    }
}
