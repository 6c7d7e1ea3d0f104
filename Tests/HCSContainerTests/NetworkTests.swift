import Foundation
import HCSContainer
import HCSSchema
import Testing

/// Networks by CNI plugins. The bridge is made in a network namespace of the test's own, where the supervisors run.
@Suite(.enabled(if: Requirements.met)) struct NetworkTests {
    @Test(arguments: Runtime.allCases) func twoContainersTalkOverABridge(_ runtime: Runtime) throws {
        try NetworkFixture.with(runtime) { fixture in
            let first = try fixture.running("a", ["lan"])
            let second = try fixture.running("b", ["lan"])
            let address = try #require(first.inspect(showSecrets: false).endpoints.first)
            #expect(address.network == "lan" && address.interface == "eth0")
            #expect(address.hardwareAddress?.count == 17)
            #expect(address.routes.map(\.destination) == ["0.0.0.0/0"])
            let host = try #require(address.addresses.first?.split(separator: "/").first)
            #expect(try second.printed("cat /etc/hosts").contains("\tb\n"))
            #expect(try second.printed("cat /etc/resolv.conf").contains("nameserver 10.83.0.53\n"))
            #expect(try fixture.talk(from: second, to: first, at: String(host)) == "hello\n")

            // A third one in the first one's network reaches it without leaving it.
            var document = fixture.fixture.document
            document.networkSharedContainerName = "a"
            let third = try fixture.store.create(id: "s", configuration: document)
            try third.start()
            #expect(try fixture.talk(from: third, to: first, at: "127.0.0.1") == "hello\n")
            expectOutcome("InvalidArgument") { try third.modify(.network("Add", "lan")) }

            #expect(fixture.leases.count == 2)
            try fixture.store.delete("b", force: true)
            #expect(fixture.leases.count == 1)
            // Nobody is there to leave the network: whoever buries the container does.
            let (supervisor, agent) = (try first.supervisorPID(), try first.agentPID())
            kill(supervisor, SIGKILL)
            kill(agent, SIGKILL)
            try fixture.store.delete("a", force: true)
            #expect(fixture.leases.isEmpty)
            document.networkSharedContainerName = "a"
            expectOutcome("InvalidArgument") {
                _ = try fixture.store.create(id: "t", configuration: document)
            }
        }
    }

    @Test(arguments: Runtime.allCases) func aRunningContainerJoinsAndLeaves(_ runtime: Runtime) throws {
        try NetworkFixture.with(runtime) { fixture in
            let container = try fixture.running("a", [])
            try container.modify(.network("Add", "lan"))
            #expect(try container.printed("cat /proc/net/dev").contains("eth0"))
            #expect(fixture.leases.count == 1)
            expectOutcome("InvalidArgument") { try container.modify(.network("Add", "lan")) }
            expectOutcome("InvalidArgument") { try container.modify(.network("Add", "none")) }
            try container.modify(.network("Remove", "lan"))
            #expect(try !container.printed("cat /proc/net/dev").contains("eth0"))
            #expect(fixture.leases.isEmpty)
            expectOutcome("InvalidArgument") { try container.modify(.network("Remove", "lan")) }
            expectOutcome("Unsupported") {
                try container.modify([.network("Add", "lan"), .init(resourceType: "Registry")])
            }
            expectOutcome("SystemFailed") { try container.modify(.network("Add", "refused")) }
            #expect(try !container.printed("cat /proc/net/dev").contains("eth0"))
            #expect(fixture.leases.isEmpty)
            #expect(try container.inspect(showSecrets: false).endpoints.isEmpty)
        }
    }

    /// A create that fails, or whose supervisor is killed, at the second of two networks leaves neither behind.
    @Test(arguments: Runtime.allCases, ["refused", "killed", "none"])
    func aCreateThatFailsLeavesNothing(_ runtime: Runtime, _ second: String) throws {
        try NetworkFixture.with(runtime) { fixture in
            #expect(throws: ContainerError.self) { _ = try fixture.running("a", ["lan", second]) }
            #expect(fixture.leases.isEmpty)
            fixture.fixture.ledger.expectNothing()
        }
    }
}

/// Networks, a network namespace, and a store whose supervisors run in it.
struct NetworkFixture {
    let fixture: Fixture
    let store: ContainerStore

    static func with(_ runtime: Runtime, _ body: (NetworkFixture) throws -> Void) throws {
        let holder = try spawn(["/usr/bin/unshare", "--net", "--", "/bin/sleep", "600"])
        defer {
            kill(holder, SIGKILL)
            waitpid(holder, nil, 0)
        }
        let path = "/proc/\(holder)/ns/net"
        let link = { try? FileManager.default.destinationOfSymbolicLink(atPath: $0) }
        #expect(eventually { link(path) != nil && link(path) != link("/proc/self/ns/net") })
        try Fixture.with(runtime) { fixture in
            let network = try NetworkFixture(fixture, namespace: path)
            defer {
                // In the namespace: plugins may have something to take away there.
                for container in (try? network.store.containers()) ?? [] {
                    try? network.store.delete(container.id, force: true)
                }
                #expect(network.leases.isEmpty)
            }
            try body(network)
        }
    }

    private static func spawn(_ arguments: [String]) throws -> pid_t {
        var pid: pid_t = 0
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        try #require(posix_spawn(&pid, arguments[0], nil, nil, &words, [nil]) == 0)
        return pid
    }

    private init(_ fixture: Fixture, namespace: String) throws {
        self.fixture = fixture
        let folder = fixture.folder
        let files = FileManager.default
        for name in ["net", "plugins", "leases"] {
            try files.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        // The supervisor is told its role by its name.
        try Self.script(
            "\(folder)/hcsctl",
            "exec /usr/bin/nsenter --net=\(namespace) /bin/bash -c 'exec -a hcsctl-supervisor \"$0\"' \(Programs.supervisor)"
        )
        try files.createSymbolicLink(
            atPath: "\(folder)/hcs-agent", withDestinationPath: Programs.folder + "/hcs-agent")
        let refuse = #"echo '{"code":7,"msg":"not today","details":"closed"}'; exit 1"#
        try Self.script("\(folder)/plugins/refuser", "[ $CNI_COMMAND = DEL ] && exit 0; \(refuse)")
        try Self.script(
            "\(folder)/plugins/killer", "[ $CNI_COMMAND = DEL ] && exit 0; kill -9 $PPID; \(refuse)")
        try Self.network(folder, "lan", nil)
        try Self.network(folder, "refused", "refuser")
        try Self.network(folder, "killed", "killer")
        var options = fixture.store.options
        options.supervisor = "\(folder)/hcsctl"
        options.networkConfigurations = "\(folder)/net"
        options.networkPlugins = "/usr/lib/cni:\(folder)/plugins"
        store = ContainerStore(root: fixture.root, options: options)
    }

    private static func script(_ path: String, _ code: String) throws {
        try "#!/bin/bash\n\(code)\n".write(toFile: path, atomically: false, encoding: .utf8)
        chmod(path, 0o755)
    }

    private static func network(_ folder: String, _ name: String, _ last: String?) throws {
        let number = ["lan": 0, "refused": 1][name] ?? 2
        let text = """
            {"cniVersion": "0.4.0", "name": "\(name)", "plugins": [
              {"type": "bridge", "bridge": "br\(number)", "dns": {"nameservers": ["10.83.\(number).53"]},
               "ipam": {"type": "host-local", "dataDir": "\(folder)/leases",
                        "ranges": [[{"subnet": "10.83.\(number).0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}
              \(last.map { #", {"type": "\#($0)"}"# } ?? "")]}
            """
        try text.write(toFile: "\(folder)/net/\(name).conflist", atomically: false, encoding: .utf8)
    }

    func running(_ id: String, _ networks: [String]) throws -> any Container {
        var document = fixture.document
        document.hostName = id
        document.endpointList = networks
        let container = try store.create(id: id, configuration: document)
        try container.start()
        return container
    }

    /// Addresses in use, by the plugins' own files.
    var leases: [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: fixture.folder + "/leases")) ?? []
        return names.filter { $0.split(separator: "/").last?.hasPrefix("10.83.") == true }
    }

    func talk(from client: any Container, to server: any Container, at address: String) throws -> String {
        // A listener whose own input ends would hang up before it has heard anything.
        let listener = try server.shell("sleep 60 | busybox nc -l -p 8080") { $0.createStdOutPipe = true }
        let sent = try eventually {
            try client.shell("echo hello | busybox nc -w 3 \(address) 8080").wait().code == 0
        }
        #expect(sent)
        guard sent else { return "" }
        return try #require(listener.standardStreams.output).text(until: "\n")
    }
}

extension Container {
    func printed(_ script: String) throws -> String {
        let process = try shell(script) { $0.createStdOutPipe = true }
        return try #require(process.standardStreams.output).text()
    }
}

extension ResourceModificationRequestResponse {
    static func network(_ kind: String, _ name: String) -> Self {
        Self(resourceType: "Network", settings: RawJSON("\"\(name)\""), requestType: kind)
    }
}
