import HCSSchema
import Testing

struct CommandLineTests {
    @Test(arguments: [
        ("", []),
        ("  \t\n ", []),
        ("ls", ["ls"]),
        ("ls  -l\t/tmp", ["ls", "-l", "/tmp"]),
        ("sh -c 'echo a b'", ["sh", "-c", "echo a b"]),
        (#"sh -c "echo 'a' b""#, ["sh", "-c", "echo 'a' b"]),
        (#"echo a\ b"#, ["echo", "a b"]),
        (#"echo 'a\b'"#, ["echo", #"a\b"#]),
        (#"echo "a\"b""#, ["echo", #"a"b"#]),
        (#"echo "a\\b""#, ["echo", #"a\b"#]),
        ("echo '' \"\"", ["echo", "", ""]),
        ("a'b'\"c\"d", ["abcd"]),
        ("echo $HOME `x` *", ["echo", "$HOME", "`x`", "*"]),
        (#"echo \; \| ';' "&""#, ["echo", ";", "|", ";", "&"]),
        (#"find . \( -name x \)"#, ["find", ".", "(", "-name", "x", ")"]),
        ("é 日本 🎉", ["é", "日本", "🎉"]),
        ("a\r\nb", ["a", "b"]),
        (#"grep '\\server'"#, ["grep", #"\\server"#]),
    ])
    func splits(_ text: String, _ words: [String]) throws {
        #expect(try ProcessConfig.splitCommandLine(text) == words)
    }

    @Test(arguments: [
        ("echo 'a", CommandLineError.Reason.unclosedQuote("'"), 5),
        ("echo \"a", .unclosedQuote("\""), 5),
        (#"echo "a\"#, .unclosedQuote("\""), 5),
        (#"echo a\"#, .trailingBackslash, 6),
        ("a | b", .shellOperator("|"), 2),
        ("a;b", .shellOperator(";"), 1),
        ("a && b", .shellOperator("&"), 2),
        ("a >b", .shellOperator(">"), 2),
        ("a <b", .shellOperator("<"), 2),
        (#"C:\Windows\system32\cmd.exe /c "dir""#, .windowsPath, 0),
        (#""C:\Program Files\x.exe" a"#, .windowsPath, 0),
        (#"type d:\x"#, .windowsPath, 5),
        (#"\\server\share\x"#, .windowsPath, 0),
        (#"\\?\Volume{x}\y"#, .windowsPath, 0),
        (#"bin\tool.exe -x"#, .windowsPath, 0),
    ])
    func refuses(_ text: String, _ reason: CommandLineError.Reason, _ position: Int) {
        let error = #expect(throws: CommandLineError.self) { try ProcessConfig.splitCommandLine(text) }
        #expect(error?.reason == reason)
        #expect(error?.position == position)
    }

    @Test func saysWhatToDo() {
        let error = #expect(throws: CommandLineError.self) { try ProcessConfig.splitCommandLine(#"C:\x"#) }
        #expect(
            error?.description
                == "CommandLine is quoted for Windows (character 1): give the program and its arguments as CommandArgs"
        )
    }

    @Test func argumentsComeBeforeTheLine() throws {
        #expect(try ProcessConfig(commandLine: "a b", commandArgs: ["c d"]).command() == ["c d"])
        #expect(try ProcessConfig(applicationName: "x", commandLine: "a b").command() == ["a", "b"])
        #expect(try ProcessConfig(applicationName: "x y").command() == ["x y"])
        #expect(try ProcessConfig().command() == [])
    }
}
