/// The read-only layers of a container, the topmost first, each known to be a folder.
package struct LayerChain: Hashable, Sendable {
    /// What the kernel's overlay takes (`OVL_MAX_STACK`).
    package static let maximum = 500

    package let paths: [String]

    /// Checks the document's layers in order; reads nothing but their status.
    package init(checking paths: [String]) throws(StorageError) {
        guard !paths.isEmpty else { throw .noLayers }
        guard paths.count <= LayerChain.maximum else { throw .tooManyLayers(paths.count) }
        for (index, path) in paths.enumerated() {
            if let problem = StorageError.Problem.ofFolder(path) {
                throw .layer(index: index, path: path, problem)
            }
        }
        self.paths = paths
    }

    /// The layer whose root gives the container's root its owner and mode.
    var top: String { paths[0] }
}
