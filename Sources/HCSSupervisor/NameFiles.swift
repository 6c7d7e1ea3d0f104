internal import Glibc
internal import HCSOCI
internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

/// A container's `/etc/hosts` and `/etc/resolv.conf`, where its document has something to say in them.
struct NameFiles {
    private let configuration: ContainerConfig
    private let folder: ContainerFolder

    init(_ configuration: ContainerConfig, _ folder: ContainerFolder) {
        self.configuration = configuration
        self.folder = folder
    }

    private var hasNetwork: Bool {
        !configuration.endpointList.isEmpty || !configuration.networkSharedContainerName.isEmpty
    }
    private var needsHosts: Bool { hasNetwork || !configuration.hostName.isEmpty }
    private var needsResolver: Bool {
        hasNetwork || !configuration.dnsSearchList.isEmpty || configuration.allowUnqualifiedDNSQuery
    }

    /// Makes the files, still empty: the container is created over them, and its addresses are known later.
    func make() throws(Failure) -> [HostFile] {
        var files: [HostFile] = []
        if needsHosts { files.append(HostFile(folder.hosts, at: "/etc/hosts")) }
        if needsResolver { files.append(HostFile(folder.resolver, at: "/etc/resolv.conf")) }
        do throws(SyscallError) {
            for file in files {
                try Files.replace(file.hostPath, with: [], mode: 0o644)
                try Files.setMode(file.hostPath, 0o644)
            }
        } catch {
            throw Failure(error, doing: "cannot make the container's hosts file")
        }
        return files
    }

    /// Writes what is known now, in place: the container has these very files.
    func write(hostName: String, endpoints: [EndpointRecord]) throws(Failure) {
        do throws(SyscallError) {
            if needsHosts, isThere(folder.hosts) { try fill(folder.hosts, Self.hosts(hostName, endpoints)) }
            if needsResolver, isThere(folder.resolver) {
                let host = endpoints.isEmpty ? "" : (try? Files.text("/etc/resolv.conf")) ?? ""
                try fill(folder.resolver, Self.resolver(configuration, endpoints, host: host))
            }
        } catch {
            throw Failure(error, doing: "cannot write the container's hosts file")
        }
    }

    /// Writes new addresses into files that the container was created with; one without them keeps its image's.
    func refresh(endpoints: [EndpointRecord]) throws(Failure) {
        try write(hostName: OCI.hostName(of: configuration, for: folder.id), endpoints: endpoints)
    }

    private func isThere(_ path: String) -> Bool {
        (try? Files.status(path)) != nil
    }

    private func fill(_ path: String, _ text: String) throws(SyscallError) {
        try Files.write(Array(text.utf8), to: Files.open(path, O_WRONLY | O_TRUNC | O_NOFOLLOW), named: path)
    }

    static func hosts(_ hostName: String, _ endpoints: [EndpointRecord]) -> String {
        var lines = ["127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback"]
        let addresses = endpoints.flatMap(\.addresses).map { $0.address.prefix { $0 != "/" } }
        if addresses.isEmpty { lines.append("127.0.1.1\t\(hostName)") }
        lines += addresses.map { "\($0)\t\(hostName)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The networks' servers, else the host's that are not on its own loopback.
    static func resolver(
        _ configuration: ContainerConfig, _ endpoints: [EndpointRecord], host: String
    ) -> String {
        var servers = endpoints.flatMap(\.nameServers)
        if servers.isEmpty {
            servers = host.split(separator: "\n").compactMap { line in
                let words = line.split { $0 == " " || $0 == "\t" }
                guard words.count >= 2, words[0] == "nameserver" else { return nil }
                return words[1].hasPrefix("127.") || words[1] == "::1" ? nil : String(words[1])
            }
        }
        let own = configuration.dnsSearchList.split { $0 == "," || $0 == " " }.map(String.init)
        let domains = own.isEmpty ? endpoints.flatMap(\.searchDomains) : own
        var lines = servers.map { "nameserver \($0)" }
        if !domains.isEmpty { lines.append("search " + domains.joined(separator: " ")) }
        if !configuration.allowUnqualifiedDNSQuery { lines.append("options no-tld-query") }
        return lines.map { $0 + "\n" }.joined()
    }
}

/// Another container whose network is shared.
struct SharedNetwork {
    let namespace: String
    let endpoints: [EndpointRecord]

    /// - Throws: `invalidArgument` when there is none of that id, or it has no network any more.
    init(of id: String, root: String) throws(Failure) {
        let pointer = "/NetworkSharedContainerName"
        guard (try? ContainerID(validating: id)) != nil,
            let folder = try? ContainerFolder(root: root, id: id),
            let record = try? folder.readRecord()
        else {
            throw Failure(.invalidArgument, "\(pointer): no container \"\(id)\"")
        }
        guard let agent = record.agent, agent.isAlive, record.state != .stopped else {
            throw Failure(.invalidArgument, "\(pointer): container \(id) is stopped and has no network")
        }
        namespace = "/proc/\(agent.pid)/ns/net"
        endpoints = record.endpoints ?? []
    }
}
