extension ProcessConfig {
    /// Checks what a document must be to start a process in a Linux container.
    public func validate() -> [DocumentFinding] {
        commandFindings() + environmentFindings() + consoleFindings() + texts.compactMap(\.nulFinding)
    }

    private func commandFindings() -> [DocumentFinding] {
        var findings: [DocumentFinding] = []
        do {
            if try command().isEmpty {
                findings.append(.init("/CommandArgs", "is empty, and so is CommandLine: there is no command"))
            }
        } catch {
            findings.append(.init("/CommandLine", "\(error)"))
        }
        if !commandArgs.isEmpty, !commandLine.isEmpty {
            findings.append(.init("/CommandLine", "is not used beside CommandArgs", severity: .warning))
        }
        if !workingDirectory.isEmpty, !workingDirectory.isAbsolutePath {
            findings.append(.init("/WorkingDirectory", "must be an absolute path"))
        }
        return findings
    }

    private func environmentFindings() -> [DocumentFinding] {
        var findings: [DocumentFinding] = []
        // Sorted, so that the same document always gives the same findings.
        for name in environment.keys.sorted() {
            let pointer = "/Environment/" + name.pointerStep
            if name.isEmpty {
                findings.append(.init(pointer, "a variable needs a name"))
            } else if name.utf8.contains(UInt8(ascii: "=")) {
                findings.append(.init(pointer, "the name of a variable cannot hold \"=\""))
            } else if name.utf8.contains(0) {
                findings.append(.init(pointer, "the name holds the character U+0000"))
            }
            findings += [TextField(pointer, environment[name] ?? "")].compactMap(\.nulFinding)
        }
        return findings
    }

    private func consoleFindings() -> [DocumentFinding] {
        [consoleSize.height, consoleSize.width].enumerated().compactMap { index, size in
            size > 65535
                ? DocumentFinding("/ConsoleSize/\(index)", "is \(size); at most 65535 is possible") : nil
        }
    }

    private var texts: [TextField] {
        [
            TextField("/ApplicationName", applicationName), TextField("/CommandLine", commandLine),
            TextField("/User", user), TextField("/WorkingDirectory", workingDirectory),
        ] + commandArgs.enumerated().map { TextField("/CommandArgs/\($0.offset)", $0.element) }
    }
}
