package import HCSSchema

extension OCI {
    /// The fields of a document that ask for what a container cannot have here. Never ignored: a caller would believe it has it.
    package static func unsupportedFields(of config: ContainerConfig) -> [FieldNote] {
        var notes = Notes()
        addKinds(of: config, to: &notes)
        addStorage(of: config, to: &notes)
        addMapped(of: config, to: &notes)
        return notes.all
    }

    private static func addKinds(of config: ContainerConfig, to notes: inout Notes) {
        notes.add(
            !["", "container"].contains(config.systemType.lowercased()), "SystemType",
            "only Container can be created")
        notes.add(
            !["", "linux"].contains(config.containerType.lowercased()), "ContainerType",
            "only Linux containers run here")
        notes.add(config.hvPartition, "HvPartition", "the utility VM is not built into this version")
        notes.add(
            config.hvRuntime != nil, "HvRuntime",
            "it boots the utility VM, which is not built into this version")
        notes.add(
            config.servicing, "Servicing", "installing updates into layers is an operation of Windows")
        notes.add(
            !config.assignedDevices.isEmpty, "AssignedDevices",
            "they are named by Windows interface classes, which Linux has not")
        notes.add(config.registryChanges != nil, "RegistryChanges", "Linux has no registry")
    }

    private static func addStorage(of config: ContainerConfig, to notes: inout Notes) {
        notes.add(
            !config.volumePath.isEmpty && config.volumePath.utf8.first != UInt8(ascii: "/"), "VolumePath",
            "the scratch volume must be the absolute path of a folder; Windows volume names have no meaning here"
        )
        notes.add(
            config.storageSandboxSize != 0
                && !(scratchSizes.contains(config.storageSandboxSize)), "StorageSandboxSize",
            "a scratch of its own size has 16 MiB to 1 EiB")
    }

    /// Below, ext4 has no room for a journal; above, no room for its numbers.
    private static let scratchSizes: ClosedRange<UInt64> = (16 << 20)...(1 << 60)

    private static func addMapped(of config: ContainerConfig, to notes: inout Notes) {
        for (index, directory) in config.mappedDirectories.enumerated() {
            let prefix = "MappedDirectories/\(index)/"
            notes.add(
                directory.createInUtilityVM, prefix + "CreateInUtilityVM", "this container has no utility VM")
            notes.add(
                directory.linuxMetadata, prefix + "LinuxMetadata",
                "it is for files on Windows; here owners and modes are always Linux's own")
        }
        for (index, disk) in config.mappedVirtualDisks.enumerated() {
            notes.add(
                disk.createInUtilityVM, "MappedVirtualDisks/\(index)/CreateInUtilityVM",
                "this container has no utility VM")
        }
    }
}

private struct Notes {
    private(set) var all: [FieldNote] = []

    mutating func add(_ asked: Bool, _ path: String, _ sentence: String) {
        if asked { all.append(FieldNote(pointer: "/" + path, sentence: sentence)) }
    }
}
