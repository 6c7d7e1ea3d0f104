/// A network a container is in: how it was joined, and what came of it.
///
/// Written before the plugins run, so that whoever finds the container later can leave the network again.
package struct EndpointRecord: Hashable, Sendable, Codable {
    package struct Address: Hashable, Sendable, Codable {
        /// With the length of its prefix: `10.1.0.2/24`.
        package var address: String
        package var gateway: String?

        package init(address: String, gateway: String? = nil) {
            self.address = address
            self.gateway = gateway
        }
    }

    package struct Route: Hashable, Sendable, Codable {
        package var destination: String
        package var gateway: String?

        package init(destination: String, gateway: String? = nil) {
            self.destination = destination
            self.gateway = gateway
        }
    }

    /// The network's name.
    package var network: String
    /// The interface inside the container.
    package var interface: String
    /// What each plugin is given, in the order of joining: JSON without the previous result.
    package var plugins: [String]
    /// Folders the plugins are in.
    package var pluginFolders: String
    /// The last plugin's answer, JSON; nil while the join has not ended.
    package var result: String?
    package var hardwareAddress: String?
    package var addresses: [Address] = []
    package var routes: [Route] = []
    package var nameServers: [String] = []
    package var searchDomains: [String] = []

    package init(network: String, interface: String, plugins: [String], pluginFolders: String) {
        self.network = network
        self.interface = interface
        self.plugins = plugins
        self.pluginFolders = pluginFolders
    }
}
