internal import Glibc
internal import HCSJSON
package import HCSProtocol
internal import HCSSchema
package import HCSSystem

/// Runs CNI plugins: programs that take their configuration on stdin and say what they did on stdout.
package struct NetworkPlugins {
    private let container: String
    private let folder: String
    private let runner: any CommandRunner
    private static let deadline = Duration.seconds(60)

    /// - Parameters:
    ///   - container: the id the plugins keep addresses under; unique on the host.
    ///   - folder: the container's, for what goes in and comes out of a plugin.
    package init(container: String, folder: String, runner: any CommandRunner) {
        self.container = container
        self.folder = folder
        self.runner = runner
    }

    /// Runs each plugin's ADD with what the one before has answered, and puts the last answer into the record.
    package func join(_ endpoint: inout EndpointRecord, namespace: String) throws(NetworkError) {
        var result: String?
        for plugin in endpoint.plugins {
            result = try run("ADD", plugin, endpoint, namespace, previous: result)
        }
        guard let result else { return }
        try endpoint.take(result)
    }

    /// Runs each plugin's DEL, the last one's first; goes on after a failure and throws the first.
    ///
    /// - Parameter namespace: nil when it is gone, with the interfaces in it.
    package func leave(_ endpoint: EndpointRecord, namespace: String?) throws(NetworkError) {
        var failure: NetworkError?
        for plugin in endpoint.plugins.reversed() {
            do throws(NetworkError) {
                _ = try run("DEL", plugin, endpoint, namespace ?? "", previous: endpoint.result)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private func run(
        _ command: String, _ plugin: String, _ endpoint: EndpointRecord, _ namespace: String,
        previous: String?
    ) throws(NetworkError) -> String {
        let name = PluginText.type(of: plugin) ?? ""
        let found = endpoint.pluginFolders.split(separator: ":").map { "\($0)/\(name)" }
            .first { $0.hasPrefix("/") && Files.isExecutable($0) }
        guard let found else { throw .noPlugin(name: name, folders: endpoint.pluginFolders) }
        let input = previous.flatMap { PluginText.merge(plugin, ["prevResult": RawJSON($0)]) } ?? plugin
        let (status, output) = try execute(
            found, name, input,
            [
                "CNI_COMMAND=\(command)", "CNI_CONTAINERID=\(container)", "CNI_NETNS=\(namespace)",
                "CNI_IFNAME=\(endpoint.interface)", "CNI_PATH=\(endpoint.pluginFolders)",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ])
        guard status == .exited(0) else {
            throw .plugin(name: name, command: command, message: Self.message(output, status))
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func execute(
        _ program: String, _ name: String, _ input: String, _ environment: [String]
    ) throws(NetworkError) -> (ExitStatus, [UInt8]) {
        let (inPath, outPath) = ("\(folder)/network.in", "\(folder)/network.out")
        do throws(SyscallError) {
            try Files.replace(inPath, with: Array(input.utf8))
            defer {
                try? Files.remove(inPath)
                try? Files.remove(outPath)
            }
            try Files.remove(outPath)
            let standardInput = try Files.open(inPath, O_RDONLY)
            let output = try Files.open(outPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            let status = try runner.run(
                Command(
                    path: program, arguments: [program], environment: environment,
                    descriptors: [standardInput, output, nil]), deadline: Self.deadline)
            return (status, try Files.read(outPath, maximum: 1 << 20))
        } catch {
            throw .notRun(name: name, error)
        }
    }

    private struct Problem: Decodable {
        let msg: String?
        let details: String?
    }

    private static func message(_ output: [UInt8], _ status: ExitStatus) -> String {
        guard let problem = try? DocumentDecoder(mode: .lenient).decode(Problem.self, from: output),
            let text = problem.msg
        else {
            return "ended with \(status.code) and no reason"
        }
        let all = text + (problem.details.map { $0.isEmpty ? "" : "; \($0)" } ?? "")
        let scalars = all.unicodeScalars.prefix(500).map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension EndpointRecord {
    private struct Result: Decodable {
        struct Interface: Decodable {
            let name: String?
            let mac: String?
        }
        struct Address: Decodable {
            let address: String?
            let gateway: String?
        }
        struct Route: Decodable {
            let dst: String?
            let gw: String?
        }
        struct Resolver: Decodable {
            let nameservers: [String]?
            let search: [String]?
        }
        let interfaces: [Interface]?
        let ips: [Address]?
        let routes: [Route]?
        let dns: Resolver?
    }

    /// Reads a plugin's answer.
    mutating func take(_ text: String) throws(NetworkError) {
        let answer: Result
        do {
            answer = try DocumentDecoder(mode: .lenient).decode(Result.self, from: Array(text.utf8))
        } catch {
            throw .answer(plugin: network, reason: error.message)
        }
        result = text
        hardwareAddress = answer.interfaces?.last { $0.name == interface }?.mac
        addresses = (answer.ips ?? []).compactMap { ip in
            ip.address.map { Address(address: $0, gateway: ip.gateway) }
        }
        routes = (answer.routes ?? []).compactMap { route in
            route.dst.map { Route(destination: $0, gateway: route.gw) }
        }
        // They go into a file, a line each.
        let isPlain = { (text: String) in !text.isEmpty && !text.utf8.contains { $0 <= 0x20 } }
        nameServers = (answer.dns?.nameservers ?? []).filter(isPlain)
        searchDomains = (answer.dns?.search ?? []).filter(isPlain)
    }
}
