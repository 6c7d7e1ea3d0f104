internal import HCSContainer
internal import HCSSchema

extension CommandContext {
    /// The document of a new container.
    func containerDocument(_ flags: ContainerFlags) throws -> ContainerConfig {
        // An owner from the environment is a default, an owner from the command line an order.
        try flags.document(owner: global.owner, fallbackOwner: global.effectiveOwner, operation: verb)
    }

    /// Creates a container and writes its id down; leaves nothing behind where that fails.
    func create(_ id: String, _ document: ContainerConfig, cidfile: String?) throws -> any Container {
        let container = try store.create(id: id, configuration: document)
        if let cidfile {
            try discarding(container.id) {
                try CommandFailure.writing(cidfile, container.id + "\n", for: verb)
            }
        }
        return container
    }

    /// Deletes the container again where the next step fails.
    func discarding(_ id: String, unless step: () throws -> Void) throws {
        do {
            try step()
        } catch {
            // The step's failure is the one to report.
            try? store.delete(id, force: true)
            throw error
        }
    }
}
