internal import HCSProtocol
public import HCSSchema

/// One container in a list.
public struct ContainerSummary: Hashable, Sendable {
    /// The v1 properties; the state is Unknown where the container's own files cannot be read.
    public let properties: ContainerProperties
    /// When it was created.
    public let created: Timestamp?
    /// When it was started.
    public let started: Timestamp?

    init(id: String, record: ContainerRecord?) {
        properties = record.map(ContainerProperties.init) ?? ContainerProperties(id: id, state: "Unknown")
        created = record?.created
        started = record?.started
    }
}
