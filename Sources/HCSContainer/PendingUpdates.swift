internal import Glibc
internal import HCSSystem

/// What an image's own tools leave behind while updates wait.
///
/// The container can have put anything there: no link leads out of its root, nothing blocks, nothing is read without an end.
struct PendingUpdates {
    let root: Descriptor

    private static let marks = [
        // systemd.offline-updates(7)
        "/system-update", "/etc/system-update",
        // update-notifier and needrestart
        "/run/reboot-required", "/var/run/reboot-required",
    ]
    private static let unfinished = ["half-installed", "half-configured", "unpacked", "triggers-pending"]

    var exist: Bool {
        Self.marks.contains(where: isThere) || hasUnfinishedJournal || hasUnfinishedPackages
    }

    /// The systemd link may lead to nothing that is there now; it counts as a name.
    private func isThere(_ path: String) -> Bool {
        (try? Files.open(path, inRoot: root, Files.nameOnly | O_NOFOLLOW)) != nil
    }

    /// dpkg keeps what it is doing in files with numbers for names until it has done it.
    private var hasUnfinishedJournal: Bool {
        guard let folder = try? Files.open("/var/lib/dpkg/updates", inRoot: root, O_RDONLY | O_DIRECTORY),
            let names = try? Files.names(in: "/proc/self/fd/\(folder.number)")
        else { return false }
        return names.contains { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// `Status: install ok half-configured`: the third word is the package's state.
    private var hasUnfinishedPackages: Bool {
        guard
            let file = try? Files.open(
                "/var/lib/dpkg/status", inRoot: root, O_RDONLY | O_NONBLOCK | O_NOFOLLOW),
            (try? Files.status(of: file))?.kind == .regular,
            let bytes = try? Files.read(from: file, named: "/var/lib/dpkg/status", maximum: 64 << 20)
        else { return false }
        let prefix = Array("Status: ".utf8)
        return bytes.split(separator: UInt8(ascii: "\n")).contains { line in
            guard line.starts(with: prefix) else { return false }
            let state = line.split(separator: UInt8(ascii: " ")).last ?? []
            return Self.unfinished.contains { state.elementsEqual($0.utf8) }
        }
    }
}
