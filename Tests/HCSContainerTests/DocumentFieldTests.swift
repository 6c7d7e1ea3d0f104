import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Fields of the document, each seen to work from inside a container.
@Suite(.enabled(if: Requirements.met)) struct DocumentFieldTests {
    private func output(_ container: any Container, _ script: String, user: String = "") throws -> String {
        let process = try container.shell(script) {
            $0.createStdOutPipe = true
            $0.user = user
        }
        let text = try #require(process.standardStreams.output).text()
        _ = try process.wait()
        return text
    }

    @Test(arguments: Runtime.allCases) func pipesAreMappedAndChanged(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let fifo = fixture.folder + "/events"
            #expect(mkfifo(fifo, 0o600) == 0)
            // Held open: neither side waits for the other.
            let end = open(fifo, O_RDWR)
            defer { close(end) }
            let server = try #require(ListeningSocket(fixture.folder + "/db.sock"))
            var document = fixture.document
            document.mappedPipes = [
                MappedPipe(hostPath: fifo, containerPipeName: #"\\.\pipe\events"#),
                MappedPipe(hostPath: server.path, containerPipeName: "/srv/db"),
            ]
            let container = try fixture.create("c", document)
            try container.start()
            #expect(
                try output(container, "echo hello > /run/pipe/events; busybox stat -c %F /srv/db")
                    == "socket\n")
            var bytes = [UInt8](repeating: 0, count: 6)
            #expect(read(end, &bytes, 6) == 6 && bytes == Array("hello\n".utf8))

            try container.modify(.pipe("Add", server.path, "late"))
            #expect(try output(container, "busybox stat -c %F /run/pipe/late") == "socket\n")
            expectOutcome("AlreadyExists") { try container.modify(.pipe("Add", fifo, "late")) }
            expectOutcome("InvalidArgument") { try container.modify(.pipe("Add", "/etc/passwd", "x")) }
            expectOutcome("InvalidArgument") { try container.modify(.pipe("Add", "/no-such", "x")) }
            expectOutcome("InvalidArgument") { try container.modify(.pipe("Add", fifo, "../x")) }
            expectOutcome("InvalidArgument") { try container.modify(.pipe("Remove", "", "never")) }
            // Taken back: the one added and the one removed before the failure.
            expectOutcome("InvalidArgument") {
                try container.modify([
                    .pipe("Remove", "", "late"), .pipe("Add", fifo, "other"), .pipe("Remove", "", "never"),
                ])
            }
            #expect(
                try output(container, "busybox stat -c %F /run/pipe/late; busybox stat -c %F /run/pipe/other")
                    == "socket\nregular empty file\n")
            try container.killSupervisor()
            try container.modify(.pipe("Remove", "", "late"))
            #expect(try output(container, "busybox stat -c %F /run/pipe/late") == "regular empty file\n")
            #expect(try container.inspect(showSecrets: false).configuration.mappedPipes.count == 2)
        }
    }

    /// Links of the container lead to places of the container, and to none of the kernel's.
    @Test(arguments: Runtime.allCases) func mappedPipesStayInside(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let server = try #require(ListeningSocket(fixture.folder + "/s"))
            let container = try fixture.running()
            _ = try output(
                container,
                "busybox ln -s ../../../../tmp /up; busybox ln -s /proc /kernel; busybox ln -s /tmp/x /link")
            try container.modify(.pipe("Add", server.path, "/up/inside"))
            #expect(try output(container, "busybox stat -c %F /tmp/inside") == "socket\n")
            #expect(access("/tmp/inside", F_OK) != 0)
            for path in ["/kernel/uptime", "/proc/uptime", "/sys/x", "/link"] {
                #expect(throws: ContainerError.self) {
                    try container.modify(.pipe("Add", server.path, path))
                }
            }
            #expect(try output(container, "busybox test -f /proc/uptime && echo there") == "there\n")
        }
    }

    @Test(arguments: Runtime.allCases) func credentialsAreForTheContainersRootOnly(_ runtime: Runtime) throws
    {
        try Fixture.with(runtime) { fixture in
            let secret = "s3cret-\(UInt64.random(in: 0 ... .max))"
            var document = fixture.document
            document.credentials = secret
            let container = try fixture.create("c", document)
            try container.start()
            let file = "/run/hcs/credentials"
            #expect(try output(container, "cat \(file)") == secret)
            #expect(try output(container, "cat \(file) || echo no", user: "1000:1000") == "no\n")
            #expect(try output(container, "echo x > \(file) || echo no").contains("no\n"))
            #expect(try output(container, "busybox stat -f -c %T \(file)") == "tmpfs\n")
            #expect(try container.inspect(showSecrets: true).configuration.credentials == "<redacted>")
            let found = try FileManager.default.subpathsOfDirectory(atPath: fixture.root).filter {
                guard let bytes = FileManager.default.contents(atPath: "\(fixture.root)/\($0)") else {
                    return false
                }
                return bytes.range(of: Data(secret.utf8)) != nil
            }
            #expect(found.isEmpty)
            try container.killSupervisor()
            #expect(try output(container, "cat \(file)") == secret)
        }
    }

    @Test(arguments: Runtime.allCases) func theLastHandleEndsTheContainer(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            var document = fixture.document
            document.terminateOnLastHandleClosed = true
            let first = try fixture.create("c", document)
            try first.start()
            let second = try fixture.store.open("c")
            first.close()
            let process = try second.sleeper()
            // The next supervisor is told as well.
            try second.killSupervisor()
            _ = try second.createProcess(ProcessConfig(commandArgs: ["/bin/true"])).wait()
            process.close()
            second.close()
            let isStopped = try eventually {
                try fixture.store.containers().first?.state == "Stopped"
            }
            #expect(isStopped)
            #expect(try fixture.store.containers().first?.exitType == "ForcedExit")
        }
    }

    @Test(arguments: Runtime.allCases) func updatesWaitWhereTheImageSaysSo(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            let container = try fixture.running()
            #expect(try !container.hasPendingUpdates())
            for (make, remove) in [
                ("busybox ln -s /nowhere /system-update", "busybox rm /system-update"),
                ("busybox mkdir -p /run && echo > /run/reboot-required", "busybox rm /run/reboot-required"),
                (
                    "busybox mkdir -p /var/lib/dpkg/updates && echo > /var/lib/dpkg/updates/0001",
                    "busybox rm /var/lib/dpkg/updates/0001"
                ),
                (
                    "echo 'Status: install ok half-configured' > /var/lib/dpkg/status",
                    "echo 'Status: install ok installed' > /var/lib/dpkg/status"
                ),
            ] {
                _ = try output(container, make)
                #expect(try container.hasPendingUpdates(), "\(make)")
                _ = try output(container, remove)
                #expect(try !container.hasPendingUpdates(), "\(remove)")
            }
            // Neither waited for nor followed.
            _ = try output(container, "busybox rm /var/lib/dpkg/status; busybox mkfifo /var/lib/dpkg/status")
            #expect(try !container.hasPendingUpdates())
            try fixture.store.delete("c", force: true)
        }
    }

    @Test(arguments: Runtime.allCases) func namesAreInHostsAndResolver(_ runtime: Runtime) throws {
        try Fixture.with(runtime) { fixture in
            var document = fixture.document
            document.hostName = "web"
            document.dnsSearchList = "a.example,b.example"
            let container = try fixture.create("c", document)
            try container.start()
            #expect(
                try output(container, "cat /etc/resolv.conf", user: "1000:1000")
                    == "search a.example b.example\noptions no-tld-query\n")
            #expect(try output(container, "busybox hostname; cat /etc/hosts").contains("127.0.1.1\tweb\n"))
            // Without an endpoint there is the loopback and nothing else.
            let interfaces = try output(container, "busybox tail -n +3 /proc/net/dev | busybox cut -d: -f1")
            #expect(interfaces.split(whereSeparator: \.isWhitespace) == ["lo"])
        }
    }
}

extension ResourceModificationRequestResponse {
    static func pipe(_ kind: String, _ hostPath: String, _ name: String) -> Self {
        Self(
            resourceType: "MappedPipe",
            settings: RawJSON(#"{"HostPath":"\#(hostPath)","ContainerPipeName":"\#(name)"}"#),
            requestType: kind)
    }
}

/// A socket of the host that listens.
final class ListeningSocket {
    let path: String
    private let descriptor: Int32

    init?(_ path: String) {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard bound == 0, listen(descriptor, 4) == 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }
}
