internal import ArgumentParser
internal import HCSSchema

extension MappedDir {
    /// `SRC:DST`, `SRC:DST:ro`, `SRC:DST:rw`; both paths absolute, so that a colon inside one stays part of it.
    init(flag text: String) throws {
        let isReadOnly = text.hasSuffix(":ro")
        let paths = isReadOnly || text.hasSuffix(":rw") ? String(text.dropLast(3)) : text
        let bytes = Array(paths.utf8)
        let colon = bytes.indices.dropLast().first {
            bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: "/")
        }
        guard bytes.first == UInt8(ascii: "/"), let colon else {
            throw ValidationError("not SRC:DST or SRC:DST:ro with absolute paths")
        }
        self.init(
            hostPath: String(decoding: bytes[..<colon], as: UTF8.self),
            containerPath: String(decoding: bytes[(colon + 1)...], as: UTF8.self), readOnly: isReadOnly)
    }
}
