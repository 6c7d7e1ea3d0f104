/// Why an archive is not unpacked. What was unpacked of it until then is removed.
enum ArchiveRefusal: Error, Hashable, Sendable {
    case notAnArchive
    case damaged(String)
    /// The entry's name leads out of the layer: absolute, or through `..`.
    case path(String, String)
    case hardLink(String, target: String)
    case device(String)
    case type(String, UInt8)
    case attribute(String)
    case whiteout(String)
    case tooLarge(limit: Int64)
    case tooManyEntries(limit: Int)
}

extension ArchiveRefusal: CustomStringConvertible {
    var description: String {
        switch self {
        case .notAnArchive: "not a tar archive"
        case .damaged(let what): "damaged archive: \(what)"
        case .path(let path, let problem): "entry '\(path)' \(problem)"
        case .hardLink(let path, let target): "hard link '\(path)' leads out of the layer, to '\(target)'"
        case .device(let path): "entry '\(path)' is a device node"
        case .type(let path, let type):
            "entry '\(path)' is of an unknown type ('\(Character(UnicodeScalar(type)))')"
        case .attribute(let name): "an entry has the attribute '\(name)', which is the overlay's own"
        case .whiteout(let path): "entry '\(path)' is no valid whiteout"
        case .tooLarge(let limit): "it unpacks to more than \(limit) bytes"
        case .tooManyEntries(let limit): "it has more than \(limit) entries"
        }
    }

    /// What the caller can do.
    var hint: String? {
        switch self {
        case .device: "leave it out of the archive (tar --exclude=./dev/*): a container has a /dev of its own"
        case .tooLarge: "raise --max-size if you trust it"
        case .tooManyEntries: "raise --max-entries if you trust it"
        default: nil
        }
    }
}

/// What an import may unpack, all its layers together.
struct ArchiveLimits: Hashable, Sendable {
    var bytes: Int64
    var entries: Int
}
