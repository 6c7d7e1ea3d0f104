internal import HCSOCI
internal import HCSProtocol
internal import HCSSchema
internal import HCSStorage
internal import HCSSystem

/// One virtual disk on its way into a container: its device, and its file system as a detached mount unless only attached.
///
/// Everything is free again when this goes, until the mount is somebody's and the keeper follows the container.
struct DiskAttachment {
    let place: DiskRecord.Place
    let disk: MappedVirtualDisk
    /// Nil when the disk is only attached.
    let tree: Descriptor?
    let device: LoopDevice
    let keeper: DiskKeeper?

    var record: DiskRecord {
        DiskRecord(place: place, disk: disk, device: "\(device.device)", keeper: keeper?.identity)
    }

    /// What a disk needs from where it is attached.
    struct Context {
        let folder: ContainerFolder
        let tools: StorageTools
    }

    /// Opens, locks and attaches.
    ///
    /// - Parameters:
    ///   - target: its path in the container; empty for one by its place.
    ///   - pointer: of the disk in its document, for errors.
    init(
        _ disk: MappedVirtualDisk, at place: DiskRecord.Place, target: String, _ pointer: String,
        _ context: Context
    ) throws(Failure) {
        self.place = place
        var disk = disk
        disk.containerPath = target.isEmpty ? "/dev/hcsdisk\(place.controller)-\(place.unit)" : target
        self.disk = disk
        let (served, keeper): (Descriptor?, DiskKeeper?)
        do {
            guard let cache = DiskCache(document: disk.cache) else {
                throw Failure(.invalidArgument, "\(pointer)/Cache: is \"\(disk.cache)\"")
            }
            let name = "hcsctl \(context.folder.id)"
            let source = try DiskSource.open(disk.hostPath, readOnly: disk.readOnly, cache: cache)
            (served, keeper) = try Self.serve(source, place, context)
            let whole = try source.attach(served: served, name: name)
            if disk.attachOnly {
                let holder = try keeper ?? DiskKeeper()
                try holder.hold(whole.descriptor)
                self.keeper = holder
                (tree, device) = (nil, whole)
            } else {
                self.keeper = keeper
                let mounted = try source.mount(whole, served: served, name: name, context.tools)
                (tree, device) = (mounted.tree, mounted.device)
            }
        } catch let error as StorageError {
            var failure = Failure(error)
            failure.reason = "\(pointer)/HostPath: \(failure.reason)"
            throw failure
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.unexpectedValue, "\(pointer): \(error)")
        }
    }

    /// An image that a loop device cannot read is shown as a raw file by a server of the keeper's.
    private static func serve(
        _ source: DiskSource, _ place: DiskRecord.Place, _ context: Context
    ) throws -> (served: Descriptor?, keeper: DiskKeeper?) {
        guard !source.isPlain else { return (nil, nil) }
        let program = try context.tools.find("qemu-storage-daemon", package: "qemu-utils")
        let mountPoint = Self.mountPoint(place, context.folder)
        guard let arguments = source.serverArguments(mountPoint: mountPoint) else { return (nil, nil) }
        try Files.replace(mountPoint, with: [])
        let keeper = try DiskKeeper()
        try keeper.serve(source.file, program: program, arguments: arguments)
        let readWrite: Int32 = 0o2
        return (try Files.open(mountPoint, source.readOnly ? 0 : readWrite), keeper)
    }

    /// Where a server shows a disk, in the supervisor's mount namespace.
    static func mountPoint(_ place: DiskRecord.Place, _ folder: ContainerFolder) -> String {
        "\(folder.bundle)/disk-\(place.controller)-\(place.unit).raw"
    }
}
