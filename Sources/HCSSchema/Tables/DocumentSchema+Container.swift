extension DocumentSchema {
    /// `ContainerConfig`.
    public static let containerConfig = DocumentSchema(
        "ContainerConfig", "A container to create.",
        [
            Field(
                "SystemType", .text(.choice(["Container"], ignoresCase: true)),
                "What to create: Container; empty is taken for it."),
            Field("Name", .text, "Name of the container; callers use the id."),
            Field("Owner", .text, "The platform that creates the container."),
            Field(
                "VolumePath", .text,
                "The scratch volume: a directory, a disk image or a block device."),
            Field(
                "IgnoreFlushesDuringBoot", .flag,
                "Whether writes need not be flushed before the container runs."),
            Field(
                "LayerFolderPath", .text(.path(mayBeEmpty: true)),
                "Absolute path of the folder for the container's scratch space."),
            Field(
                "Layers", .list(of: .document("Layer"), maximumCount: ContainerConfig.maximumLayerCount),
                "The read-only layers, the top-most parent first."),
            Field("Credentials", .text, "Credentials document; never printed."),
            Field("ProcessorCount", .uint32, "Number of processors; 0 is no limit."),
            Field(
                "ProcessorWeight", .integer(.uint64, 0...10000),
                "Relative weight, 1 to 10000; 0 is the default."),
            Field(
                "ProcessorMaximum", .integer(.int64, 0...10000),
                "Share of the whole host in percent times 100, 1 to 10000; 0 is no limit."),
            Field("StorageIOPSMaximum", .uint64, "Storage operations a second; 0 is no limit."),
            Field("StorageBandwidthMaximum", .uint64, "Storage bytes a second; 0 is no limit."),
            Field(
                "StorageSandboxSize", .integer(.uint64, 0...Int64.max),
                "Size of the scratch space in bytes; 0 is the default."),
            // Less than 4 MiB starts no process; 2^43 MiB is where bytes no longer fit in 63 bits.
            Field(
                "MemoryMaximumInMB", .integer(.int64, 4...1 << 43, allowsZero: true),
                "Memory limit in MiB; 0 is no limit."),
            Field(
                "HostName", .text(.hostName), "Host name inside the container (RFC 1123, at most 64 bytes)."),
            Field("MappedDirectories", .list(of: .document("MappedDir")), "Host directories shown inside."),
            Field("MappedPipes", .list(of: .document("MappedPipe")), "Host pipes shown inside."),
            Field("HvPartition", .flag, "Whether the container runs in a utility VM."),
            Field("NetworkSharedContainerName", .text, "Id of the container whose network is shared."),
            Field("EndpointList", .list(of: .text), "Ids of the network endpoints to attach."),
            Field("HvRuntime", .document("HvRuntime"), "What boots the utility VM; only with HvPartition."),
            Field("Servicing", .flag, "Whether the container only installs updates."),
            Field("AllowUnqualifiedDNSQuery", .flag, "Whether names without a dot are looked up."),
            Field("DNSSearchList", .text, "DNS suffixes separated by commas."),
            Field(
                "ContainerType", .text(.choice(["Linux"], ignoresCase: true)),
                "Linux, or left out; this host runs no Windows containers."),
            Field(
                "TerminateOnLastHandleClosed", .flag,
                "Whether the container is killed when its last client goes."),
            Field(
                "MappedVirtualDisks", .list(of: .document("MappedVirtualDisk")),
                "Virtual disks to attach at the start."),
            Field(
                "AssignedDevices", .list(of: .document("AssignedDevice")), "Host devices for the container.",
                since: "0.6.12"),
            Field(
                "RegistryChanges", .any, "Changes to a Windows registry; without meaning on Linux.",
                since: "0.6.13",
                deprecation: "hcsshim 0.9 removed it"),
        ],
        rules: [
            Rule("Layers", "is empty; a container needs at least one layer", whenUnset: ["Layers"]),
            Rule(
                "HvRuntime", "is only for a container with HvPartition", whenSet: ["HvRuntime"],
                whenUnset: ["HvPartition"]),
            Rule(
                "EndpointList", "and NetworkSharedContainerName exclude each other",
                whenSet: ["EndpointList", "NetworkSharedContainerName"]),
        ])

    /// `Layer`.
    public static let layer = DocumentSchema(
        "Layer", "A read-only layer of a container's storage.",
        [
            Field("ID", .text, "Identifies the layer: a GUID in hcsshim, any text here."),
            Field(
                "Path", .text(.path(mayBeEmpty: false)),
                "Absolute path of the layer's folder or disk image on the host.", isRequired: true),
        ])

    /// `MappedDir`.
    public static let mappedDir = DocumentSchema(
        "MappedDir", "A host directory (or file) shown inside a container.",
        [
            // A newline would start a new entry in a mount table.
            Field(
                "HostPath", .text(.path(mayBeEmpty: false, isOneLine: true)), "Absolute path on the host.",
                isRequired: true),
            Field(
                "ContainerPath", .text(.path(mayBeEmpty: false, isOneLine: true)),
                "Absolute path inside the container.", isRequired: true),
            Field("ReadOnly", .flag, "Whether the container may not write."),
            Field("BandwidthMaximum", .uint64, "Limit in bytes a second; 0 is no limit."),
            Field("IOPSMaximum", .uint64, "Limit in operations a second; 0 is no limit."),
            Field(
                "CreateInUtilityVM", .flag, "Whether the directory is for the utility VM itself.",
                since: "0.6.4"),
            Field(
                "LinuxMetadata", .flag, "Whether Linux owners and modes are kept on a Windows host.",
                since: "0.6.12"),
        ])

    /// `MappedPipe`.
    public static let mappedPipe = DocumentSchema(
        "MappedPipe", "A pipe of the host (on Linux: a socket or FIFO) shown inside a container.",
        [
            Field(
                "HostPath", .text(.path(mayBeEmpty: false, isOneLine: true)), "Absolute path on the host.",
                isRequired: true),
            Field(
                "ContainerPipeName", .text(.filled), "Name of the pipe inside the container.",
                isRequired: true),
        ])

    /// `HvRuntime`.
    public static let hvRuntime = DocumentSchema(
        "HvRuntime", "What boots the utility VM of a container with HvPartition.",
        [
            Field(
                "ImagePath", .text(.path(mayBeEmpty: true)),
                "Folder with the VM's image, kernel and initrd."),
            Field("SkipTemplate", .flag, "Whether the VM starts without a saved template."),
            Field("LinuxInitrdFile", .text, "Name of the initrd under ImagePath."),
            Field("LinuxKernelFile", .text, "Name of the kernel under ImagePath."),
            // The kernel cuts its command line there (x86).
            Field(
                "LinuxBootParameters", .text(.line(maximumBytes: 2048)),
                "Words added to the kernel's command line."),
            Field(
                "BootSource", .text(.choice(["Vhd"], ignoresCase: false)),
                "Vhd to boot from a disk; empty boots from the initrd."),
            Field("WritableBootSource", .flag, "Whether the boot disk may be written."),
        ])

    /// `MappedVirtualDisk`.
    public static let mappedVirtualDisk = DocumentSchema(
        "MappedVirtualDisk", "A virtual disk attached to a container, and mounted unless AttachOnly.",
        [
            Field(
                "HostPath", .text(.path(mayBeEmpty: true)), "Absolute path of the disk image on the host."),
            Field(
                "ContainerPath", .text(.path(mayBeEmpty: true)),
                "Absolute path inside the container where the disk is mounted."),
            Field("CreateInUtilityVM", .flag, "Whether the disk is for the utility VM itself."),
            Field("ReadOnly", .flag, "Whether the container may not write."),
            Field(
                "Cache",
                .text(
                    .choice(["Disabled", "Enabled", "Private", "PrivateAllowSharing"], ignoresCase: false)),
                "Cache mode."),
            Field("AttachOnly", .flag, "Whether the disk is attached but not mounted; always written."),
        ],
        rules: [
            Rule("HostPath", "is empty; there is no disk to attach", whenUnset: ["HostPath"]),
            Rule(
                "ContainerPath", "is empty; only a disk with AttachOnly needs none",
                whenUnset: ["ContainerPath", "AttachOnly"]),
        ])

    /// `AssignedDevice`.
    public static let assignedDevice = DocumentSchema(
        "AssignedDevice", "A device of the host given to a container.",
        [Field("InterfaceClassGuid", .text, "GUID of the device interface class.")])
}
