internal import ArgumentParser
internal import HCSSchema

extension Layer {
    /// `ID=PATH`, or a path, whose last part is then the id.
    init(flag text: String) throws {
        if let equals = text.firstIndex(of: "="), equals != text.startIndex, !text[..<equals].contains("/") {
            self.init(id: String(text[..<equals]), path: String(text[text.index(after: equals)...]))
        } else {
            self.init(id: text.split(separator: "/").last.map(String.init) ?? "", path: text)
        }
        guard !path.isEmpty, !id.isEmpty else { throw ValidationError("not ID=PATH or PATH") }
    }
}
