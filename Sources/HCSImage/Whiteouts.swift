internal import HCSSystem

/// Turns the image format's whiteouts, empty files called `.wh.NAME`, into overlay's own form.
enum Whiteouts {
    /// Names are taken one folder at a time, through no link.
    static func convert(_ whiteouts: [TarScanner.Whiteout], in layer: String) throws(SyscallError) {
        let root = try Files.openFolder(layer)
        for whiteout in whiteouts {
            switch whiteout {
            case .opaque(let folder):
                let folder = try open(folder, below: root)
                try Files.remove(".wh..wh..opq", at: folder)
                try makeOpaque(folder)
            case .foreign(let folder, let name): try Files.remove(name, at: open(folder, below: root))
            case .file(let folder, let name): try hide(name, in: open(folder, below: root))
            }
        }
    }

    /// A whiteout is about the layers below: what this layer itself has under the name stays, and hides theirs.
    private static func hide(_ name: String, in folder: Descriptor) throws(SyscallError) {
        try Files.remove(".wh.\(name)", at: folder)
        do throws(SyscallError) {
            guard try Files.status(name, at: folder, followLinks: false).kind == .directory else { return }
            try makeOpaque(Files.openFolder(name, in: folder))
        } catch {
            guard error.kind == .missing else { throw error }
            try Files.makeWhiteout(name, in: folder)
        }
    }

    private static func makeOpaque(_ folder: Descriptor) throws(SyscallError) {
        try Files.setAttribute("trusted.overlay.opaque", to: "y", on: folder)
    }

    private static func open(_ names: [String], below root: Descriptor) throws(SyscallError) -> Descriptor {
        var folder = root
        for name in names { folder = try Files.openFolder(name, in: folder) }
        return folder
    }
}
