internal import HCSJSON
internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

extension Supervisor {
    /// Makes the changes of a request in order; what was made before one that fails is taken back.
    func modify(_ request: SupervisorRequest, _ client: Client) {
        let before = record.disks ?? []
        do {
            try change(request.modifications ?? [])
        } catch {
            return refuse(client, error)
        }
        for change in request.modifications ?? [] { emit(.modified, detail: change.resourceType) }
        emitDisks(since: before)
        finish(client, SupervisorReply())
    }

    private func change(_ requests: [ResourceModificationRequestResponse]) throws(Failure) {
        var modification = Modification(of: try configuration())
        let before = (record: record, configuration: modification.configuration)
        do throws(Failure) {
            for request in requests { try apply(request, to: &modification) }
            try check(modification.configuration)
            try write(modification.configuration)
            try writeRecord()
        } catch {
            modification.takeBack()
            record = before.record
            record.disks = record.disks?.map { restored[$0] ?? $0 }
            restored = [:]
            // The error of the change is the one to report; the old state is what the files said before.
            try? folder.write(before.configuration)
            try? folder.write(record)
            throw error
        }
    }

    /// One change, by the type of its resource.
    private func apply(
        _ request: ResourceModificationRequestResponse, to modification: inout Modification
    ) throws(Failure) {
        let kind = try ModificationKind(request)
        switch request.resourceType.lowercased() {
        case "memory": try changeMemory(kind, request, &modification)
        case "processor": try changeProcessors(kind, request, &modification)
        case "mappeddirectory": try changeDirectories(kind, request, &modification)
        case "mappedvirtualdisk": try changeDisks(kind, request, &modification)
        case "mappedpipe": try changePipe(kind, request, &modification)
        case "network": try changeNetwork(kind, request, &modification)
        case "":
            throw Failure(.invalidArgument, "/ResourceType: is empty")
        default:
            throw Failure(
                .unsupported,
                "/ResourceType: \"\(request.resourceType)\" of a container cannot be changed here")
        }
    }

    private func configuration() throws(Failure) -> ContainerConfig {
        do {
            return try folder.readConfiguration()
        } catch {
            throw Failure(.systemFailed, "cannot read the container's document: \(error)")
        }
    }

    private func check(_ configuration: ContainerConfig) throws(Failure) {
        guard let worst = configuration.validate().first(where: { $0.severity == .error }) else { return }
        throw Failure(.invalidArgument, "\(worst)")
    }

    private func write(_ configuration: ContainerConfig) throws(Failure) {
        do {
            try folder.write(configuration)
        } catch {
            throw Failure(.systemFailed, "cannot write the container's document: \(error)")
        }
    }
}

extension ResourceModificationRequestResponse {
    /// The resource, read strictly: an unknown key is an error.
    func settings<Document: Decodable>(_ type: Document.Type) throws(Failure) -> Document {
        guard let settings else { throw Failure(.invalidArgument, "/Settings: is missing") }
        do {
            return try DocumentDecoder().decode(type, from: Array(settings.text.utf8))
        } catch {
            throw Failure(.invalidArgument, "/Settings\(error.pointer): \(error.message)")
        }
    }
}
