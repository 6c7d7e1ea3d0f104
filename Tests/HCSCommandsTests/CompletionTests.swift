import HCSSchema
import Testing

@testable import HCSCommands

/// What a word can become, without a shell and without containers.
@Suite struct CompletionTests {
    private struct Fleet: CompletionSource {
        func containers() -> [ContainerProperties] {
            [
                ("api", "Created", "ci"), ("db", "Paused", "ci"), ("old", "Stopped", ""),
                ("web", "Running", "ops"),
                ("web2", "Running", "ci"),
            ].map { ContainerProperties(id: $0, state: $1, owner: $2) }
        }

        func processes(in container: String) -> [(pid: UInt32, name: String)] {
            container == "web" ? [(7, "sh"), (71, "sleep")] : []
        }
    }

    private static func complete(_ line: String) -> Candidates {
        var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        let current = words.removeLast()
        return CompletionLine(before: words, current: current).candidates(from: Fleet())
    }

    @Test(arguments: [
        ("exec ", "web web2"),
        ("exec -it ", "web web2"),
        ("exec -itu root w", "web web2"),
        ("exec --user=root web", "web web2"),
        ("exec -u root -e A=b web2", "web2"),
        ("--root /x exec ", "web web2"),
        ("exec --owner ci ", "web2"),
        ("start ", "api"),
        ("resume ", "db"),
        ("terminate ", "api db web web2"),
        ("terminate web d", "db"),
        ("terminate web web", "web2"),
        ("delete ", "api old"),
        ("rm -f ", "api db old web web2"),
        ("inspect web/7 web", "web web/ web2 web2/"), ("list --sort na", ""),
        ("kill --signal=SIGK", "--signal=SIGKILL"),
        ("kill --signal=K", "--signal=KILL"),
        ("kill -s TE", "TERM"),
        ("kill -sTE", "-sTERM"),
        ("kill -s 9 w", "web/ web2/"),
        ("kill web/", "web/7 web/71"),
        ("kill web/7 web/", "web/71"),
        ("kill --all-processes w", "web web2"),
        ("wait w", "web web/ web2 web2/"),
        ("ls --for", "--format"),
        ("ls --format j", "json jsonl"),
        ("list --format=js", "--format=json --format=jsonl"),
        ("list --format json --form", ""),
        ("he", "help"),
        ("help paus", "pause"),
        ("st", "start stats"),
        ("--owner ", "ci ops"),
        ("create ", ""),
        ("completions f", "fish"),
        ("nonsense ", ""),
    ])
    func values(_ line: String, _ expected: String) {
        #expect(Self.complete(line).values.map(\.value).joined(separator: " ") == expected)
    }

    @Test(arguments: ["exec web ls -", "exec web -- -", "exec web ls -l --si", "run new sh -"])
    func nothingOfOursInTheContainersCommand(_ line: String) {
        #expect(Self.complete(line) == .files)
    }

    @Test(arguments: [
        ("create -f ", [Candidates.Directive.files("json")]), ("create --file=x", [.files("json")]),
        ("--root ", [.folders]), ("exec --env-file ", [.files("")]), ("kill w", [.noSpace]), ("exec ", []),
    ])
    func directives(_ line: String, _ expected: [Candidates.Directive]) {
        #expect(Self.complete(line).directives == expected)
    }

    /// A short option is offered where only a dash was typed.
    @Test func shortNames() {
        let values = Self.complete("exec -").values.map(\.value)
        #expect(values.contains("-i") && values.contains("--interactive") && values.contains("-e"))
        #expect(!Self.complete("exec --").values.map(\.value).contains("-i"))
        #expect(!Self.complete("exec -i -").values.map(\.value).contains("--interactive"))
        #expect(Self.complete("exec -e A=b -").values.map(\.value).contains("--env"))
    }

    @Test(arguments: ShellScript.allCases) func output(_ shell: ShellScript) {
        let found = Candidates(
            [.init(value: "a\u{1B}b", description: "c\nd")], directives: [.noSpace, .files("json")])
        let expected = shell == .bash ? "a\\x1bb" : "a\\x1bb\tc\\nd"
        #expect(CompletionCall.text(found, for: shell) == expected + "\n:nospace,files=json\n")
    }
}
