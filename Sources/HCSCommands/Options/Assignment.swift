internal import ArgumentParser
internal import HCSContainer

/// `PATH=VALUE` as `--set` and `--set-json` take it; the first equals sign ends the path.
struct Assignment: ExpressibleByArgument, Hashable {
    let path: String
    let value: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else { return nil }
        path = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}

extension DocumentChange {
    /// The changes of a command line, in the order in which they are made.
    static func all(
        patches: [String], json: [Assignment], text: [Assignment], operation: String
    ) throws -> [DocumentChange] {
        try patches.map { .patch(try CommandFailure.reading($0, for: operation), source: $0) }
            + json.map { .json($0.value, path: $0.path) } + text.map { .text($0.value, path: $0.path) }
    }
}

/// The inputs of a command that may be standard input: only one of them can.
struct InputFiles {
    private var names: [String] = []

    mutating func add(_ path: String?, _ option: String) {
        if path == "-" { names.append(option) }
    }

    mutating func add(_ paths: [String], _ option: String) {
        for path in paths { add(path, option) }
    }

    func check() throws {
        guard names.count > 1 else { return }
        throw ValidationError("only one of \(names.joined(separator: ", ")) can be standard input")
    }
}
