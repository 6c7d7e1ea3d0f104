import ArgumentParser
import Testing

@testable import HCSCommands

/// What is read without the parser is what the parser would have read.
struct PlainLineTests {
    static let plain = [
        "exec web true", "exec web -- true", "exec --root /r web -- sh -c exit\\ 3", "exec -it web sh",
        "exec -i -t web -- sh", "exec -e A=1 --env B=2 -u user -w /tmp web env",
        "exec --exact -d web sleep 9", "exec -eA=1 web true",
        "--root /r --runtime runc exec web -- -x --y", "create web -f c.json", "create --file - web --start",
        "create -f a.json -f b.json web --owner me", "start web", "start web db --ignore",
        "start --exact web",
        "terminate web --no-wait", "terminate a b c", "delete web", "delete -f web",
        "delete --force --ignore a b",
    ]

    @Test(arguments: plain)
    func plainAndParsedAreTheSame(_ text: String) throws {
        let line = ArgumentOrder(text.split(separator: " ").map(String.init))
        let plain = try #require(HCSCommand.plain(line), "not read as plain")
        let type = try #require(line.verb.flatMap(HCSCommand.command(named:)))
        let parsed = try type.parseAsRoot(Array(line.arguments.dropFirst()))
        #expect("\(plain)" == "\(parsed)")
        #expect(!"\(plain)".contains("*definition*"), "a property was left out")
    }

    /// Everything else is the parser's: other options, other spellings, mistakes.
    @Test(arguments: [
        "exec", "exec web", "exec --timeout 3 web true", "exec -sX web true", "exec --env=A=1 web true",
        "exec -e -x web true", "exec --nope web true", "exec -q web true", "create", "create web",
        "create web -f", "create web --layer /l", "create a b -f c.json", "start", "start --all",
        "start -- web",
        "terminate --all", "delete", "delete --all -f", "delete --help", "exec --help", "kill web/1", "ps",
        "list",
    ])
    func theRestIsTheParsers(_ text: String) {
        let line = ArgumentOrder(text.split(separator: " ").map(String.init))
        #expect(HCSCommand.plain(line) == nil)
    }
}
