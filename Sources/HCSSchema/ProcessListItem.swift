/// One process of a container's process list.
public struct ProcessListItem: Hashable, Sendable {
    /// When the process was created.
    public var createTimestamp: Timestamp

    /// Name of the program.
    public var imageName: String

    /// CPU time in the kernel, in units of 100 ns.
    public var kernelTime100ns: UInt64

    /// Committed memory in bytes.
    public var memoryCommitBytes: UInt64

    /// Resident private memory in bytes.
    public var memoryWorkingSetPrivateBytes: UInt64

    /// Resident shared memory in bytes.
    public var memoryWorkingSetSharedBytes: UInt64

    /// The process id.
    public var processId: UInt32

    /// CPU time in user mode, in units of 100 ns.
    public var userTime100ns: UInt64

    /// Makes the document; what is not given is zero.
    public init(
        createTimestamp: Timestamp = .zero,
        imageName: String = "",
        kernelTime100ns: UInt64 = 0,
        memoryCommitBytes: UInt64 = 0,
        memoryWorkingSetPrivateBytes: UInt64 = 0,
        memoryWorkingSetSharedBytes: UInt64 = 0,
        processId: UInt32 = 0,
        userTime100ns: UInt64 = 0
    ) {
        self.createTimestamp = createTimestamp
        self.imageName = imageName
        self.kernelTime100ns = kernelTime100ns
        self.memoryCommitBytes = memoryCommitBytes
        self.memoryWorkingSetPrivateBytes = memoryWorkingSetPrivateBytes
        self.memoryWorkingSetSharedBytes = memoryWorkingSetSharedBytes
        self.processId = processId
        self.userTime100ns = userTime100ns
    }
}

extension ProcessListItem: Codable {
    enum Field: String, CaseIterable {
        case createTimestamp = "CreateTimestamp"
        case imageName = "ImageName"
        case kernelTime100ns = "KernelTime100ns"
        case memoryCommitBytes = "MemoryCommitBytes"
        case memoryWorkingSetPrivateBytes = "MemoryWorkingSetPrivateBytes"
        case memoryWorkingSetSharedBytes = "MemoryWorkingSetSharedBytes"
        case processId = "ProcessId"
        case userTime100ns = "UserTime100ns"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        createTimestamp = try fields.value(.createTimestamp, or: .zero)
        imageName = try fields.text(.imageName)
        kernelTime100ns = try fields.integer(.kernelTime100ns)
        memoryCommitBytes = try fields.integer(.memoryCommitBytes)
        memoryWorkingSetPrivateBytes = try fields.integer(.memoryWorkingSetPrivateBytes)
        memoryWorkingSetSharedBytes = try fields.integer(.memoryWorkingSetSharedBytes)
        processId = try fields.integer(.processId)
        userTime100ns = try fields.integer(.userTime100ns)
    }

    /// Writes the fields in the order of hcsshim; those with `omitempty` there only if not zero.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.write(createTimestamp, .createTimestamp)
        try fields.writeUnlessEmpty(imageName, .imageName)
        try fields.writeUnlessEmpty(kernelTime100ns, .kernelTime100ns)
        try fields.writeUnlessEmpty(memoryCommitBytes, .memoryCommitBytes)
        try fields.writeUnlessEmpty(memoryWorkingSetPrivateBytes, .memoryWorkingSetPrivateBytes)
        try fields.writeUnlessEmpty(memoryWorkingSetSharedBytes, .memoryWorkingSetSharedBytes)
        try fields.writeUnlessEmpty(processId, .processId)
        try fields.writeUnlessEmpty(userTime100ns, .userTime100ns)
    }
}
