internal import HCSSystem

/// The completion scripts that are installed: each has the version of the hcsctl that wrote it in its first line.
enum CompletionScripts {
    /// Where scripts are, for everybody and for the caller alone.
    static func places(home: String, dataHome: String?) -> [String] {
        let data = dataHome.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.local/share"
        return ["/usr/share", "/usr/local/share"].flatMap {
            [
                "\($0)/bash-completion/completions/hcsctl", "\($0)/zsh/vendor-completions/_hcsctl",
                "\($0)/zsh/site-functions/_hcsctl", "\($0)/fish/vendor_completions.d/hcsctl.fish",
            ]
        } + ["\(data)/bash-completion/completions/hcsctl", "\(home)/.config/fish/completions/hcsctl.fish"]
    }

    /// Whether those that are installed were written by this version.
    static func check(version: String, places: [String]) -> HostCheck {
        let scripts = places.compactMap { path in
            // One that cannot be read completes nothing either.
            (try? Files.text(path)).map { (path: path, isCurrent: isCurrent($0, version)) }
        }
        let stale = scripts.filter { !$0.isCurrent }.map(\.path)
        return HostCheck(
            name: "completions", isRequired: false, status: stale.isEmpty ? .ok : .warning,
            found: stale.isEmpty
                ? scripts.isEmpty ? "none installed" : scripts.map(\.path).joined(separator: ", ")
                : "of another version: \(stale.joined(separator: ", "))",
            enables: "the Tab key in bash, zsh and fish",
            fix: stale.isEmpty ? nil : "hcsctl completions SHELL --install")
    }

    private static func isCurrent(_ script: String, _ version: String) -> Bool {
        let line = script.prefix { $0 != "\n" }
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "+") }
        return words.contains { $0 == version }
    }
}
