internal import ArgumentParser
internal import HCSSchema

extension MappedPipe {
    /// `HOST=NAME`, the host's path absolute; the last equals sign counts.
    init(flag text: String) throws {
        guard text.utf8.first == UInt8(ascii: "/"), let equals = text.lastIndex(of: "="),
            text.index(after: equals) < text.endIndex
        else {
            throw ValidationError("not HOST=NAME with an absolute path")
        }
        self.init(
            hostPath: String(text[..<equals]), containerPipeName: String(text[text.index(after: equals)...]))
    }
}
