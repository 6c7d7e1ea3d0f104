internal import HCSCgroup
internal import HCSOCI
internal import HCSProtocol
internal import HCSSchema
internal import HCSStorage
internal import HCSSystem

/// The storage of a container that is being created: scratch, root file system, disks, throttles.
///
/// What it mounts is in the supervisor's mount namespace; `undo` takes it away again, last first.
struct StorageCreation {
    private let launch: Launch
    private let configuration: ContainerConfig
    private let folder: ContainerFolder
    private let tools: StorageTools
    private(set) var parts = StorageParts()
    private var undo: [() -> Void] = []
    private var disks: [DiskAttachment] = []

    init(_ launch: Launch, _ configuration: ContainerConfig, _ workplace: Workplace) {
        self.launch = launch
        self.configuration = configuration
        folder = workplace.folder
        tools = StorageTools(
            runner: workplace.reaper, searchPath: launch.searchPath,
            deadline: .milliseconds(launch.runtimeLimit))
    }

    /// Mounts the root file system, attaches the disks, and works out what is throttled.
    ///
    /// The record is written before anything is made that would have to be taken away.
    mutating func make(_ record: inout ContainerRecord) throws(Failure) {
        do {
            let layers = try LayerChain(checking: (configuration.layers ?? []).map(\.path))
            let targets = try OCI.diskTargets(of: configuration)
            parts.files = try HostPaths.files(among: configuration.mappedDirectories)
            let scratch = try makeScratch(&record, over: layers)
            let target = folder.rootFileSystem
            try Overlay.mount(layers, scratch: scratch, at: target)
            undo.append { _ = try? Overlay.unmount(target) }
            try attachDisks(targets, &record)
            parts.throttles = try ThrottlePlan(configuration, scratch: .path(scratch.upper)).throttles
            record.scratchDevice = Self.device(under: scratch)
        } catch let error as StorageError {
            throw Failure(error)
        } catch let error as TranslationError {
            throw Failure(error)
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot prepare the scratch")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.systemFailed, "\(error)")
        }
    }

    /// For limits that come later, when the mount may be out of sight.
    private static func device(under scratch: Scratch) -> String? {
        guard case .device(let device)? = try? BackingDevice.of(scratch.upper) else { return nil }
        return "\(device)"
    }

    /// Takes away what was made: mounts first, then what carries them.
    mutating func takeBack() {
        for step in undo.reversed() { step() }
        let keepers = disks.compactMap(\.keeper)
        disks = []
        for keeper in keepers { keeper.end() }
    }

    /// The container has its own mounts now, and its disks live as long as it does.
    func handOver(to agent: Descriptor) throws(Failure) {
        for attachment in disks {
            if attachment.tree != nil { _ = try? Overlay.unmount(mountPoint(attachment.place)) }
            try attachment.keeper?.follow(agent)
        }
    }

    // MARK: Scratch

    private mutating func makeScratch(
        _ record: inout ContainerRecord, over layers: LayerChain
    ) throws -> Scratch {
        let path = record.scratch
        if path == "\(launch.scratchRoot)/\(launch.id)" { try Files.makeDirectories(launch.scratchRoot) }
        switch (try? Files.status(path))?.kind {
        case .regular: return try mountScratch(at: path, size: configuration.storageSandboxSize, over: layers)
        case .block: return try mountVolume(path, over: layers)
        default: break
        }
        let hasImage = (try? Files.status("\(path)/\(ScratchImage.name)", followLinks: false)) != nil
        guard configuration.storageSandboxSize != 0 || hasImage else {
            record.scratchMade = Scratch.missing(at: path).rawValue
            try folder.write(record)
            let scratch = try Scratch.prepare(at: path, over: layers)
            undo.append { try? scratch.remove() }
            return scratch
        }
        guard (try? Files.status("\(path)/upper", followLinks: false)) == nil else {
            throw Failure(
                .invalidArgument,
                "/StorageSandboxSize: the scratch folder \(path) already holds a scratch without a size",
                hint: "use another LayerFolderPath")
        }
        let made = Scratch.missing(at: path, inImage: true)
        record.scratchMade = made.rawValue
        try folder.write(record)
        undo.append { try? Scratch(path: path, made: made).remove() }
        _ = try Scratch.makeFolder(path)
        let image = "\(path)/\(ScratchImage.name)"
        if made.contains(.image) {
            try scratchImage(image).make(size: configuration.storageSandboxSize)
            return try mountScratch(at: image, size: 0, over: layers)
        }
        return try mountScratch(at: image, size: configuration.storageSandboxSize, over: layers)
    }

    private func scratchImage(_ path: String) -> ScratchImage {
        ScratchImage(path: path, tools: tools, skipsFlushes: configuration.ignoreFlushesDuringBoot)
    }

    /// A block device is used as it is: its size is not ours to change.
    private mutating func mountVolume(_ path: String, over layers: LayerChain) throws -> Scratch {
        let device = try Files.openReadOnly(path)
        let size = try Files.length(of: device, named: path)
        guard size >= configuration.storageSandboxSize else {
            throw Failure(
                .invalidArgument,
                "/StorageSandboxSize: the device \(path) has only \(size) bytes")
        }
        return try mountScratch(at: path, size: 0, over: layers)
    }

    private mutating func mountScratch(
        at path: String, size: UInt64, over layers: LayerChain
    ) throws -> Scratch {
        let image = scratchImage(path)
        if size != 0 { try image.grow(to: size) }
        let target = folder.scratchMount
        try Files.makeDirectory(target)
        try image.mount(at: target, name: "hcsctl \(launch.id)")
        undo.append { _ = try? Overlay.unmount(target) }
        let scratch = try Scratch.prepare(at: target, over: layers)
        // What an image held before is the container's; only new empty folders go again.
        undo.append { try? Scratch(path: target, made: scratch.made.subtracting(.folder)).remove() }
        return scratch
    }

    // MARK: Disks

    private mutating func attachDisks(_ targets: [String], _ record: inout ContainerRecord) throws {
        var records: [DiskRecord] = []
        for (index, disk) in configuration.mappedVirtualDisks.enumerated() {
            let pointer = "/MappedVirtualDisks/\(index)"
            guard let place = DiskRecord.Place(free: records) else {
                throw Failure(.invalidArgument, "\(pointer): there is room for 256 disks")
            }
            let attachment = try DiskAttachment(
                disk, at: place, target: targets[index], pointer, .init(folder: folder, tools: tools))
            disks.append(attachment)
            records.append(attachment.record)
            let device = attachment.device.device
            guard let tree = attachment.tree else {
                parts.devices.append(
                    OCI.Device(path: attachment.disk.containerPath, major: device.major, minor: device.minor))
                continue
            }
            let mountPoint = mountPoint(place)
            try Files.makeDirectory(mountPoint)
            try Mounts.attach(tree, at: mountPoint)
            undo.append { _ = try? Overlay.unmount(mountPoint) }
            parts.mounts.append(
                OCI.Mount(
                    destination: attachment.disk.containerPath, type: "bind", source: mountPoint,
                    options: ["bind", "rprivate", "nodev"] + (disk.readOnly ? ["ro"] : [])))
        }
        if !records.isEmpty { record.disks = records }
    }

    private func mountPoint(_ place: DiskRecord.Place) -> String {
        "\(folder.bundle)/disk-\(place.controller)-\(place.unit)"
    }
}

/// The host's side of mapped directories.
enum HostPaths {
    /// Those that are no folders; each must be there.
    static func files(among directories: [MappedDir]) throws(Failure) -> Set<String> {
        var files: Set<String> = []
        for (index, mapped) in directories.enumerated() {
            do {
                if try Files.status(mapped.hostPath).kind != .directory { files.insert(mapped.hostPath) }
            } catch {
                throw Failure(
                    .invalidArgument,
                    "/MappedDirectories/\(index)/HostPath: \(mapped.hostPath): \(error.reason)")
            }
        }
        return files
    }
}
