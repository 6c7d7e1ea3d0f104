package import HCSSchema

/// What a command asks of an import worker, over the socket the worker inherits.
package struct LayerImportRequest: Hashable, Sendable, Codable {
    /// The name (argument 0) under which `hcsctl` is such a worker.
    package static let worker = "hcsctl-import"
    package static let requestType: UInt16 = 160
    package static let updateType: UInt16 = 161

    /// As the user named it; relative paths are taken from the worker's folder, which is the caller's. For `-` the archive
    /// comes as a descriptor.
    package var source: String
    /// The folder of the layers.
    package var store: String
    package var maximumBytes: Int64
    package var maximumEntries: Int
    /// Where bsdtar, bsdcat, skopeo and sha256sum are looked up.
    package var searchPath: String

    package init(
        source: String, store: String, maximumBytes: Int64, maximumEntries: Int, searchPath: String
    ) {
        self.source = source
        self.store = store
        self.maximumBytes = maximumBytes
        self.maximumEntries = maximumEntries
        self.searchPath = searchPath
    }
}

/// What a worker says: how far it is, at least once a second, and at last the layers or why there are none.
package struct LayerImportUpdate: Hashable, Sendable, Codable {
    package enum Phase: String, Hashable, Sendable, Codable {
        /// An image is being copied from where it is.
        case copying
        case unpacking
        case writing
    }

    package var phase: Phase?
    /// The layer being unpacked, from 1, and of how many.
    package var layer = 0
    package var layerCount = 0
    /// Bytes read, and how many there are where that is known.
    package var done: Int64 = 0
    package var total: Int64?
    /// The end: topmost first.
    package var layers: [Layer]?
    package var failure: Failure?

    package init(_ phase: Phase?) {
        self.phase = phase
    }

    package init(layers: [Layer]) {
        self.layers = layers
    }

    package init(_ failure: Failure) {
        self.failure = failure
    }
}

/// What is written down of an imported layer, beside its files.
package struct LayerRecord: Hashable, Sendable, Codable {
    package static let currentVersion = 1

    package var version = currentVersion
    /// The sha256 of the unpacked archive, 64 hexadecimal digits.
    package var id: String
    /// What it was imported from, as the user named it.
    package var source: String
    package var created: Timestamp
    /// The content of its files as the archive gives it, and how many entries that had.
    package var bytes: Int64
    package var entries: Int

    package init(id: String, source: String, created: Timestamp, bytes: Int64, entries: Int) {
        self.id = id
        self.source = source
        self.created = created
        self.bytes = bytes
        self.entries = entries
    }
}
