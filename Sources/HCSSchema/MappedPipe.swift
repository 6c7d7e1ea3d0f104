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

extension MappedPipe {
    /// Where a host path such as `\\.\pipe\NAME` is on Linux.
    public static let hostFolder = "/run/hcs/pipe"

    /// Where a pipe without a path is inside a container.
    public static let containerFolder = "/run/pipe"

    /// The socket or FIFO on the host; nil when `hostPath` is neither an absolute path nor a pipe's name.
    public var socketPath: String? {
        Self.path(of: hostPath, in: Self.hostFolder, allowsBareName: false)
    }

    /// Where it is inside the container; nil when `containerPipeName` is no name and no absolute path without `..`.
    public var containerPath: String? {
        Self.path(of: containerPipeName, in: Self.containerFolder, allowsBareName: true)
    }

    private static let windowsPrefix = #"\\.\pipe\"#

    private static func path(of text: String, in folder: String, allowsBareName: Bool) -> String? {
        if text.utf8.first == UInt8(ascii: "/") {
            let parts = text.split(separator: "/").filter { $0 != "." }
            let isPlain = !parts.isEmpty && !parts.contains("..") && !text.utf8.contains { $0 < 0x20 }
            return isPlain ? "/" + parts.joined(separator: "/") : nil
        }
        let isWindows = text.lowercased().hasPrefix(windowsPrefix)
        guard isWindows || allowsBareName else { return nil }
        let name = isWindows ? String(text.dropFirst(windowsPrefix.count)) : text
        return isName(name) ? "\(folder)/\(name)" : nil
    }

    private static func isName(_ name: String) -> Bool {
        guard (1...255).contains(name.utf8.count), name != ".", name != ".." else { return false }
        return name.utf8.allSatisfy {
            $0.isASCIIAlphanumeric || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains($0)
        }
    }
}
