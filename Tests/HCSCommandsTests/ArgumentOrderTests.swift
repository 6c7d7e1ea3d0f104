import ArgumentParser
import Foundation
import Testing

@testable import HCSCommands

@Suite struct ArgumentOrderTests {
    @Test(arguments: [
        ("list", "list"),
        ("--root /x list", "list --root /x"),
        ("--root=/x -q list --debug", "list --root=/x -q --debug"),
        ("--format json --no-header ps web", "ps --format json --no-header web"),
        ("-h exec", "exec -h --"),
        ("--bogus list", "list --bogus"),
        ("exec web ls", "exec web -- ls"),
        ("exec web -- ls", "exec web -- ls"),
        ("exec web -- -- ls", "exec web -- -- ls"),
        ("exec web ls -- -l", "exec web -- ls -- -l"),
        ("exec -- web ls", "exec web -- ls"),
        ("exec --tty --sig-proxy=false web ls", "exec --tty=always --sig-proxy=false web -- ls"),
        ("exec -it web -w /x sh -c true", "exec -it web -w /x -- sh -c true"),
        ("exec -itw /x web ls --root", "exec -itw /x web -- ls --root"),
        ("exec -eB=2 web ls", "exec -e B=2 web -- ls"),
        ("exec -iteB=2 web ls", "exec -ite B=2 web -- ls"),
        ("exec -e --foo web ls", "exec -e --foo web -- ls"),
        ("exec --env -x=1 web ls", "exec --env -x=1 web -- ls"),
        ("exec --user=root web ls", "exec --user=root web -- ls"),
        ("--timeout 2s exec web ls", "exec --timeout 2s web -- ls"),
        ("run --rm job --memory 1G make test", "run --rm job --memory 1G -- make test"),
        ("exec web", "exec web --"),
        ("exec -e", "exec -e --"),
        ("kill -s9 web/1", "kill -s9 web/1"),
    ])
    func reorders(_ given: String, _ expected: String) {
        let words = given.split(separator: " ").map(String.init)
        #expect(ArgumentOrder(words).arguments == expected.split(separator: " ").map(String.init))
    }

    @Test(arguments: ["", "--version", "--root", "-- list"])
    func hasNoVerb(_ given: String) {
        #expect(ArgumentOrder(given.split(separator: " ").map(String.init)).verb == nil)
    }

    /// The table of options with a value must be the parser's.
    @Test func knowsEveryOptionWithValue() throws {
        var names: Set<String> = []
        var shorts: Set<Character> = []
        for verb in ["exec", "run"] {
            for argument in try Help.dumped().arguments(of: verb) where argument.kind == "option" {
                for name in argument.names ?? [] where name.kind == "long" { names.insert("--\(name.name)") }
                for name in argument.names ?? [] where name.kind == "short" { shorts.formUnion(name.name) }
            }
        }
        #expect(names == Set(ArgumentOrder.commandValues).union(ArgumentOrder.optionalValues.keys))
        #expect(shorts == Set(ArgumentOrder.commandShorts))
    }

    @Test func knowsEveryGlobalOptionWithValue() throws {
        let options = try Help.dumped().arguments(of: "version").filter { $0.kind == "option" }
        #expect(
            Set(options.flatMap { $0.names ?? [] }.map { "--\($0.name)" }) == Set(ArgumentOrder.globalValues))
    }
}

/// What `--experimental-dump-help` says of the commands.
struct Help: Decodable {
    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let names: [Name]?
    }

    let command: Command

    static func dumped() throws -> Help {
        do {
            _ = try HCSCommand.parseAsRoot(["--experimental-dump-help"])
        } catch {
            return try JSONDecoder().decode(Help.self, from: Data(HCSCommand.fullMessage(for: error).utf8))
        }
        throw CancellationError()
    }

    func arguments(of verb: String) -> [Argument] {
        command.subcommands?.first { $0.commandName == verb }?.arguments ?? []
    }
}
