/// The arguments in the one order the parser understands.
///
/// Global options may stand before the command's name: they are moved behind it. In `exec` and `run` what follows the
/// container is a command of its own, with or without `--`: it is put behind one.
struct ArgumentOrder: Hashable {
    /// The command's name, if there is one.
    let verb: String?
    /// What the parser is given.
    let arguments: [String]

    init(_ given: [String]) {
        var index = 0
        while index < given.count, Self.isOption(given[index]) {
            index += Self.takesNext(given[index], Self.globalValues, shorts: []) ? 2 : 1
        }
        guard index < given.count, given[index] != "--" else {
            verb = nil
            arguments = given
            return
        }
        let name = given[index]
        let leading = given[..<index]
        let rest = given[(index + 1)...]
        verb = name
        guard Self.ownsCommand.contains(name) else {
            arguments =
                Self.groups.contains(name) ? Self.grouped(name, leading, rest) : [name] + leading + rest
            return
        }
        arguments = [name] + leading + Self.separated(rest)
    }

    /// The verbs in which a process of the container owns the exit status.
    static let ownsCommand = ["exec", "run"]

    /// The commands that are groups of others.
    static let groups = ["layers"]

    /// Options that stand before the name of the group's command are moved behind it.
    private static func grouped(
        _ name: String, _ leading: ArraySlice<String>, _ rest: ArraySlice<String>
    ) -> [String] {
        var index = rest.startIndex
        while index < rest.endIndex, isOption(rest[index]) {
            index += takesNext(rest[index], globalValues, shorts: []) ? 2 : 1
        }
        guard index < rest.endIndex, rest[index] != "--" else { return [name] + leading + rest }
        return [name, rest[index]] + leading + rest[..<index] + rest[(index + 1)...]
    }

    /// Options with a value, of every command. A test compares them with the parser's.
    static let globalValues = [
        "--root", "--owner", "--runtime", "--format", "--timeout", "--error-format", "--color",
    ]

    /// Options with a value, of `exec` and `run`.
    static let commandValues =
        globalValues + [
            "--env", "--env-file", "--workdir", "--user", "--command-line", "--process",
            "--application", "--oci-spec", "--process-patch", "--process-set-json", "--process-set",
            "--file", "--patch", "--set-json", "--set",
            "--name", "--layer", "--layer-folder", "--volume-path", "--sandbox-size", "--hostname",
            "--cpus", "--cpu-weight", "--cpu-max", "--memory", "--iops-max", "--bandwidth-max",
            "--mount", "--pipe", "--disk", "--device", "--endpoint", "--network-from", "--dns-search",
            "--hv-image", "--hv-kernel", "--hv-initrd", "--hv-boot", "--hv-boot-source",
            "--type", "--system-type", "--credentials-file", "--cidfile",
            "--kill-after", "--size", "--pidfile", "--on-client-exit", "--drain", "--detach-keys", "--result",
        ]

    /// Options that may stand without their value, and what they mean then; a value comes after `=` only.
    static let optionalValues = ["--tty": "always", "--sig-proxy": "true"]

    /// Their short names.
    static let commandShorts: [Character] = ["e", "w", "u", "f"]

    /// Options and the container first, then `--`, then the command as it is. Exactly one `--` is the line's own.
    private static func separated(_ rest: ArraySlice<String>) -> [String] {
        var front: [String] = []
        var index = rest.startIndex
        var hasContainer = false
        while index < rest.endIndex {
            let word = rest[index]
            if word == "--" {
                index += 1
                if hasContainer { break }
            } else if isOption(word) {
                let end = min(
                    index + (takesNext(word, commandValues, shorts: commandShorts) ? 2 : 1), rest.endIndex)
                front += split(word) + rest[(index + 1)..<end]
                index = end
            } else if hasContainer {
                break
            } else {
                front.append(word)
                hasContainer = true
                index += 1
            }
        }
        return front + ["--"] + rest[index...]
    }

    /// `-ieA=1` as `-ie`, `A=1`: the parser would look for an option `-ieA`.
    private static func split(_ word: String) -> [String] {
        if let value = optionalValues[word] { return ["\(word)=\(value)"] }
        guard !word.hasPrefix("--"), let position = word.firstIndex(where: commandShorts.contains) else {
            return [word]
        }
        let value = word[word.index(after: position)...]
        return value.isEmpty ? [word] : [String(word[...position]), String(value)]
    }

    private static func isOption(_ word: String) -> Bool {
        word.utf8.first == UInt8(ascii: "-") && word.utf8.count > 1 && word != "--"
    }

    /// Whether the value of an option is the next word: not for `--name=value`, `-evalue` and flags.
    private static func takesNext(_ word: String, _ names: [String], shorts: [Character]) -> Bool {
        if word.hasPrefix("--") { return names.contains(word) }
        // In a cluster such as -ite the first that takes a value takes what is left of it.
        guard let position = word.firstIndex(where: shorts.contains) else { return false }
        return word.index(after: position) == word.endIndex
    }
}
