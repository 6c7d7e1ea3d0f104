internal import HCSOCI
public import HCSSchema
internal import HCSSystem

extension ContainerStore {
    /// What keeps a document from being used on this host: paths that are not there, and what no container can have here.
    public func hostFindings(for configuration: ContainerConfig) -> [DocumentFinding] {
        var findings = OCI.unsupportedFields(of: configuration).map {
            DocumentFinding($0.pointer, $0.sentence)
        }
        for (index, layer) in (configuration.layers ?? []).enumerated() {
            findings += Self.missing(layer.path, "/Layers/\(index)/Path")
        }
        for (index, directory) in configuration.mappedDirectories.enumerated() {
            findings += Self.missing(directory.hostPath, "/MappedDirectories/\(index)/HostPath")
        }
        for (index, pipe) in configuration.mappedPipes.enumerated() {
            findings += Self.missing(pipe.hostPath, "/MappedPipes/\(index)/HostPath")
        }
        for (index, disk) in configuration.mappedVirtualDisks.enumerated() where !disk.hostPath.isEmpty {
            findings += Self.missing(disk.hostPath, "/MappedVirtualDisks/\(index)/HostPath")
        }
        if !configuration.volumePath.isEmpty {
            findings += Self.missing(configuration.volumePath, "/VolumePath")
        }
        return findings
    }

    private static func missing(_ path: String, _ pointer: String) -> [DocumentFinding] {
        do throws(SyscallError) {
            _ = try Files.status(path, followLinks: true)
            return []
        } catch {
            return [DocumentFinding(pointer, "\(path) is not there on this host (\(error.kind))")]
        }
    }
}
