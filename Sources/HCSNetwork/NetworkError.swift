package import HCSSystem

/// Why a network could not be joined or left.
package enum NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(network: String, folder: String, known: [String])
    case configuration(path: String, reason: String)
    case noPlugin(name: String, folders: String)
    /// The plugin ran and said no; its own words, made safe to print.
    case plugin(name: String, command: String, message: String)
    case notRun(name: String, SyscallError)
    case answer(plugin: String, reason: String)
    case record(String)

    package var description: String {
        switch self {
        case .unknown(let network, let folder, let known):
            "no network \"\(network)\" in \(folder)"
                + (known.isEmpty ? "" : " (there are: \(known.joined(separator: ", ")))")
        case .configuration(let path, let reason): "the network configuration \(path) is no use: \(reason)"
        case .noPlugin(let name, let folders): "no network plugin \"\(name)\" in \(folders)"
        case .plugin(let name, let command, let message): "network plugin \(name), \(command): \(message)"
        case .notRun(let name, let error) where error.kind == .timedOut:
            "network plugin \(name) did not end in time and was killed"
        case .notRun(let name, let error): "network plugin \(name) could not be run: \(error)"
        case .answer(let plugin, let reason):
            "network plugin \(plugin) gave an answer that cannot be read: \(reason)"
        case .record(let reason): "the container's state cannot be written: \(reason)"
        }
    }
}
