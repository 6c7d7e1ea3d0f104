import CHCSShims
import Glibc
import Testing

extension AgentTests {
    @Suite struct Users {
        static let files = [
            "/etc/passwd": """
            root:x:0:0:root:/root:/bin/sh
            broken
            ann:x:1000:1001:Ann:/home/ann:/bin/sh
            big:x:4294967296:0::/:/bin/sh
            2000:x:1002:1002::/home/number:/bin/sh
            last:x:1003:1003::/:/bin/sh
            """,
            "/etc/group": """
            root:x:0:
            ann:x:1001:
            audio:x:29:bob,ann
            video:x:44:annette,ann
            other:x:50:bob
            big:x:4294967296:ann
            """,
        ]

        @Test(arguments: [
            ("", "0 0 0"),
            ("root", "0 0 0"),
            ("ann", "1000 1001 29 44 1001"),
            ("1000", "1000 1001 29 44 1001"),
            ("1000:44", "1000 44 44"),
            ("ann:audio", "1000 29 29"),
            ("ann:0", "1000 0 0"),
            ("ann:", "1000 1001 29 44 1001"),
            (":audio", "0 29 29"),
            ("2000", "1002 1002 1002"),  // a name goes before a number
            ("3000", "3000 0 0"),
            ("3000:3001", "3000 3001 3001"),
            ("2147483647:2147483647", "2147483647 2147483647 2147483647"),
            ("last", "1003 1003 1003"),
        ])
        func whoAProcessIs(user: String, expected: String) throws {
            let agent = try TestAgent(files: Self.files)
            let connection = try agent.connect()
            let status = try connection.run(["busybox", "cat", "/proc/self/status"], user: user).output
            #expect(identity(in: status) == expected)
            if !expected.hasPrefix("0 ") { #expect(status.contains("CapEff:\t0000000000000000")) }
        }

        @Test func rootNeedsNoFiles() throws {
            let agent = try TestAgent()
            let connection = try agent.connect()
            for user in ["", "root", "0", "0:0"] {
                let status = try connection.run(["busybox", "cat", "/proc/self/status"], user: user).output
                #expect(identity(in: status) == "0 0 0", "\(user)")
            }
        }

        @Test func whatIsNotAFileIsNotRead() throws {
            let agent = try TestAgent()
            mkfifo(agent.root + "/etc/passwd", 0o644)
            mkdir(agent.root + "/etc/group", 0o755)
            let connection = try agent.connect()
            let output = try connection.run(["busybox", "env"], user: "7").output
            #expect(output.contains("HOME=/\n"))
            try expectUnknown(connection, "ann")
            unlink(agent.root + "/etc/passwd")
            symlink("/dev/zero", agent.root + "/etc/passwd")
            try expectUnknown(connection, "ann")
            // A file of a terabyte is read as far as a megabyte.
            unlink(agent.root + "/etc/passwd")
            try writeHostFile(agent.root + "/etc/passwd", "ann:x:1000:1001:::\n")
            truncate(agent.root + "/etc/passwd", 1 << 40)
            #expect(try connection.run(["busybox", "id", "-u"], user: "ann").output == "1000\n")
            try expectUnknown(connection, "bob")
        }

        private func expectUnknown(_ connection: Connection, _ user: String) throws {
            guard case .failed(let stage, let error) = try connection.spawn(["busybox"], user: user) else {
                Issue.record("\(user) is known")
                return
            }
            #expect(stage == HCS_STAGE_USER.rawValue)
            #expect(error == ENOENT)
        }

        /// "uid gid groups" if the real, effective, saved and file system ones are the same.
        private func identity(in status: String) -> String {
            var parts: [String] = []
            for line in status.split(separator: "\n") {
                let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
                switch words.first {
                case "Uid:", "Gid:": parts.append(Set(words.dropFirst()).joined(separator: "/"))
                case "Groups:": parts += words.dropFirst().sorted { Int($0) ?? 0 < Int($1) ?? 0 }
                default: break
                }
            }
            return parts.joined(separator: " ")
        }
    }
}
