/// A named pipe of the host (on Linux: a socket or FIFO) shown inside a container.
public struct MappedPipe: Hashable, Sendable {
    /// Absolute path on the host.
    public var hostPath: String

    /// Name of the pipe inside the container.
    public var containerPipeName: String

    /// Makes the document; what is not given is zero.
    public init(hostPath: String = "", containerPipeName: String = "") {
        self.hostPath = hostPath
        self.containerPipeName = containerPipeName
    }
}

extension MappedPipe: Codable {
    enum Field: String, CaseIterable {
        case hostPath = "HostPath"
        case containerPipeName = "ContainerPipeName"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        hostPath = try fields.text(.hostPath)
        containerPipeName = try fields.text(.containerPipeName)
    }

    /// Writes every field, in the order of hcsshim.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.write(hostPath, .hostPath)
        try fields.write(containerPipeName, .containerPipeName)
    }
}
