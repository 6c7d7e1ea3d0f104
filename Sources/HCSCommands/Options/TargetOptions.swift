internal import ArgumentParser

/// The containers a command is about.
struct TargetOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Ids, or unique prefixes of three characters or more.", valueName: "container"))
    var containers: [String] = []

    @Flag(help: "Take ids as they are: no prefixes.")
    var exact = false
}

/// The containers a command changes.
struct ChangeOptions: ParsableArguments {
    @Flag(help: "Every container in a fitting state, of --owner alone if that is given.")
    var all = false

    @Flag(help: "Count what is already done, or missing, as success.")
    var ignore = false

    /// Exactly one of names and `--all`.
    func check(_ targets: TargetOptions) throws {
        guard targets.containers.isEmpty == all else {
            throw all
                ? ValidationError("--all takes no containers")
                : ValidationError("no container given", hint: "name one, or --all")
        }
    }
}
