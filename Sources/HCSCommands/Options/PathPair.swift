internal import ArgumentParser

/// What `--mount` and `--disk` take: `SRC[:DST][:OPTION,...]`, both paths absolute, so that a colon inside SRC stays part of it.
///
/// What stands behind the last colon, without a slash, is options: a path whose last part holds a colon is for the document.
struct PathPair {
    let source: String
    /// Nil where there is none.
    let destination: String?
    let options: [Option]

    /// One option: a word, or `name=value`.
    struct Option: Hashable {
        let name: String
        let value: String?

        init(_ text: Substring) {
            let equals = text.firstIndex(of: "=")
            name = String(text[..<(equals ?? text.endIndex)])
            value = equals.map { String(text[text.index(after: $0)...]) }
        }
    }

    /// Nil when it does not begin with an absolute path.
    init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var paths = Substring(text)
        var options: [Option] = []
        if let colon = paths.lastIndex(of: ":"), !paths[colon...].contains("/") {
            options = paths[paths.index(after: colon)...].split(separator: ",").map(Option.init)
            paths = paths[..<colon]
            // `SRC::options`: no destination.
            if paths.last == ":" { paths.removeLast() }
        }
        let bytes = Array(paths.utf8)
        let colon = bytes.indices.dropLast().first {
            bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: "/")
        }
        source = String(decoding: bytes[..<(colon ?? bytes.endIndex)], as: UTF8.self)
        destination = colon.map { String(decoding: bytes[($0 + 1)...], as: UTF8.self) }
        self.options = options
    }
}

extension PathPair.Option {
    /// A word without a value.
    func flag() throws -> Bool {
        guard value == nil else { throw ValidationError("the option \(name) takes no value") }
        return true
    }

    func required(_ what: String) throws -> String {
        guard let value, !value.isEmpty else { throw ValidationError("the option \(name) needs \(what)") }
        return value
    }

    func unknown(among names: [String]) -> ValidationError {
        let known = names.joined(separator: ", ")
        guard let nearest = Suggestion.closest(to: name, among: names) else {
            return ValidationError("no option '\(name)'", hint: "options: \(known)")
        }
        return ValidationError("no option '\(name)'; did you mean \(nearest)?", hint: "options: \(known)")
    }
}
