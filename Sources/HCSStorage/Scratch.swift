internal import HCSSystem

/// The writable part of a container's file system: a folder with `upper` and `work` for overlay.
///
/// A folder that was there before (the document's `LayerFolderPath` or `VolumePath`) is used with what it holds, as HCS uses
/// the scratch disk it finds, and stays behind.
package struct Scratch: Hashable, Sendable {
    /// Which folders were made here and go away with `remove()`.
    package struct Made: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let folder = Made(rawValue: 1)
        package static let upper = Made(rawValue: 2)
        package static let work = Made(rawValue: 4)
        /// `ScratchImage.name` in the folder.
        package static let image = Made(rawValue: 8)
    }

    package let path: String
    package let made: Made

    package var upper: String { "\(path)/upper" }
    package var work: String { "\(path)/work" }

    /// A scratch prepared before, from the supervisor's record.
    package init(path: String, made: Made) {
        self.path = path
        self.made = made
    }

    /// What `prepare` would make: written down before it does, so that nothing is left should it be killed.
    ///
    /// - Parameter inImage: whether the scratch is an image in the folder.
    package static func missing(at path: String, inImage: Bool = false) -> Made {
        func isMissing(_ name: String) -> Bool { (try? Files.status(name, followLinks: false)) == nil }
        if inImage {
            let image: Made = isMissing("\(path)/\(ScratchImage.name)") ? .image : []
            return isMissing(path) ? [.folder, .image] : image
        }
        if isMissing(path) { return [.folder, .upper, .work] }
        var missing: Made = []
        if isMissing("\(path)/upper") { missing.insert(.upper) }
        if isMissing("\(path)/work") { missing.insert(.work) }
        return missing
    }

    /// Makes what is missing of the folder, `upper` and `work`, mode 0700, and gives a new `upper` the owner and mode of the
    /// top layer's root, which the container's root then has. The folder above must exist.
    ///
    /// - Throws: `StorageError.scratch` when the folder is a link, not a folder, or another user's. What was made is removed.
    package static func prepare(at path: String, over layers: LayerChain) throws(StorageError) -> Scratch {
        guard path.utf8.first == UInt8(ascii: "/") else { throw .scratch(path: path, .notAbsolute) }
        var made: Made = []
        do throws(StorageError) {
            if try make(path) { made.insert(.folder) }
            let folder = try open(path)
            if try make("upper", in: folder, of: path) {
                made.insert(.upper)
                do throws(SyscallError) {
                    let upper = try Files.openFolder("\(path)/upper")
                    try Files.copyOwnerAndMode(from: layers.top, to: upper)
                } catch {
                    throw .scratch(path: path, .system(error))
                }
            }
            if try make("work", in: folder, of: path) { made.insert(.work) }
            // What was there before may be a link that leads out of the scratch.
            for inner in ["upper", "work"] { _ = try open("\(path)/\(inner)", anyOwner: inner == "upper") }
            return Scratch(path: path, made: made)
        } catch {
            // The first error is the one to report.
            try? Scratch(path: path, made: made).remove()
            throw error
        }
    }

    /// Removes the folders that were made here, with their content. Only after the overlay is unmounted.
    package func remove() throws(StorageError) {
        do {
            if made.contains(.folder) { return try Files.removeTree(path) }
            if made.contains(.upper) { try Files.removeTree(upper) }
            if made.contains(.work) { try Files.removeTree(work) }
            if made.contains(.image) {
                for name in [ScratchImage.name, "\(ScratchImage.name).new"] {
                    try Files.remove("\(path)/\(name)")
                }
            }
        } catch {
            throw .scratch(path: path, .system(error))
        }
    }

    /// Makes the folder of a scratch image if it is missing; one that is there must be a folder of ours.
    ///
    /// - Returns: whether it was missing.
    package static func makeFolder(_ path: String) throws(StorageError) -> Bool {
        let made = try make(path)
        _ = try open(path)
        return made
    }

    /// Whether the folder was missing and is now there.
    private static func make(
        _ name: String, in folder: Descriptor? = nil, of path: String? = nil
    ) throws(StorageError) -> Bool {
        do {
            try Files.makeDirectory(name, mode: 0o700, at: folder)
            return true
        } catch  where error.kind == .exists {
            return false
        } catch {
            throw .scratch(path: path ?? name, .init(error))
        }
    }

    /// - Parameter anyOwner: the upper folder's owner is that of the container's root.
    private static func open(_ path: String, anyOwner: Bool = false) throws(StorageError) -> Descriptor {
        let status: FileStatus
        do {
            status = try Files.status(path, followLinks: false)
        } catch {
            throw .scratch(path: path, .init(error))
        }
        switch status.kind {
        case .directory: break
        case .link: throw .scratch(path: path, .symbolicLink)
        case .regular: throw .scratch(path: path, .regularFile)
        default: throw .scratch(path: path, .notAFolder)
        }
        guard anyOwner || status.userID == ProcessSetup.userID else {
            throw .scratch(path: path, .notOurs(userID: status.userID))
        }
        do {
            return try Files.openFolder(path)
        } catch {
            throw .scratch(path: path, .init(error))
        }
    }
}
