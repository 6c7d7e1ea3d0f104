internal import CHCSShims
internal import Glibc

/// Tells which files of one folder change (inotify).
package final class FolderWatch {
    package enum Change: Hashable, Sendable {
        /// Written to, made, or given this name.
        case written(String)
        /// Removed, or given another name.
        case gone(String)
        /// There were more than the kernel keeps: any file may have changed.
        case missed
    }

    /// Readable when there is a change.
    package let descriptor: Descriptor
    private var buffer = hcs_watch_buffer()

    package init(_ path: String) throws(SyscallError) {
        descriptor = Descriptor(
            owning: try valueOrErrno("inotify_add_watch", path) { hcs_watch_folder(path) })
    }

    /// The changes so far; none when there is none. Never waits.
    package func changes() throws(SyscallError) -> [Change] {
        var changes: [Change] = []
        var name = [CChar](repeating: 0, count: 256)
        while true {
            let kind = try valueOrErrno("read", "inotify") {
                hcs_watch_next(descriptor.number, &buffer, &name)
            }
            let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            switch kind {
            case 0: return changes
            case 1: changes.append(.written(text))
            case 2: changes.append(.gone(text))
            default: changes.append(.missed)
            }
        }
    }
}
