/// Reads a tar archive as it passes by and refuses what may not become a layer, before anyone unpacks it.
///
/// Pure: bytes in, a refusal or nothing out. It keeps no content, only the names of whiteouts.
struct TarScanner {
    /// A mark of the image format's, which becomes overlay's own after unpacking.
    enum Whiteout: Hashable, Sendable {
        /// Hides `name` of the layers below.
        case file(folder: [String], name: String)
        /// Hides everything the layers below have in the folder.
        case opaque(folder: [String])
        /// Something aufs kept for itself: goes away.
        case foreign(folder: [String], name: String)
    }

    private enum State {
        case header
        /// Bytes up to the next header.
        case content(Int64)
        /// Bytes of an entry that describes the next one, and of what fills its last block.
        case record(type: UInt8, left: Int64, fill: Int64)
        case sparseMap(contentSize: Int64)
        case ended
    }

    private let limits: ArchiveLimits
    private var state = State.header
    private var block: [UInt8] = []
    private var record: [UInt8] = []
    private var overrides = TarOverrides()
    private(set) var entries = 0
    private(set) var bytes: Int64 = 0
    private(set) var whiteouts: [Whiteout] = []
    /// The name of the first entry, by which an image's archive is told from a layer's.
    private(set) var firstName: String?
    /// Told of every entry's name.
    var observe: ((String) -> Void)?

    private static let longestRecord: Int64 = 1 << 20
    private static let longestPath = 4095
    private static let deepest = 128

    init(_ limits: ArchiveLimits) {
        self.limits = limits
    }

    var hasEnded: Bool { if case .ended = state { true } else { false } }

    /// Takes the next bytes of the archive.
    ///
    /// - Returns: how many of them are part of it; behind its end there may be anything.
    mutating func scan(_ chunk: ArraySlice<UInt8>) throws(ArchiveRefusal) -> Int {
        var rest = chunk
        while !rest.isEmpty {
            switch state {
            case .ended: return chunk.count - rest.count
            case .content(let left):
                let count = min(Int64(rest.count), left)
                rest = rest.dropFirst(Int(count))
                state = left == count ? .header : .content(left - count)
            case .record(let type, let left, let fill): try takeRecord(&rest, type, left, fill)
            case .header, .sparseMap:
                let count = min(rest.count, TarHeader.size - block.count)
                block += rest.prefix(count)
                rest = rest.dropFirst(count)
                if block.count == TarHeader.size { try takeBlock() }
            }
        }
        return chunk.count
    }

    /// The archive's bytes have ended.
    func finish() throws(ArchiveRefusal) {
        switch state {
        case .ended: break
        case .header where block.isEmpty && entries > 0 && overrides == TarOverrides(): break
        case .header where entries == 0: throw .notAnArchive
        default: throw .damaged("it ends in the middle of an entry")
        }
    }

    private mutating func takeRecord(
        _ rest: inout ArraySlice<UInt8>, _ type: UInt8, _ left: Int64, _ fill: Int64
    ) throws(ArchiveRefusal) {
        let count = min(Int64(rest.count), left)
        record += rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        guard left == count else {
            state = .record(type: type, left: left - count, fill: fill)
            return
        }
        state = fill == 0 ? .header : .content(fill)
        defer { record = [] }
        switch type {
        case UInt8(ascii: "L"): overrides.name = TarHeader.text(record[...])
        case UInt8(ascii: "K"): overrides.linkName = TarHeader.text(record[...])
        default: try overrides.read(pax: record, isGlobal: type == UInt8(ascii: "g"))
        }
    }

    private mutating func takeBlock() throws(ArchiveRefusal) {
        defer { block = [] }
        if case .sparseMap(let size) = state {
            // The byte behind the 21 parts of a map block says whether one more follows.
            state = block[504] != 0 ? state : content(size)
            return
        }
        guard block.contains(where: { $0 != 0 }) else {
            state = .ended
            return
        }
        let header = try TarHeader(block, entry: entries)
        switch header.type {
        case UInt8(ascii: "L"), UInt8(ascii: "K"), UInt8(ascii: "x"), UInt8(ascii: "g"):
            guard header.contentSize > 0, header.contentSize <= Self.longestRecord else {
                throw .damaged("a name or record of \(header.contentSize) bytes")
            }
            let fill = (512 - header.contentSize % 512) % 512
            state = .record(type: header.type, left: header.contentSize, fill: fill)
        default: try takeEntry(header)
        }
    }

    private mutating func takeEntry(_ header: TarHeader) throws(ArchiveRefusal) {
        let path = overrides.name ?? header.name
        let size = overrides.contentSize ?? header.contentSize
        let unpacked = max(size, overrides.unpackedSize ?? 0, header.sparseSize ?? 0)
        let link = overrides.linkName ?? header.linkName
        overrides = TarOverrides()
        entries += 1
        if entries == 1 { firstName = path }
        let (sum, overflow) = bytes.addingReportingOverflow(unpacked)
        guard entries <= limits.entries else { throw .tooManyEntries(limit: limits.entries) }
        guard !overflow, sum <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        bytes = sum
        let parts = try Self.parts(path) { .path(path, $0) }
        observe?(path)
        try check(header.type, path, link, size)
        try takeWhiteout(path, parts, header.type)
        state = header.sparseContinues ? .sparseMap(contentSize: size) : content(size)
    }

    /// The content of an entry and what fills its last block.
    private func content(_ size: Int64) -> State {
        size == 0 ? .header : .content((size + 511) / 512 * 512)
    }

    /// The names on a path, without `.`; refused is what leads out of the folder it is taken from.
    private static func parts(
        _ path: String, _ refusal: (String) -> ArchiveRefusal
    ) throws(ArchiveRefusal) -> [String] {
        if path.isEmpty { throw refusal("has no name") }
        if path.utf8.first == UInt8(ascii: "/") { throw refusal("has an absolute path") }
        if path.utf8.count > longestPath { throw refusal("has a path of \(path.utf8.count) bytes") }
        let parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
        if parts.contains("..") { throw refusal("leads out of the layer through '..'") }
        if parts.count > deepest { throw refusal("is more than \(deepest) folders deep") }
        return parts
    }

    private func check(_ type: UInt8, _ path: String, _ link: String, _ size: Int64) throws(ArchiveRefusal) {
        switch type {
        case 0, UInt8(ascii: "0"), UInt8(ascii: "7"), UInt8(ascii: "S"): return
        case UInt8(ascii: "1"):
            _ = try Self.parts(link) { _ in .hardLink(path, target: link) }
        case UInt8(ascii: "2"), UInt8(ascii: "5"), UInt8(ascii: "6"): break
        case UInt8(ascii: "3"), UInt8(ascii: "4"): throw .device(path)
        default: throw .type(path, type)
        }
        // Programs do not agree on whether such content is there.
        if size != 0 { throw .damaged("entry '\(path)' has content although it is no file") }
    }

    private mutating func takeWhiteout(_ path: String, _ parts: [String], _ type: UInt8)
        throws(ArchiveRefusal)
    {
        guard let last = parts.last, parts.contains(where: { $0.hasPrefix(".wh.") }) else { return }
        let folder = Array(parts.dropLast())
        let isFile = [0, UInt8(ascii: "0"), UInt8(ascii: "1"), UInt8(ascii: "7")].contains(type)
        guard last.hasPrefix(".wh."), isFile, !folder.contains(where: { $0.hasPrefix(".wh.") }) else {
            throw .whiteout(path)
        }
        if last == ".wh..wh..opq" {
            whiteouts.append(.opaque(folder: folder))
        } else if last.hasPrefix(".wh..wh.") {
            whiteouts.append(.foreign(folder: folder, name: last))
        } else {
            let name = String(last.dropFirst(4))
            guard !["", ".", ".."].contains(name) else { throw .whiteout(path) }
            whiteouts.append(.file(folder: folder, name: name))
        }
    }
}
