import ArgumentParser
import HCSSchema
import Testing

@testable import HCSCommands

@Suite struct ParsingTests {
    private func parse<Command: ParsableCommand>(_ line: String, as type: Command.Type) throws -> Command {
        let order = ArgumentOrder(line.split(separator: " ").map(String.init))
        return try #require(try HCSCommand.parseAsRoot(order.arguments) as? Command)
    }

    @Test func execTakesOptionsOnBothSidesOfTheContainer() throws {
        let exec = try parse("exec -i web -t -eA=1 -e B --user 1:2 -w /srv -- ls -l -- x", as: Exec.self)
        #expect(exec.container == "web")
        #expect(exec.command == ["ls", "-l", "--", "x"])
        #expect(exec.flags.interactive && exec.launch.console && !exec.launch.detach)
        #expect(exec.flags.env == ["A=1", "B"])
        #expect(exec.flags.user == "1:2" && exec.flags.workdir == "/srv")
    }

    @Test func execLeavesTheCommandsOptionsAlone() throws {
        let exec = try parse("exec web ls --root /x --help -q", as: Exec.self)
        #expect(exec.command == ["ls", "--root", "/x", "--help", "-q"])
        #expect(exec.global.root == nil && !exec.global.quiet)
    }

    @Test func globalsStandBeforeAndAfterTheVerb() throws {
        let before = try parse("--root /x --format json -q list", as: List.self)
        let after = try parse("list -q --format json --root /x", as: List.self)
        for list in [before, after] {
            #expect(list.global.root == "/x" && list.global.format == .json && list.global.quiet)
        }
    }

    @Test(arguments: [
        ("kill -s9 web/1", 9), ("kill web/1", 9), ("kill -sTERM web/1", 15), ("kill -s RTMIN+3 web/1", 37),
    ])
    func killTakesSignals(_ line: String, _ signal: Int32) throws {
        #expect(try parse(line, as: Kill.self).signal == signal)
    }

    @Test func killWaits() throws {
        let bare = try parse("kill --wait web/1", as: Kill.self)
        #expect(bare.wait?.duration == nil && bare.wait != nil && bare.targets.map(\.text) == ["web/1"])
        let limited = try parse("kill --wait=5s web/1", as: Kill.self)
        #expect(limited.wait?.duration == .seconds(5))
        #expect(try parse("kill web/1", as: Kill.self).wait == nil)
    }

    @Test(arguments: ["stop web", "shutdown web"])
    func aliases(_ line: String) throws {
        #expect(try parse(line, as: Shutdown.self).targets.containers == ["web"])
    }

    @Test(arguments: [
        ("kil web", 64), ("", 0), ("--version", 0), ("help exec", 0), ("exec --help", 0), ("exec", 125),
        ("exec --bogus web ls", 125), ("run", 125), ("exec web", 125),
        ("list --bogus", 64), ("kill web", 64), ("kill", 64), ("kill -s 0 web/1", 64),
        ("kill -s 65 web/1", 64),
        ("kill web:1", 64), ("kill --all-processes web/1", 64), ("start", 64), ("start --all web", 64),
        ("delete", 64), ("wait", 64), ("wait --propagate", 125), ("wait --timeout x web", 64),
        ("list --filter state=odd", 64), ("list --format odd", 64), ("create", 64),
        ("create web --memory x", 64),
        ("create web --mount x", 64), ("inspect", 64), ("attach", 125), ("attach web", 125),
        ("resize web/1 0 1", 64), ("resize web 1 1", 64),
        ("close-stdin web", 64), ("wait --for exited web", 64), ("wait --for running web/1", 64),
        ("exec --size 0x1 web ls", 125), ("exec --drain odd web ls", 125), ("exec -d --result x web ls", 125),
    ])
    func usageErrors(_ line: String, _ status: Int32) {
        #expect(HCSCommand.status(of: line.split(separator: " ").map(String.init)) == status)
    }

    @Test func everyCommandIsFoundByItsName() {
        for type in HCSCommand.configuration.subcommands {
            let name = type.configuration.commandName ?? ""
            #expect(HCSCommand.command(named: name) == type, "\(name)")
        }
    }

    @Test func everyCommandHasHelp() throws {
        let commands = try #require(try Help.dumped().command.subcommands)
        let verbs = Set(commands.map(\.commandName)).subtracting(["help"])
        #expect(
            verbs == [
                "create", "start", "run", "exec", "kill", "wait", "pause", "resume", "stats", "ps", "disks",
                "events",
                "list",
                "attach", "resize", "close-stdin", "inspect", "modify", "shutdown", "terminate", "delete",
                "doctor", "validate", "layers", "completions", "version",
            ])
        for command in commands where command.commandName != "help" {
            #expect(command.abstract?.isEmpty == false)
            #expect(command.discussion?.contains("EXAMPLES:") == true, "\(command.commandName)")
            #expect(command.discussion?.contains("EXIT STATUS:") == true, "\(command.commandName)")
        }
    }
}

@Suite struct TypedArgumentTests {
    @Test(arguments: [
        ("500ms", 500), ("2s", 2000), ("1m30s", 90000), ("1h", 3_600_000), ("90", 90000), ("0", 0),
        ("1.5s", 1500),
        ("0.25", 250), ("1d", 86_400_000), ("1h0m1s", 3_601_000),
    ])
    func durations(_ text: String, _ milliseconds: Int) {
        #expect(DurationText.duration(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "s", "-1", "+1", "1x", "1s1s", "1s1m", "1.s", "1.2345s", "1 s", "99999999999d", "ms", "1S",
    ])
    func noDurations(_ text: String) {
        #expect(DurationText.duration(text) == nil)
    }

    @Test(arguments: [
        ("TERM", 15), ("SIGTERM", 15), ("sigterm", 15), ("15", 15), ("kill", 9), ("RTMIN", 34),
        ("RTMIN+3", 37),
        ("SIGRTMIN+30", 64), ("RTMAX-30", 34), ("RTMAX", 64), ("POLL", 29), ("IOT", 6), ("CLD", 17),
        ("64", 64),
    ])
    func signals(_ text: String, _ number: Int32) {
        #expect(SignalNumber.number(text) == number)
    }

    @Test(arguments: [
        "0", "65", "-1", "+9", "", "SIG", "TERMX", "RTMIN+31", "RTMIN+", "RTMIN+-1", "RTMAX+1", "9 ",
    ])
    func noSignals(_ text: String) {
        #expect(SignalNumber.number(text) == nil)
    }

    @Test func everySignalHasANameThatReadsBack() {
        for number in Int32(1)...64 { #expect(SignalNumber.number(SignalNumber.name(number)) == number) }
    }

    @Test(arguments: [
        ("512", 512), ("512M", 512), ("2G", 2048), ("2GiB", 2048), ("2gb", 2048), ("1T", 1 << 20),
        ("2048K", 2),
        ("1048576B", 1),
    ])
    func memory(_ text: String, _ megabytes: Int64) {
        #expect(MemorySize.megabytes(text) == megabytes)
    }

    @Test(arguments: ["", "M", "-1", "1.5G", "1K", "1X", "9999999999999T", "1B"])
    func noMemory(_ text: String) {
        #expect(MemorySize.megabytes(text) == nil)
    }

    @Test(arguments: [("1250", 1250), ("12.5%", 1250), ("12.55%", 1255), ("100%", 10000), ("3%", 300)])
    func shares(_ text: String, _ share: Int64) {
        #expect(ProcessorShare.share(text) == share)
    }

    @Test(arguments: ["", "%", "1.%", "1.234%", "x%", ".5%", "1.2.3%"])
    func noShares(_ text: String) {
        #expect(ProcessorShare.share(text) == nil)
    }

    @Test(arguments: [
        ("/a:/b", MappedDir(hostPath: "/a", containerPath: "/b")),
        ("/a:/b:ro", MappedDir(hostPath: "/a", containerPath: "/b", readOnly: true)),
        ("/a:/b:rw", MappedDir(hostPath: "/a", containerPath: "/b")),
        ("/a:c:/b", MappedDir(hostPath: "/a:c", containerPath: "/b")),
    ])
    func mounts(_ text: String, _ mount: MappedDir) throws {
        #expect(try MappedDir(flag: text) == mount)
    }

    @Test(arguments: ["", "/a", "a:/b", "/a:b", ":ro", "/a:"])
    func noMounts(_ text: String) {
        #expect(throws: ValidationError.self) { try MappedDir(flag: text) }
    }

    @Test(arguments: [
        ("base=/srv/base", Layer(id: "base", path: "/srv/base")),
        ("/srv/layers/base", Layer(id: "base", path: "/srv/layers/base")),
        ("/srv/a=b", Layer(id: "a=b", path: "/srv/a=b")),
        ("/srv/base/", Layer(id: "base", path: "/srv/base/")),
    ])
    func layers(_ text: String, _ layer: Layer) throws {
        #expect(try Layer(flag: text) == layer)
    }

    @Test(arguments: [("web", "web", nil), ("web/17", "web", 17)] as [(String, String, UInt32?)])
    func targets(_ text: String, _ container: String, _ processID: UInt32?) throws {
        let target = try #require(ProcessTarget(argument: text))
        #expect(target.container == container && target.processID == processID && target.text == text)
    }

    @Test(arguments: [
        "", "/", "web/", "/17", "web/x", "web/0", "web/1/2", "web/-1", "web/+1", "web/4294967296",
    ])
    func noTargets(_ text: String) {
        #expect(ProcessTarget(argument: text) == nil)
    }
}
