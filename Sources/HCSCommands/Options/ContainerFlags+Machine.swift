internal import ArgumentParser
internal import HCSSchema

/// The flags about the utility VM of a container.
struct MachineFlags: ParsableArguments {
    @Flag(name: .customLong("hyperv"), help: "HvPartition: the container runs in a utility VM.")
    var isPartition = false

    @Option(
        name: .customLong("hv-image"),
        help: ArgumentHelp("HvRuntime.ImagePath: the VM's image, kernel and initrd.", valueName: "dir"))
    var image: String?

    @Option(
        name: .customLong("hv-kernel"),
        help: ArgumentHelp("HvRuntime.LinuxKernelFile: its kernel's name.", valueName: "name"))
    var kernel: String?

    @Option(
        name: .customLong("hv-initrd"),
        help: ArgumentHelp("HvRuntime.LinuxInitrdFile: its initrd's name.", valueName: "name"))
    var initrd: String?

    @Option(
        name: .customLong("hv-boot"), parsing: .unconditional,
        help: ArgumentHelp("HvRuntime.LinuxBootParameters.", valueName: "text"))
    var boot: String?

    @Option(
        name: .customLong("hv-boot-source"),
        help: ArgumentHelp("HvRuntime.BootSource: Vhd to boot from a disk.", valueName: "source"))
    var bootSource: String?

    @Flag(
        name: .customLong("hv-writable"), help: "HvRuntime.WritableBootSource: the boot disk may be written.")
    var isWritable = false

    @Flag(
        name: .customLong("hv-skip-template"), help: "HvRuntime.SkipTemplate: start without a saved template."
    )
    var skipsTemplate = false
}

extension MachineFlags {
    func apply(to document: inout ContainerConfig) {
        if isPartition { document.hvPartition = true }
        var runtime = document.hvRuntime ?? HvRuntime()
        if let image { runtime.imagePath = image }
        if let kernel { runtime.linuxKernelFile = kernel }
        if let initrd { runtime.linuxInitrdFile = initrd }
        if let boot { runtime.linuxBootParameters = boot }
        if let bootSource { runtime.bootSource = bootSource }
        if isWritable { runtime.writableBootSource = true }
        if skipsTemplate { runtime.skipTemplate = true }
        // An empty one is another document than none.
        if runtime != HvRuntime() { document.hvRuntime = runtime }
    }
}
