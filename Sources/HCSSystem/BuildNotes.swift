internal import CHCSShims

/// What `make release` wrote into this program.
package enum BuildNotes {
    /// `KEY=VALUE` lines; empty in any other build.
    package static var text: String {
        var bytes = [CChar](repeating: 0, count: Int(HCS_BUILD_SIZE) + 1)
        let length = bytes.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { hcs_build_information($0, Int32(buffer.count)) } ?? 0
        }
        return String(decoding: bytes.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
