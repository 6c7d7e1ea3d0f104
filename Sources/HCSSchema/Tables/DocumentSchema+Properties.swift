extension DocumentSchema {
    /// `ContainerProperties`.
    public static let containerProperties = DocumentSchema(
        "ContainerProperties", "What a compute system says about itself.",
        [
            Field("Id", .text, "The container's id."),
            Field(
                "State", .text, "Created, Running, Paused, Stopped, SavedAsTemplate or Unknown.",
                since: "0.7.0"),
            Field("Name", .text, "The container's name."),
            Field("SystemType", .text, "Container or VirtualMachine."),
            Field("RuntimeOsType", .text, "Linux or Windows.", since: "0.7.0"),
            Field("Owner", .text, "The platform that created the container."),
            Field("SiloGuid", .text, "GUID of the silo (Windows)."),
            Field("RuntimeId", .text, "GUID of the utility VM."),
            Field("IsRuntimeTemplate", .flag, "Whether this is a template others are cloned from."),
            Field("RuntimeImagePath", .text, "Path of the utility VM's image."),
            Field("Stopped", .flag, "Whether the container has stopped."),
            Field(
                "ExitType", .text,
                "How it stopped: None, GracefulExit, ForcedExit, UnexpectedExit or Unknown."),
            Field("AreUpdatesPending", .flag, "Whether updates wait to be installed."),
            Field("ObRoot", .text, "Root of the container's object namespace (Windows)."),
            Field("Statistics", .document("Statistics"), "Resource use; all zero unless asked for."),
            Field(
                "ProcessList", .list(of: .document("ProcessListItem")),
                "The processes; empty unless asked for."),
            Field(
                "MappedVirtualDiskControllers",
                .map(keys: .integers, values: .document("MappedVirtualDiskController")),
                "The disks by controller number; empty unless asked for."),
        ])

    /// `ProcessListItem`.
    public static let processListItem = DocumentSchema(
        "ProcessListItem", "One process of a container's process list.",
        [
            Field("CreateTimestamp", .text(.timestamp), "When the process was created."),
            Field("ImageName", .text, "Name of the program."),
            Field("KernelTime100ns", .uint64, "CPU time in the kernel, in units of 100 ns."),
            Field("MemoryCommitBytes", .uint64, "Committed memory in bytes."),
            Field("MemoryWorkingSetPrivateBytes", .uint64, "Resident private memory in bytes."),
            Field("MemoryWorkingSetSharedBytes", .uint64, "Resident shared memory in bytes."),
            Field("ProcessId", .uint32, "The process id."),
            Field("UserTime100ns", .uint64, "CPU time in user mode, in units of 100 ns."),
        ])

    /// `MappedVirtualDiskController`.
    public static let mappedVirtualDiskController = DocumentSchema(
        "MappedVirtualDiskController", "The disks on one virtual disk controller.",
        [
            Field(
                "MappedVirtualDisks", .map(keys: .integers, values: .document("MappedVirtualDisk")),
                "The disks by their logical unit number.")
        ])
}
