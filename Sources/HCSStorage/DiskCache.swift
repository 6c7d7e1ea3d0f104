package import HCSSystem

/// What a disk's `Cache` field means: how its image is read and written, and who else may have it.
package enum DiskCache: String, Hashable, Sendable {
    /// Through the host's page cache. One writer, or any number of readers.
    case enabled = "Enabled"
    /// Past the host's page cache, and no write is answered before it is on the host's disk. One writer, or readers.
    case disabled = "Disabled"
    /// Through the page cache; nobody else has the image, not even to read it.
    case `private` = "Private"
    /// Through the page cache; one writer, and beside it readers that agree to it by this same word.
    case privateAllowSharing = "PrivateAllowSharing"

    /// - Returns: nil for a word that is none of HCS's.
    package init?(document: String) {
        if document.isEmpty { self = .enabled } else { self.init(rawValue: document) }
    }

    package var isDirect: Bool { self == .disabled }

    /// Takes the locks that go with it, for as long as the file's last descriptor lives.
    ///
    /// Three bytes at a place beyond any image, and `flock`: byte 0 is its one writer; byte 1 sets writers against readers that
    /// did not agree to one; byte 2 sets readers against writers that did not agree to any.
    ///
    /// - Throws: `StorageError.diskInUse`.
    package func lock(_ file: Descriptor, path: String, readOnly: Bool) throws(StorageError) {
        let agrees = self == .privateAllowSharing
        do {
            var isFree = try OpenFileLock.take(file, exclusive: self == .private)
            if readOnly {
                if isFree, !agrees {
                    isFree = try OpenFileLock.take(file, byte: Self.place + 1, exclusive: false)
                }
                if isFree { isFree = try OpenFileLock.take(file, byte: Self.place + 2, exclusive: false) }
            } else {
                for byte in agrees ? [0, 1] : [0, 1, 2] as [Int64] where isFree {
                    isFree = try OpenFileLock.take(file, byte: Self.place + byte, exclusive: true)
                }
            }
            guard isFree else { throw StorageError.diskInUse(path, readOnly: readOnly) }
        } catch let error as StorageError {
            throw error
        } catch let error as SyscallError {
            throw .disk(path, "cannot be locked: \(error)")
        } catch {
            throw .disk(path, "\(error)")
        }
    }

    private static let place: Int64 = 1 << 62
}
