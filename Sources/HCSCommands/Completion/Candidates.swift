internal import HCSContainer
internal import HCSSchema

/// What a word can become, and what the shell may do besides.
struct Candidates: Hashable {
    struct Candidate: Hashable {
        let value: String
        let description: String
    }

    /// What the shell is to do besides showing the values.
    enum Directive: Hashable {
        /// More of the word follows: no space after it.
        case noSpace
        /// The host's files, of some ending or all.
        case files(String)
        /// The host's folders.
        case folders
    }

    var values: [Candidate] = []
    var directives: [Directive] = []

    static let files = Candidates(directives: [.files("")])

    init(_ values: [Candidate] = [], directives: [Directive] = []) {
        self.values = values
        self.directives = directives
    }

    init(_ values: [(String, String)]) {
        self.values = values.map { Candidate(value: $0, description: $1) }
    }
}

/// The live things a word can name.
protocol CompletionSource {
    /// The containers, by id.
    func containers() -> [ContainerProperties]
    /// The processes of one.
    func processes(in container: String) -> [(pid: UInt32, name: String)]
}

extension CompletionLine {
    /// What the word at the cursor can become.
    func candidates(from source: some CompletionSource) -> Candidates {
        var found: Candidates
        var prefix = ""
        switch target {
        case .command:
            found = Candidates(shape.subcommands.map { ($0.name, $0.abstract) })
        case .option:
            found = Candidates(optionNames)
        case .value(let option, let before):
            prefix = before
            found = candidates(for: option, source)
        case .operand(let number):
            found = candidates(forOperand: number, source)
        case .ownCommand:
            return .files
        }
        found.values = found.values.filter { $0.value.hasPrefix(current) }
            .map { .init(value: prefix + $0.value, description: $0.description) }
        return found
    }

    /// Long names; the short ones too where only a dash was typed. What was given is left out unless it may repeat.
    private var optionNames: [(String, String)] {
        shape.options.filter { option in
            option.isRepeating || !given.contains(where: option.isNamed)
        }.flatMap { option in
            option.names.filter { current == "-" || $0.hasPrefix("--") }.map { ($0, option.abstract) }
        }
    }

    private func candidates(for option: OptionShape, _ source: some CompletionSource) -> Candidates {
        if !option.values.isEmpty { return Candidates(option.values.map { ($0, "") }) }
        switch option.names.first {
        case "--owner", "--owner-filter":
            let owners = Set(source.containers().map(\.owner)).subtracting([""])
            return Candidates(owners.sorted().map { ($0, "") })
        case "--file", "--process", "--patch": return Candidates(directives: [.files("json")])
        case "--runtime": return Candidates([("crun", ""), ("runc", "")])
        default: break
        }
        return switch option.valueName {
        case "dir": Candidates(directives: [.folders])
        case "signal":
            Candidates(
                SignalNumber.names.map {
                    (
                        (current.hasPrefix("S") && !$0.name.hasPrefix(current) ? "SIG" : "") + $0.name,
                        "signal \($0.number)"
                    )
                })
        case "container": containers(source, fitting: nil)
        case _ where option.valueName.contains("file"), _ where option.valueName.hasPrefix("src:"): .files
        default: Candidates()
        }
    }

    private func candidates(forOperand number: Int, _ source: some CompletionSource) -> Candidates {
        if shape.path == "help" {
            return Candidates(CommandShape.root.subcommands.map { ($0.name, $0.abstract) })
        }
        guard number < shape.operands.count || shape.lastOperandRepeats, let last = shape.operands.last else {
            return Candidates()
        }
        let name = number < shape.operands.count ? shape.operands[number] : last
        switch name {
        case "container": return containers(source, fitting: fittingStates)
        case "container/pid": return processes(source, alone: false)
        case "container[/pid]": return processes(source, alone: true)
        case "shell": return Candidates(ShellScript.allCases.map { ($0.rawValue, "") })
        case _ where name.contains("file") || name.contains("archive"): return .files
        default: return Candidates()
        }
    }

    /// The states of a container in which the command can do something; nil for any.
    private var fittingStates: Set<String>? {
        switch shape.path {
        case "start": ["Created"]
        case "exec", "pause", "shutdown", "attach": ["Running"]
        case "kill": ["Running"]
        case "resume": ["Paused"]
        case "terminate": ["Created", "Running", "Paused"]
        case "stats", "ps", "resize", "close-stdin", "modify": ["Running", "Paused"]
        case "wait": ["Created", "Running", "Paused"]
        case "delete": given.contains("--force") || given.contains("-f") ? nil : ["Created", "Stopped"]
        default: nil
        }
    }

    private func containers(_ source: some CompletionSource, fitting states: Set<String>?) -> Candidates {
        let owner = values["--owner"]
        let fitting = source.containers().filter { container in
            (states?.contains(container.state) ?? true) && (owner == nil || container.owner == owner)
                && !operands.contains(container.id)
        }
        return Candidates(fitting.map { ($0.id, Self.description(of: $0)) })
    }

    /// `id/` while no slash is typed, then the processes of that container.
    private func processes(_ source: some CompletionSource, alone: Bool) -> Candidates {
        let whole = given.contains("--all-processes")
        guard !whole, let slash = current.firstIndex(of: "/") else {
            var found = containers(source, fitting: fittingStates)
            if !whole {
                found.values = found.values.flatMap { candidate in
                    let more = Candidates.Candidate(
                        value: candidate.value + "/", description: candidate.description)
                    return alone ? [candidate, more] : [more]
                }
                found.directives = [.noSpace]
            }
            return found
        }
        let id = String(current[..<slash])
        return Candidates(
            source.processes(in: id).map { ("\(id)/\($0.pid)", $0.name) }.filter { !operands.contains($0.0) })
    }

    private static func description(of container: ContainerProperties) -> String {
        container.name.isEmpty ? container.state : "\(container.state), \(container.name)"
    }
}
