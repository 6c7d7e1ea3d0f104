private let redactedText = "<redacted>"

extension ContainerConfig {
    /// The document for printing: without its credentials.
    public var redacted: ContainerConfig {
        var copy = self
        if !credentials.isEmpty { copy.credentials = redactedText }
        return copy
    }
}

extension ProcessConfig {
    /// The document for printing: without the values of its environment, nor an OCI specification, which has another.
    public var redacted: ProcessConfig {
        var copy = self
        copy.environment = environment.mapValues { _ in redactedText }
        if ociSpecification != nil { copy.ociSpecification = RawJSON("\"\(redactedText)\"") }
        return copy
    }
}
