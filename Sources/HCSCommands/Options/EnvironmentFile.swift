internal import HCSContainer

/// Environment entries as they are typed: `KEY=VALUE`, or `KEY` for the caller's own value.
///
/// No failure ever shows a value.
enum EnvironmentFile {
    struct Entry: Hashable {
        let name: String
        /// Nil takes the caller's.
        let value: String?
    }

    /// The entries of `-e` flags.
    static func assignments(_ texts: [String], _ operation: String) throws(ContainerError) -> [Entry] {
        try texts.map { text throws(ContainerError) in
            guard let entry = entry(text) else {
                throw ContainerError(
                    .invalidArgument, operation: operation,
                    reason: "an environment entry does not begin with a name")
            }
            return entry
        }
    }

    /// The lines of a file: empty ones and those that begin with `#` are left out, nothing is quoted.
    static func entries(
        _ bytes: [UInt8], _ path: String, _ operation: String
    ) throws(ContainerError) -> [Entry] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ContainerError(.invalidDocument, operation: operation, reason: "\(path): not UTF-8")
        }
        var entries: [Entry] = []
        var number = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }), first != UInt8(ascii: "#")
            else {
                continue
            }
            guard let entry = String(line).flatMap(entry) else {
                throw ContainerError(
                    .invalidDocument, operation: operation,
                    reason: "\(path):\(number):1: not KEY=VALUE or KEY")
            }
            entries.append(entry)
        }
        return entries
    }

    private static func entry(_ text: String) -> Entry? {
        guard !text.utf8.contains(0) else { return nil }
        let equals = text.firstIndex(of: "=")
        let name = equals.map { text[..<$0] } ?? text[...]
        guard let first = name.first, first != " ", first != "\t" else { return nil }
        return Entry(name: String(name), value: equals.map { String(text[text.index(after: $0)...]) })
    }
}
