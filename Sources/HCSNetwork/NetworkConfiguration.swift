internal import HCSJSON
internal import HCSSchema
internal import HCSSystem

/// The administrator's networks: CNI configuration files, a list of plugins or a single one each.
package enum NetworkConfiguration {
    private struct Header: Decodable {
        let name: String?
        let cniVersion: String?
        let type: String?
        let plugins: [RawJSON]?
    }

    /// What each plugin of a network is given: its configuration with the network's name and version, JSON.
    ///
    /// Files in the order of their names; the first of that network counts. Files that cannot be read are another's.
    package static func find(_ network: String, in folder: String) throws(NetworkError) -> [String] {
        var known: [String] = []
        for file in files(in: folder) {
            guard let bytes = try? Files.read(file, maximum: 1 << 20),
                let header = try? DocumentDecoder(mode: .lenient).decode(Header.self, from: bytes),
                let name = header.name
            else { continue }
            guard name == network else {
                known.append(name)
                continue
            }
            return try plugins(of: header, named: name, bytes, file)
        }
        throw .unknown(network: network, folder: folder, known: Array(known.prefix(20)))
    }

    private static func files(in folder: String) -> [String] {
        let names = (try? Files.names(in: folder)) ?? []  // no folder, no networks
        return names.sorted().filter { name in
            [".conflist", ".conf", ".json"].contains { name.hasSuffix($0) }
        }.map { "\(folder)/\($0)" }
    }

    private static func plugins(
        of header: Header, named name: String, _ bytes: [UInt8], _ file: String
    ) throws(NetworkError) -> [String] {
        let plugins = header.plugins ?? [RawJSON(String(decoding: bytes, as: UTF8.self))]
        guard !plugins.isEmpty else { throw .configuration(path: file, reason: "it has no plugins") }
        let fields = [
            "name": RawJSON(quoting: name), "cniVersion": RawJSON(quoting: header.cniVersion ?? "0.2.0"),
        ]
        var texts: [String] = []
        for plugin in plugins {
            guard let text = PluginText.merge(plugin.text, fields) else {
                throw .configuration(path: file, reason: "a plugin is not an object")
            }
            guard let type = PluginText.type(of: text), !type.isEmpty, !type.contains("/") else {
                throw .configuration(path: file, reason: "a plugin has no type")
            }
            texts.append(text)
        }
        return texts
    }
}

/// A plugin's configuration as JSON text.
enum PluginText {
    private struct Header: Decodable {
        let type: String?
    }

    /// The object with fields put in; nil when it is none.
    static func merge(_ text: String, _ fields: [String: RawJSON]) -> String? {
        let decoder = DocumentDecoder(mode: .lenient)
        guard var object = try? decoder.decode([String: RawJSON].self, from: Array(text.utf8)) else {
            return nil
        }
        object.merge(fields) { $1 }
        guard let bytes = try? DocumentEncoder().encode(object) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func type(of text: String) -> String? {
        try? DocumentDecoder(mode: .lenient).decode(Header.self, from: Array(text.utf8)).type
    }
}

extension RawJSON {
    init(quoting text: String) {
        let bytes = (try? DocumentEncoder().encode(text)) ?? Array("\"\"".utf8)  // any text can be encoded
        self.init(String(decoding: bytes, as: UTF8.self))
    }
}
