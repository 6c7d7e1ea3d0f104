internal import HCSSystem

/// From what this program was built; every part is nil unless `make release` built it.
public struct BuildInformation: Hashable, Sendable, Encodable {
    /// The commit, with `-modified` behind it when the sources were not as committed.
    public let commit: String?
    /// The commit's time, RFC 3339 in UTC; the build's own time is not kept, so that two builds are the same bytes.
    public let date: String?
    /// The compiler and its version.
    public let compiler: String?
    /// The machine and system it is for.
    public let target: String?

    /// Of the running program.
    public static var current: BuildInformation { BuildInformation(BuildNotes.text) }

    init(_ text: String) {
        var values: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: equals)...]
            if !value.isEmpty { values[line[..<equals]] = String(value) }
        }
        (commit, date) = (values["commit"], values["date"])
        (compiler, target) = (values["compiler"], values["target"])
    }

    /// Writes every key always.
    public func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: Key.self)
        try keys.encode(commit, forKey: .commit)
        try keys.encode(date, forKey: .date)
        try keys.encode(compiler, forKey: .compiler)
        try keys.encode(target, forKey: .target)
    }

    private enum Key: String, CodingKey {
        case commit = "Commit"
        case date = "Date"
        case compiler = "Compiler"
        case target = "Target"
    }
}
