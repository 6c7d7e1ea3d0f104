internal import ArgumentParser
internal import HCSContainer

/// The flags of `exec` that change any field of the process's document.
struct ProcessChanges: ParsableArguments {
    @Option(
        name: .customLong("patch"),
        help: ArgumentHelp(
            "A document merged over it: objects deeply, all else replaced. Repeatable.", valueName: "file"))
    var patches: [String] = []

    @Option(
        name: .customLong("set-json"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Any field, as JSON: CommandArgs=[\"ls\"]. Repeatable.", valueName: "path=json"))
    var setJSON: [Assignment] = []

    @Option(
        name: .customLong("set"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Any text, number or truth: Environment.LANG=C. Repeatable.", valueName: "path=value"))
    var set: [Assignment] = []
}

/// The same in `run`, where the shorter names mean the container.
struct ProcessChangesOfRun: ParsableArguments {
    @Option(
        name: .customLong("process-patch"),
        help: ArgumentHelp("A document merged over the process's. Repeatable.", valueName: "file"))
    var patches: [String] = []

    @Option(
        name: .customLong("process-set-json"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Any field of the process's document, as JSON. Repeatable.", valueName: "path=json"))
    var setJSON: [Assignment] = []

    @Option(
        name: .customLong("process-set"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Any text, number or truth of the process's document. Repeatable.", valueName: "path=value"))
    var set: [Assignment] = []
}

extension ProcessChanges {
    func all(_ operation: String) throws -> [DocumentChange] {
        try DocumentChange.all(patches: patches, json: setJSON, text: set, operation: operation)
    }
}

extension ProcessChangesOfRun {
    func all(_ operation: String) throws -> [DocumentChange] {
        try DocumentChange.all(patches: patches, json: setJSON, text: set, operation: operation)
    }
}
