internal import HCSNetwork
internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

/// Joins and leaves networks for one container.
struct Networks {
    private let folder: ContainerFolder
    private let plugins: NetworkPlugins

    init(_ folder: ContainerFolder, _ cgroup: String, _ reaper: Reaper) {
        self.folder = folder
        // Unique on the host, whatever the state root.
        plugins = NetworkPlugins(
            container: String(cgroup.dropFirst()), folder: folder.path, runner: reaper)
    }

    /// Joins one network; the record is on disk before the first plugin runs, and after the last.
    func join(
        _ network: String, _ pointer: String, _ record: inout ContainerRecord, _ agent: ProcessIdentity
    ) throws(Failure) {
        let folders = record.networks ?? NetworkFolders(configurations: nil, plugins: nil)
        var endpoints = record.endpoints ?? []
        guard !endpoints.contains(where: { $0.network == network }) else {
            throw Failure(.invalidArgument, "\(pointer): network \"\(network)\" is joined already")
        }
        let number = (0...endpoints.count).first { index in
            !endpoints.contains { $0.interface == "eth\(index)" }
        }
        do throws(NetworkError) {
            let configurations = try NetworkConfiguration.find(network, in: folders.configurations)
            endpoints.append(
                EndpointRecord(
                    network: network, interface: "eth\(number ?? endpoints.count)", plugins: configurations,
                    pluginFolders: folders.plugins))
            try write(endpoints, &record)
            let last = endpoints.count - 1
            try plugins.join(&endpoints[last], namespace: "/proc/\(agent.pid)/ns/net")
            try write(endpoints, &record)
        } catch {
            throw Failure(error, pointer)
        }
    }

    /// Leaves one network; throws what the plugins said, after all of them were asked.
    func leave(_ endpoint: EndpointRecord, _ agent: ProcessIdentity?) throws(NetworkError) {
        let namespace = agent.flatMap { $0.isAlive ? "/proc/\($0.pid)/ns/net" : nil }
        try plugins.leave(endpoint, namespace: namespace)
    }

    /// Leaves all; a sentence for each that could not be left.
    func leaveAll(_ endpoints: inout [EndpointRecord], _ agent: ProcessIdentity?) -> [String] {
        var sentences: [String] = []
        for endpoint in endpoints.reversed() {
            do throws(NetworkError) {
                try leave(endpoint, agent)
            } catch {
                sentences.append("/EndpointList: leaving network \(endpoint.network) failed: \(error)")
            }
        }
        endpoints = []
        return sentences
    }

    func write(_ endpoints: [EndpointRecord], _ record: inout ContainerRecord) throws(NetworkError) {
        record.endpoints = endpoints
        do {
            try folder.write(record)
        } catch {
            throw .record("\(error)")
        }
    }
}

extension Failure {
    init(_ error: NetworkError, _ pointer: String) {
        switch error {
        case .unknown: self.init(.invalidArgument, "\(pointer): \(error)")
        case .noPlugin:
            self.init(
                .missingProgram, "\(pointer): \(error)", hint: "apt-get install containernetworking-plugins")
        case .configuration, .plugin, .notRun, .answer, .record:
            self.init(.systemFailed, "\(pointer): \(error)")
        }
    }
}

extension Supervisor {
    /// Joins or leaves a network while the container runs. `Settings` is its name, as for HCS an endpoint's id.
    func changeNetwork(
        _ kind: ModificationKind, _ request: ResourceModificationRequestResponse,
        _ modification: inout Modification
    ) throws(Failure) {
        let network = try request.settings(String.self)
        guard let agent = record.agent else {
            throw Failure(.invalidState, "the container has no guest agent")
        }
        guard modification.configuration.networkSharedContainerName.isEmpty else {
            throw Failure(.invalidArgument, "/Settings: the container's network is another container's")
        }
        let networks = Networks(folder, record.cgroup, reaper)
        switch kind {
        case .add:
            let before = record.endpoints
            // Registered first: a join that fails half-way is left as well.
            modification.onFailure { [unowned self] in leaveAllBut(before, networks) }
            try networks.join(network, "/Settings", &record, agent)
            modification.configuration.endpointList.append(network)
        case .remove:
            guard let endpoint = record.endpoints?.first(where: { $0.network == network }) else {
                throw Failure(.invalidArgument, "/Settings: network \"\(network)\" is not joined")
            }
            do throws(NetworkError) {
                try networks.leave(endpoint, agent)
            } catch {
                throw Failure(error, "/Settings")
            }
            record.endpoints?.removeAll { $0.network == network }
            modification.onFailure { [unowned self] in
                try? networks.join(network, "/Settings", &record, agent)
            }
            modification.configuration.endpointList.removeAll { $0 == network }
        case .update:
            throw Failure(.invalidArgument, "/RequestType: a network takes Add and Remove, not Update")
        }
        try NameFiles(modification.configuration, folder).refresh(endpoints: record.endpoints ?? [])
    }

    private func leaveAllBut(_ kept: [EndpointRecord]?, _ networks: Networks) {
        let names = Set((kept ?? []).map(\.network))
        for endpoint in record.endpoints ?? [] where !names.contains(endpoint.network) {
            try? networks.leave(endpoint, record.agent)
        }
        record.endpoints = kept
    }
}
