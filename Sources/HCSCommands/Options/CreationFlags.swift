internal import ArgumentParser

/// How `create` deals with an id that is taken, and where it writes down what it made.
struct CreationFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("A file for the id: a new or empty one, or one that has it.", valueName: "file"))
    var cidfile: String?

    @Option(
        help: ArgumentHelp(
            "A file for the host's number of the guest agent: a new or empty one.", valueName: "file"))
    var pidfile: String?

    @Flag(help: "A container of this id with the same document is success.")
    var existOk = false

    @Flag(help: "Terminate and delete a container of this id first.")
    var replace = false
}

extension CreationFlags {
    func check() throws {
        if existOk, replace { throw ValidationError("--exist-ok excludes --replace") }
    }
}
