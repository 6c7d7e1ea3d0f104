package import HCSSystem

/// Mounts of the file systems on block devices.
package enum DeviceMount {
    /// A detached mount of a device's file system, without device nodes.
    ///
    /// - Parameters:
    ///   - source: the device's path, which this process can open.
    ///   - type: as blkid says it.
    package static func open(_ source: String, type: String, readOnly: Bool) throws(StorageError)
        -> Descriptor
    {
        let context: FileSystemContext
        do {
            context = try FileSystemContext(type: type)
        } catch {
            throw .fileSystem(source, "this kernel has no \(type): \(error.reason)", [])
        }
        do {
            try context.set("source", to: source)
            if readOnly {
                try context.set("ro")
                // The journal of a disk that was not unmounted cannot be replayed when nothing may be written.
                if type == "ext3" || type == "ext4" { try context.set("noload") }
            }
            return try context.create(readOnly ? [.readOnly, .noDevices] : .noDevices)
        } catch {
            throw .fileSystem(source, "its \(type) cannot be mounted: \(error.reason)", context.messages())
        }
    }
}
