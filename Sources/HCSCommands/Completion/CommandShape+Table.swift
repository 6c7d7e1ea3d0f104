// Written by scripts/reference from the command tree. Do not edit.

extension CommandShape {
    /// The options of every command, before or after its name.
    private static let shared = [
        OptionShape(
            ["--root"], .required, "dir", abstract: "The folder of the containers' state [HCSCTL_ROOT]."),
        OptionShape(
            ["--owner"], .required, "name",
            abstract: "The owner of new containers, and whose --all means [HCSCTL_OWNER]."),
        OptionShape(
            ["--runtime"], .required, "runtime", abstract: "The OCI runtime by name or path [HCSCTL_RUNTIME]."
        ),
        OptionShape(
            ["--format"], .required, "format",
            values: ["table", "wide", "json", "jsonl", "name", "github", "prometheus"],
            abstract: "table, wide, json, jsonl, name; for stats prometheus [HCSCTL_FORMAT]."),
        OptionShape(["--quiet", "-q"], abstract: "Print names alone."),
        OptionShape(["--no-header"], abstract: "Print tables without a header."),
        OptionShape(["--no-trunc"], abstract: "Do not shorten columns on a terminal."),
        OptionShape(
            ["--color"], .required, "when", values: ["auto", "always", "never"],
            abstract: "Colour: auto, always or never [NO_COLOR]."),
        OptionShape(
            ["--timeout"], .required, "duration",
            abstract: "How long it may take: 500ms, 2s, 1m30s, or seconds."),
        OptionShape(
            ["--error-format"], .required, "format", values: ["text", "json"],
            abstract: "How failures are printed: text or json."),
        OptionShape(["--debug"], abstract: "Print what is below a failure."),
        OptionShape(["--version"], abstract: "Show the version."),
        OptionShape(["--help", "-h"], abstract: "Show help information."),
    ]

    /// hcsctl itself.
    static let root = CommandShape(
        path: "",
        options: [] + shared,
        operands: [],
        lastOperandRepeats: false,
        ownsCommand: false,
        subcommands: [
            CommandName(
                name: "create", aliases: [],
                abstract: "Create a container from its document; nothing runs in it yet."),
            CommandName(
                name: "start", aliases: [], abstract: "Boot created containers; no process runs in them yet."),
            CommandName(
                name: "run", aliases: [],
                abstract: "Create a container, start it, run a process in it, and stop it."),
            CommandName(name: "pause", aliases: [], abstract: "Freeze every process of running containers."),
            CommandName(name: "resume", aliases: [], abstract: "Thaw paused containers."),
            CommandName(
                name: "shutdown", aliases: ["stop"],
                abstract: "Ask the processes of running containers to end, and stop the containers."),
            CommandName(
                name: "terminate", aliases: [], abstract: "Kill every process of containers and stop them."),
            CommandName(
                name: "delete", aliases: ["rm"], abstract: "Delete stopped containers and what they wrote."),
            CommandName(
                name: "modify", aliases: [],
                abstract: "Change a running container: limits, networks, pipes, directories, disks."),
            CommandName(name: "exec", aliases: [], abstract: "Run a process in a running container."),
            CommandName(
                name: "attach", aliases: [],
                abstract: "Join the console of a process, or the streams kept for it."),
            CommandName(name: "kill", aliases: [], abstract: "Send a signal to processes."),
            CommandName(
                name: "wait", aliases: [],
                abstract: "Wait for containers to stop and processes to exit; print their exit codes."),
            CommandName(name: "resize", aliases: [], abstract: "Set the size of a process's console."),
            CommandName(name: "close-stdin", aliases: [], abstract: "End the standard input of a process."),
            CommandName(name: "ps", aliases: [], abstract: "List the processes in containers."),
            CommandName(
                name: "validate", aliases: [],
                abstract: "Check documents and say everything that is wrong with them."),
            CommandName(name: "list", aliases: ["ls"], abstract: "List the containers in every state."),
            CommandName(
                name: "inspect", aliases: [],
                abstract: "Print everything known about containers and processes, as JSON."),
            CommandName(name: "stats", aliases: [], abstract: "Print what containers use."),
            CommandName(name: "disks", aliases: [], abstract: "List the virtual disks of containers."),
            CommandName(
                name: "events", aliases: [], abstract: "Print what happens to containers, a line an event."),
            CommandName(
                name: "doctor", aliases: [],
                abstract: "Look at this host: what is there, what is missing, what puts it right."),
            CommandName(
                name: "version", aliases: [],
                abstract: "Print hcsctl's version; as a document also from what it was built."),
            CommandName(name: "layers", aliases: [], abstract: "Import, list and delete layers."),
            CommandName(
                name: "completions", aliases: [],
                abstract: "Print or install the completion script of a shell."),
            CommandName(name: "help", aliases: [], abstract: "Show subcommand help information."),
        ])

    /// The command of some words: `exec`, `layers import`.
    static func named(_ path: String) -> CommandShape? {
        switch path {
        case "create": createCommand
        case "start": startCommand
        case "run": runCommand
        case "pause": pauseCommand
        case "resume": resumeCommand
        case "shutdown": shutdownCommand
        case "terminate": terminateCommand
        case "delete": deleteCommand
        case "modify": modifyCommand
        case "exec": execCommand
        case "attach": attachCommand
        case "kill": killCommand
        case "wait": waitCommand
        case "resize": resizeCommand
        case "close-stdin": closeStdinCommand
        case "ps": psCommand
        case "validate": validateCommand
        case "list": listCommand
        case "inspect": inspectCommand
        case "stats": statsCommand
        case "disks": disksCommand
        case "events": eventsCommand
        case "doctor": doctorCommand
        case "version": versionCommand
        case "layers": layersCommand
        case "layers import": layersImportCommand
        case "layers list": layersListCommand
        case "layers delete": layersDeleteCommand
        case "completions": completionsCommand
        case "help": helpCommand
        default: nil
        }
    }

    private static var createCommand: CommandShape {
        CommandShape(
            path: "create",
            options: [
                OptionShape(
                    ["--file", "-f"], .required, "file",
                    abstract: "The container's document; - is standard input."),
                OptionShape(
                    ["--patch"], .required, "file", isRepeating: true,
                    abstract: "A document merged over it: objects deeply, all else replaced. Repeatable."),
                OptionShape(
                    ["--set-json"], .required, "path=json", isRepeating: true,
                    abstract: "Any field, as JSON: Layers[0]={...}. Repeatable."),
                OptionShape(
                    ["--set"], .required, "path=value", isRepeating: true,
                    abstract: "Any text, number or truth: HvRuntime.ImagePath=/vm. Repeatable."),
                OptionShape(["--name"], .required, "text", abstract: "Name: a name beside the id."),
                OptionShape(
                    ["--layer"], .required, "id=path|path", isRepeating: true,
                    abstract: "Layers: read-only, the top-most first. Repeatable."),
                OptionShape(
                    ["--layer-folder"], .required, "dir",
                    abstract: "LayerFolderPath: the folder for what the container writes."),
                OptionShape(
                    ["--volume-path"], .required, "path",
                    abstract: "VolumePath: the scratch volume, a folder, disk image or block device."),
                OptionShape(["--hostname"], .required, "name", abstract: "HostName."),
                OptionShape(["--cpus"], .required, "count", abstract: "ProcessorCount."),
                OptionShape(["--cpu-weight"], .required, "weight", abstract: "ProcessorWeight, 1 to 10000."),
                OptionShape(
                    ["--cpu-max"], .required, "share",
                    abstract: "ProcessorMaximum: share of the host, 1 to 10000 or as 12.5%."),
                OptionShape(
                    ["--memory"], .required, "size", abstract: "MemoryMaximumInMB: MiB, or as 512M or 2G."),
                OptionShape(
                    ["--iops-max"], .required, "count", abstract: "StorageIOPSMaximum: operations a second."),
                OptionShape(
                    ["--bandwidth-max"], .required, "size",
                    abstract: "StorageBandwidthMaximum: bytes a second, or as 10M."),
                OptionShape(
                    ["--sandbox-size"], .required, "size",
                    abstract: "StorageSandboxSize: bytes for what the container writes, or as 2G."),
                OptionShape(
                    ["--mount"], .required, "src:dst[:ro,bw=,iops=,uvm,linux-metadata]", isRepeating: true,
                    abstract:
                        "MappedDirectories: a host directory inside; bw=SIZE and iops=COUNT limit it. Repeatable."
                ),
                OptionShape(
                    ["--pipe"], .required, "host=name", isRepeating: true,
                    abstract: "MappedPipes: a host socket or FIFO inside. Repeatable."),
                OptionShape(
                    ["--disk"], .required, "host:dst[:ro,attach-only,uvm,cache=]", isRepeating: true,
                    abstract: "MappedVirtualDisks: a disk image inside. Repeatable."),
                OptionShape(
                    ["--device"], .required, "guid", isRepeating: true,
                    abstract: "AssignedDevices: a device interface class. Repeatable."),
                OptionShape(
                    ["--endpoint"], .required, "id", isRepeating: true,
                    abstract: "EndpointList: a network endpoint. Repeatable."),
                OptionShape(
                    ["--network-from"], .required, "id",
                    abstract: "NetworkSharedContainerName: the container whose network is shared."),
                OptionShape(
                    ["--dns-search"], .required, "suffix", isRepeating: true,
                    abstract: "DNSSearchList: suffixes, separated by commas. Repeatable."),
                OptionShape(
                    ["--unqualified-dns"], abstract: "AllowUnqualifiedDNSQuery: look up names without a dot."),
                OptionShape(["--hyperv"], abstract: "HvPartition: the container runs in a utility VM."),
                OptionShape(
                    ["--hv-image"], .required, "dir",
                    abstract: "HvRuntime.ImagePath: the VM's image, kernel and initrd."),
                OptionShape(
                    ["--hv-kernel"], .required, "name",
                    abstract: "HvRuntime.LinuxKernelFile: its kernel's name."),
                OptionShape(
                    ["--hv-initrd"], .required, "name",
                    abstract: "HvRuntime.LinuxInitrdFile: its initrd's name."),
                OptionShape(["--hv-boot"], .required, "text", abstract: "HvRuntime.LinuxBootParameters."),
                OptionShape(
                    ["--hv-boot-source"], .required, "source",
                    abstract: "HvRuntime.BootSource: Vhd to boot from a disk."),
                OptionShape(
                    ["--hv-writable"], abstract: "HvRuntime.WritableBootSource: the boot disk may be written."
                ),
                OptionShape(
                    ["--hv-skip-template"],
                    abstract: "HvRuntime.SkipTemplate: start without a saved template."),
                OptionShape(["--type"], .required, "type", abstract: "ContainerType: Linux."),
                OptionShape(["--system-type"], .required, "type", abstract: "SystemType: Container."),
                OptionShape(
                    ["--credentials-file"], .required, "file", abstract: "Credentials: a file with them."),
                OptionShape(["--servicing"], abstract: "Servicing: the container only installs updates."),
                OptionShape(["--ignore-flushes"], abstract: "IgnoreFlushesDuringBoot."),
                OptionShape(
                    ["--tie-to-client"],
                    abstract: "TerminateOnLastHandleClosed: end the container with its last client."),
                OptionShape(
                    ["--dry-run"],
                    abstract: "Print the document as it would be sent, in one line, and create nothing."),
                OptionShape(["--start"], abstract: "Start the container too."),
                OptionShape(
                    ["--cidfile"], .required, "file",
                    abstract: "A file for the id: a new or empty one, or one that has it."),
                OptionShape(
                    ["--pidfile"], .required, "file",
                    abstract: "A file for the host's number of the guest agent: a new or empty one."),
                OptionShape(
                    ["--exist-ok"], abstract: "A container of this id with the same document is success."),
                OptionShape(["--replace"], abstract: "Terminate and delete a container of this id first."),
            ] + shared,
            operands: ["id"],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var startCommand: CommandShape {
        CommandShape(
            path: "start",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(
                    ["--all"],
                    abstract: "Every container in a fitting state, of --owner alone if that is given."),
                OptionShape(["--ignore"], abstract: "Count what is already done, or missing, as success."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var runCommand: CommandShape {
        CommandShape(
            path: "run",
            options: [
                OptionShape(
                    ["--rm"], abstract: "Delete the container at the end, also when this command is killed."),
                OptionShape(["--cidfile"], .required, "file", abstract: "A new file for the id."),
                OptionShape(
                    ["--process"], .required, "file", abstract: "The process's document; - is standard input."
                ),
                OptionShape(["--interactive", "-i"], abstract: "Connect standard input."),
                OptionShape(
                    ["--env", "-e"], .required, "key=value|key", isRepeating: true,
                    abstract: "Environment: a value, or one of the caller's. Repeatable."),
                OptionShape(
                    ["--env-file"], .required, "file", isRepeating: true,
                    abstract: "Environment: a file of KEY=VALUE lines. Repeatable."),
                OptionShape(["--workdir", "-w"], .required, "dir", abstract: "WorkingDirectory."),
                OptionShape(
                    ["--user", "-u"], .required, "user",
                    abstract: "User: a name or number, with :group if one likes."),
                OptionShape(
                    ["--command-line"], .required, "text",
                    abstract: "CommandLine: one text in place of a command."),
                OptionShape(
                    ["--application"], .required, "path",
                    abstract: "ApplicationName: the program, where it is not the command's first word."),
                OptionShape(
                    ["--oci-spec"], .required, "file", abstract: "OCISpecification: a file with one, as JSON."
                ),
                OptionShape(
                    ["--uvm"], abstract: "CreateInUtilityVm: beside the container, in its utility VM."),
                OptionShape(
                    ["--process-patch"], .required, "file", isRepeating: true,
                    abstract: "A document merged over the process's. Repeatable."),
                OptionShape(
                    ["--process-set-json"], .required, "path=json", isRepeating: true,
                    abstract: "Any field of the process's document, as JSON. Repeatable."),
                OptionShape(
                    ["--process-set"], .required, "path=value", isRepeating: true,
                    abstract: "Any text, number or truth of the process's document. Repeatable."),
                OptionShape(["-t"], abstract: "Give the process a console; as --tty."),
                OptionShape(
                    ["--tty"], .required, "when",
                    abstract:
                        "Give the process a console: always (as --tty), auto (where standard input is a terminal), never."
                ),
                OptionShape(
                    ["--detach", "-d"],
                    abstract: "Do not stay: print the process and return; -i keeps its streams."),
                OptionShape(["--size"], .required, "WxH", abstract: "ConsoleSize: columns by rows."),
                OptionShape(
                    ["--pidfile"], .required, "file", abstract: "A new file for the process's number."),
                OptionShape(
                    ["--kill-after"], .required, "duration",
                    abstract: "How long after --timeout the process is killed."),
                OptionShape(
                    ["--on-client-exit"], .required, "what",
                    abstract:
                        "When this command is ended or killed: signal (pass it on), detach, or terminate (the container)."
                ),
                OptionShape(
                    ["--detach-keys"], .required, "keys",
                    abstract: "Keys that leave a console within a second, as ctrl-],x; empty for none."),
                OptionShape(
                    ["--sig-proxy"], .required, "bool",
                    abstract: "Pass signals on to the process; false leaves it when interrupted."),
                OptionShape(
                    ["--drain"], .required, "how",
                    abstract: "After the process's end: idle (until 100 ms without output), eof, or none."),
                OptionShape(
                    ["--result"], .required, "file", abstract: "A file, or fd:N, for how it ended, as JSON."),
                OptionShape(
                    ["--file", "-f"], .required, "file",
                    abstract: "The container's document; - is standard input."),
                OptionShape(
                    ["--patch"], .required, "file", isRepeating: true,
                    abstract: "A document merged over it: objects deeply, all else replaced. Repeatable."),
                OptionShape(
                    ["--set-json"], .required, "path=json", isRepeating: true,
                    abstract: "Any field, as JSON: Layers[0]={...}. Repeatable."),
                OptionShape(
                    ["--set"], .required, "path=value", isRepeating: true,
                    abstract: "Any text, number or truth: HvRuntime.ImagePath=/vm. Repeatable."),
                OptionShape(["--name"], .required, "text", abstract: "Name: a name beside the id."),
                OptionShape(
                    ["--layer"], .required, "id=path|path", isRepeating: true,
                    abstract: "Layers: read-only, the top-most first. Repeatable."),
                OptionShape(
                    ["--layer-folder"], .required, "dir",
                    abstract: "LayerFolderPath: the folder for what the container writes."),
                OptionShape(
                    ["--volume-path"], .required, "path",
                    abstract: "VolumePath: the scratch volume, a folder, disk image or block device."),
                OptionShape(["--hostname"], .required, "name", abstract: "HostName."),
                OptionShape(["--cpus"], .required, "count", abstract: "ProcessorCount."),
                OptionShape(["--cpu-weight"], .required, "weight", abstract: "ProcessorWeight, 1 to 10000."),
                OptionShape(
                    ["--cpu-max"], .required, "share",
                    abstract: "ProcessorMaximum: share of the host, 1 to 10000 or as 12.5%."),
                OptionShape(
                    ["--memory"], .required, "size", abstract: "MemoryMaximumInMB: MiB, or as 512M or 2G."),
                OptionShape(
                    ["--iops-max"], .required, "count", abstract: "StorageIOPSMaximum: operations a second."),
                OptionShape(
                    ["--bandwidth-max"], .required, "size",
                    abstract: "StorageBandwidthMaximum: bytes a second, or as 10M."),
                OptionShape(
                    ["--sandbox-size"], .required, "size",
                    abstract: "StorageSandboxSize: bytes for what the container writes, or as 2G."),
                OptionShape(
                    ["--mount"], .required, "src:dst[:ro,bw=,iops=,uvm,linux-metadata]", isRepeating: true,
                    abstract:
                        "MappedDirectories: a host directory inside; bw=SIZE and iops=COUNT limit it. Repeatable."
                ),
                OptionShape(
                    ["--pipe"], .required, "host=name", isRepeating: true,
                    abstract: "MappedPipes: a host socket or FIFO inside. Repeatable."),
                OptionShape(
                    ["--disk"], .required, "host:dst[:ro,attach-only,uvm,cache=]", isRepeating: true,
                    abstract: "MappedVirtualDisks: a disk image inside. Repeatable."),
                OptionShape(
                    ["--device"], .required, "guid", isRepeating: true,
                    abstract: "AssignedDevices: a device interface class. Repeatable."),
                OptionShape(
                    ["--endpoint"], .required, "id", isRepeating: true,
                    abstract: "EndpointList: a network endpoint. Repeatable."),
                OptionShape(
                    ["--network-from"], .required, "id",
                    abstract: "NetworkSharedContainerName: the container whose network is shared."),
                OptionShape(
                    ["--dns-search"], .required, "suffix", isRepeating: true,
                    abstract: "DNSSearchList: suffixes, separated by commas. Repeatable."),
                OptionShape(
                    ["--unqualified-dns"], abstract: "AllowUnqualifiedDNSQuery: look up names without a dot."),
                OptionShape(["--hyperv"], abstract: "HvPartition: the container runs in a utility VM."),
                OptionShape(
                    ["--hv-image"], .required, "dir",
                    abstract: "HvRuntime.ImagePath: the VM's image, kernel and initrd."),
                OptionShape(
                    ["--hv-kernel"], .required, "name",
                    abstract: "HvRuntime.LinuxKernelFile: its kernel's name."),
                OptionShape(
                    ["--hv-initrd"], .required, "name",
                    abstract: "HvRuntime.LinuxInitrdFile: its initrd's name."),
                OptionShape(["--hv-boot"], .required, "text", abstract: "HvRuntime.LinuxBootParameters."),
                OptionShape(
                    ["--hv-boot-source"], .required, "source",
                    abstract: "HvRuntime.BootSource: Vhd to boot from a disk."),
                OptionShape(
                    ["--hv-writable"], abstract: "HvRuntime.WritableBootSource: the boot disk may be written."
                ),
                OptionShape(
                    ["--hv-skip-template"],
                    abstract: "HvRuntime.SkipTemplate: start without a saved template."),
                OptionShape(["--type"], .required, "type", abstract: "ContainerType: Linux."),
                OptionShape(["--system-type"], .required, "type", abstract: "SystemType: Container."),
                OptionShape(
                    ["--credentials-file"], .required, "file", abstract: "Credentials: a file with them."),
                OptionShape(["--servicing"], abstract: "Servicing: the container only installs updates."),
                OptionShape(["--ignore-flushes"], abstract: "IgnoreFlushesDuringBoot."),
                OptionShape(
                    ["--tie-to-client"],
                    abstract: "TerminateOnLastHandleClosed: end the container with its last client."),
            ] + shared,
            operands: ["id"],
            lastOperandRepeats: false,
            ownsCommand: true,
            subcommands: [])
    }

    private static var pauseCommand: CommandShape {
        CommandShape(
            path: "pause",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(
                    ["--all"],
                    abstract: "Every container in a fitting state, of --owner alone if that is given."),
                OptionShape(["--ignore"], abstract: "Count what is already done, or missing, as success."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var resumeCommand: CommandShape {
        CommandShape(
            path: "resume",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(
                    ["--all"],
                    abstract: "Every container in a fitting state, of --owner alone if that is given."),
                OptionShape(["--ignore"], abstract: "Count what is already done, or missing, as success."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var shutdownCommand: CommandShape {
        CommandShape(
            path: "shutdown",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(["--time"], .required, "duration", abstract: "How long the processes have."),
                OptionShape(["--no-force"], abstract: "Do not kill what is left then."),
                OptionShape(["--no-wait"], abstract: "Ask, and do not wait."),
                OptionShape(
                    ["--all"],
                    abstract: "Every container in a fitting state, of --owner alone if that is given."),
                OptionShape(["--ignore"], abstract: "Count what is already done, or missing, as success."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var terminateCommand: CommandShape {
        CommandShape(
            path: "terminate",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(["--no-wait"], abstract: "Ask, and do not wait."),
                OptionShape(
                    ["--all"],
                    abstract: "Every container in a fitting state, of --owner alone if that is given."),
                OptionShape(["--ignore"], abstract: "Count what is already done, or missing, as success."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var deleteCommand: CommandShape {
        CommandShape(
            path: "delete",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(
                    ["--force", "-f"], abstract: "Terminate what runs; a missing container is only a warning."
                ),
                OptionShape(
                    ["--all"],
                    abstract: "Every container in a fitting state, of --owner alone if that is given."),
                OptionShape(["--ignore"], abstract: "Count what is already done, or missing, as success."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var modifyCommand: CommandShape {
        CommandShape(
            path: "modify",
            options: [
                OptionShape(
                    ["--file", "-f"], .required, "file", abstract: "A request document; - is standard input."),
                OptionShape(
                    ["--memory"], .required, "size", abstract: "Memory: MiB, or as 512M or 2G; 0 lifts."),
                OptionShape(["--cpus"], .required, "count", abstract: "ProcessorCount; 0 lifts."),
                OptionShape(
                    ["--cpu-weight"], .required, "weight",
                    abstract: "ProcessorWeight, 1 to 10000; 0 for the usual."),
                OptionShape(
                    ["--cpu-max"], .required, "share",
                    abstract: "ProcessorMaximum: share of the host, 1 to 10000 or as 12.5%; 0 lifts."),
                OptionShape(
                    ["--add-network"], .required, "network", isRepeating: true,
                    abstract: "Join a network. Repeatable."),
                OptionShape(
                    ["--remove-network"], .required, "network", isRepeating: true,
                    abstract: "Leave a network. Repeatable."),
                OptionShape(
                    ["--add-pipe"], .required, "host=name", isRepeating: true,
                    abstract: "Map a socket or FIFO. Repeatable."),
                OptionShape(
                    ["--remove-pipe"], .required, "name", isRepeating: true,
                    abstract: "Take a pipe away. Repeatable."),
                OptionShape(
                    ["--add-mount"], .required, "src:dst[:ro]", isRepeating: true,
                    abstract: "Map a host directory. Repeatable."),
                OptionShape(
                    ["--remove-mount"], .required, "dst", isRepeating: true,
                    abstract: "Take a mapped directory away. Repeatable."),
                OptionShape(
                    ["--add-disk"], .required, "host[:dst][:options]", isRepeating: true,
                    abstract: "Attach a disk image. Repeatable."),
                OptionShape(
                    ["--remove-disk"], .required, "host", isRepeating: true,
                    abstract: "Take a disk away, by its image. Repeatable."),
                OptionShape(["--exact"], abstract: "Take the id as it is: no prefix."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var execCommand: CommandShape {
        CommandShape(
            path: "exec",
            options: [
                OptionShape(
                    ["--process", "-f"], .required, "file",
                    abstract: "The process's document; - is standard input."),
                OptionShape(["--exact"], abstract: "Take the id as it is: no prefixes."),
                OptionShape(["--interactive", "-i"], abstract: "Connect standard input."),
                OptionShape(
                    ["--env", "-e"], .required, "key=value|key", isRepeating: true,
                    abstract: "Environment: a value, or one of the caller's. Repeatable."),
                OptionShape(
                    ["--env-file"], .required, "file", isRepeating: true,
                    abstract: "Environment: a file of KEY=VALUE lines. Repeatable."),
                OptionShape(["--workdir", "-w"], .required, "dir", abstract: "WorkingDirectory."),
                OptionShape(
                    ["--user", "-u"], .required, "user",
                    abstract: "User: a name or number, with :group if one likes."),
                OptionShape(
                    ["--command-line"], .required, "text",
                    abstract: "CommandLine: one text in place of a command."),
                OptionShape(
                    ["--application"], .required, "path",
                    abstract: "ApplicationName: the program, where it is not the command's first word."),
                OptionShape(
                    ["--oci-spec"], .required, "file", abstract: "OCISpecification: a file with one, as JSON."
                ),
                OptionShape(
                    ["--uvm"], abstract: "CreateInUtilityVm: beside the container, in its utility VM."),
                OptionShape(
                    ["--patch"], .required, "file", isRepeating: true,
                    abstract: "A document merged over it: objects deeply, all else replaced. Repeatable."),
                OptionShape(
                    ["--set-json"], .required, "path=json", isRepeating: true,
                    abstract: "Any field, as JSON: CommandArgs=[\"ls\"]. Repeatable."),
                OptionShape(
                    ["--set"], .required, "path=value", isRepeating: true,
                    abstract: "Any text, number or truth: Environment.LANG=C. Repeatable."),
                OptionShape(["-t"], abstract: "Give the process a console; as --tty."),
                OptionShape(
                    ["--tty"], .required, "when",
                    abstract:
                        "Give the process a console: always (as --tty), auto (where standard input is a terminal), never."
                ),
                OptionShape(
                    ["--detach", "-d"],
                    abstract: "Do not stay: print the process and return; -i keeps its streams."),
                OptionShape(["--size"], .required, "WxH", abstract: "ConsoleSize: columns by rows."),
                OptionShape(
                    ["--pidfile"], .required, "file", abstract: "A new file for the process's number."),
                OptionShape(
                    ["--kill-after"], .required, "duration",
                    abstract: "How long after --timeout the process is killed."),
                OptionShape(
                    ["--on-client-exit"], .required, "what",
                    abstract:
                        "When this command is ended or killed: signal (pass it on), detach, or terminate (the container)."
                ),
                OptionShape(
                    ["--detach-keys"], .required, "keys",
                    abstract: "Keys that leave a console within a second, as ctrl-],x; empty for none."),
                OptionShape(
                    ["--sig-proxy"], .required, "bool",
                    abstract: "Pass signals on to the process; false leaves it when interrupted."),
                OptionShape(
                    ["--drain"], .required, "how",
                    abstract: "After the process's end: idle (until 100 ms without output), eof, or none."),
                OptionShape(
                    ["--result"], .required, "file", abstract: "A file, or fd:N, for how it ended, as JSON."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: false,
            ownsCommand: true,
            subcommands: [])
    }

    private static var attachCommand: CommandShape {
        CommandShape(
            path: "attach",
            options: [
                OptionShape(["--no-stdin"], abstract: "See the output only."),
                OptionShape(["--exact"], abstract: "Take the id as it is: no prefixes."),
                OptionShape(
                    ["--detach-keys"], .required, "keys",
                    abstract: "Keys that leave a console within a second, as ctrl-],x; empty for none."),
                OptionShape(
                    ["--sig-proxy"], .required, "bool",
                    abstract: "Pass signals on to the process; false leaves it when interrupted."),
                OptionShape(
                    ["--drain"], .required, "how",
                    abstract: "After the process's end: idle (until 100 ms without output), eof, or none."),
                OptionShape(
                    ["--result"], .required, "file", abstract: "A file, or fd:N, for how it ended, as JSON."),
            ] + shared,
            operands: ["container/pid"],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var killCommand: CommandShape {
        CommandShape(
            path: "kill",
            options: [
                OptionShape(
                    ["--signal", "-s"], .required, "signal", abstract: "The signal's name or number."),
                OptionShape(["--list", "-l"], abstract: "List the signals."),
                OptionShape(["--all-processes"], abstract: "Every process of the containers."),
                OptionShape(
                    ["--wait"], .optional, "duration", abstract: "Wait for the end, at most so long."),
                OptionShape(
                    ["--escalate"], .required, "duration",
                    abstract: "Wait for the end, and after so long kill what is left."),
                OptionShape(["--ignore"], abstract: "Count what has exited, or is missing, as success."),
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
            ] + shared,
            operands: ["container/pid"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var waitCommand: CommandShape {
        CommandShape(
            path: "wait",
            options: [
                OptionShape(
                    ["--for"], .required, "condition",
                    abstract: "stopped, running, paused, created or deleted; of a process exited."),
                OptionShape(["--any"], abstract: "One is enough; print only what has ended."),
                OptionShape(["--propagate"], abstract: "Exit as the targets did."),
                OptionShape(["--ignore"], abstract: "Count missing targets as success."),
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
            ] + shared,
            operands: ["container[/pid]"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var resizeCommand: CommandShape {
        CommandShape(
            path: "resize",
            options: [
                OptionShape(["--from-tty"], abstract: "The size of this terminal."),
                OptionShape(["--exact"], abstract: "Take the id as it is: no prefixes."),
            ] + shared,
            operands: ["container/pid", "width", "height"],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var closeStdinCommand: CommandShape {
        CommandShape(
            path: "close-stdin",
            options: [
                OptionShape(["--exact"], abstract: "Take the id as it is: no prefixes.")
            ] + shared,
            operands: ["container/pid"],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var psCommand: CommandShape {
        CommandShape(
            path: "ps",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(["--tree"], abstract: "Each process below its parent."),
                OptionShape(
                    ["--columns"], .required, "name,...",
                    abstract: "The columns, in this order, by title or document key."),
                OptionShape(
                    ["--sort"], .required, "name,...",
                    abstract: "The columns rows are put in order by; -name is from the largest."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var validateCommand: CommandShape {
        CommandShape(
            path: "validate",
            options: [
                OptionShape(
                    ["--kind"], .required, "kind",
                    values: ["auto", "container", "process", "modify", "query"],
                    abstract: "What the documents are: container, process, modify, query or auto."),
                OptionShape(["--strict"], abstract: "Take every warning for an error."),
                OptionShape(
                    ["--lenient"],
                    abstract: "Read as Go does: ignore unknown and duplicate keys, and the case of keys."),
                OptionShape(["--print"], abstract: "Print the document as it would be sent."),
                OptionShape(
                    ["--check-host"],
                    abstract:
                        "Also check that the paths in it exist, and that this host can do what it asks for."),
                OptionShape(
                    ["--engine"], .required, "engine", values: ["auto", "json-c"],
                    abstract: "What reads the values: auto, or json-c for every one of them."),
                OptionShape(
                    ["--max-depth"], .required, "count",
                    abstract: "How deep objects and arrays may be nested."),
                OptionShape(
                    ["--max-errors"], .required, "count", abstract: "How many findings are printed; 0 is all."
                ),
                OptionShape(
                    ["--format"], .required, "format", values: ["text", "json", "github"],
                    abstract: "How findings are printed: text, json or github."),
            ] + shared,
            operands: ["files"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var listCommand: CommandShape {
        CommandShape(
            path: "list",
            options: [
                OptionShape(
                    ["--id"], .required, "id", isRepeating: true, abstract: "Only this id. Repeatable."),
                OptionShape(
                    ["--name"], .required, "name", isRepeating: true, abstract: "Only this name. Repeatable."),
                OptionShape(
                    ["--type"], .required, "type", isRepeating: true,
                    abstract: "Only this system type. Repeatable."),
                OptionShape(
                    ["--owner-filter"], .required, "owner", isRepeating: true,
                    abstract: "Only this owner. Repeatable."),
                OptionShape(
                    ["--query"], .required, "file", abstract: "A ComputeSystemQuery; - is standard input."),
                OptionShape(
                    ["--filter"], .required, "key=value", isRepeating: true,
                    abstract: "state, id, name, type or owner. Repeatable."),
                OptionShape(["--all", "-a"], abstract: "Containers in every state; that is so anyway."),
                OptionShape(["--watch", "-w"], abstract: "Go on, and list what changes."),
                OptionShape(
                    ["--columns"], .required, "name,...",
                    abstract: "The columns, in this order, by title or document key."),
                OptionShape(
                    ["--sort"], .required, "name,...",
                    abstract: "The columns rows are put in order by; -name is from the largest."),
            ] + shared,
            operands: [],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var inspectCommand: CommandShape {
        CommandShape(
            path: "inspect",
            options: [
                OptionShape(["--show-secrets"], abstract: "Print secrets too."),
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
            ] + shared,
            operands: ["container[/pid]"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var statsCommand: CommandShape {
        CommandShape(
            path: "stats",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(
                    ["--window"], .required, "duration",
                    abstract: "How long CPU% is measured; 0 is not at all."),
                OptionShape(["--stream"], abstract: "Go on."),
                OptionShape(
                    ["--count", "-n"], .required, "count",
                    abstract: "Print so many times; more than 1 is a stream."),
                OptionShape(["--interval"], .required, "duration", abstract: "How often a stream prints."),
                OptionShape(["--all", "-a"], abstract: "Containers in every state."),
                OptionShape(
                    ["--columns"], .required, "name,...",
                    abstract: "The columns, in this order, by title or document key."),
                OptionShape(
                    ["--sort"], .required, "name,...",
                    abstract: "The columns rows are put in order by; -name is from the largest."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var disksCommand: CommandShape {
        CommandShape(
            path: "disks",
            options: [
                OptionShape(["--exact"], abstract: "Take ids as they are: no prefixes."),
                OptionShape(
                    ["--controller"], .required, "number", abstract: "Only the disks of this controller."),
                OptionShape(["--lun"], .required, "number", abstract: "Only the disks of this unit."),
                OptionShape(
                    ["--columns"], .required, "name,...",
                    abstract: "The columns, in this order, by title or document key."),
                OptionShape(
                    ["--sort"], .required, "name,...",
                    abstract: "The columns rows are put in order by; -name is from the largest."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var eventsCommand: CommandShape {
        CommandShape(
            path: "events",
            options: [
                OptionShape(["--since"], .required, "time|duration|number", abstract: "Begin there."),
                OptionShape(["--until"], .required, "time", abstract: "End there."),
                OptionShape(
                    ["--filter"], .required, "key=value", isRepeating: true,
                    abstract: "type=TYPE or id=ID. Repeatable."),
                OptionShape(["--count", "-n"], .required, "count", abstract: "End after so many events."),
                OptionShape(["--no-follow"], abstract: "Print what there is, and end."),
                OptionShape(["--columns"], .required, "name,...", abstract: "The columns, in this order."),
            ] + shared,
            operands: ["container"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var doctorCommand: CommandShape {
        CommandShape(
            path: "doctor",
            options: [
                OptionShape(
                    ["--strict"],
                    abstract: "Fail on everything that is not there, also on what only some containers need.")
            ] + shared,
            operands: [],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var versionCommand: CommandShape {
        CommandShape(
            path: "version",
            options: [] + shared,
            operands: [],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var layersCommand: CommandShape {
        CommandShape(
            path: "layers",
            options: [] + shared,
            operands: [],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [
                CommandName(
                    name: "import", aliases: [], abstract: "Make layers of archives, images and folders."),
                CommandName(
                    name: "list", aliases: ["ls"], abstract: "List the imported layers and who uses them."),
                CommandName(
                    name: "delete", aliases: ["rm"],
                    abstract: "Delete imported layers that no container uses."),
            ])
    }

    private static var layersImportCommand: CommandShape {
        CommandShape(
            path: "layers import",
            options: [
                OptionShape(
                    ["--max-size"], .required, "size",
                    abstract: "The most a source may unpack to: 512M, 16G (default 16G)."),
                OptionShape(
                    ["--max-entries"], .required, "count", abstract: "The most entries a source may have."),
                OptionShape(
                    ["--store"], .required, "dir",
                    abstract: "The folder of the imported layers [HCSCTL_LAYERS]."),
            ] + shared,
            operands: ["source"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var layersListCommand: CommandShape {
        CommandShape(
            path: "layers list",
            options: [
                OptionShape(
                    ["--store"], .required, "dir",
                    abstract: "The folder of the imported layers [HCSCTL_LAYERS].")
            ] + shared,
            operands: [],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var layersDeleteCommand: CommandShape {
        CommandShape(
            path: "layers delete",
            options: [
                OptionShape(["--unused"], abstract: "Every layer that no container uses."),
                OptionShape(["--ignore"], abstract: "A missing layer is no failure."),
                OptionShape(
                    ["--store"], .required, "dir",
                    abstract: "The folder of the imported layers [HCSCTL_LAYERS]."),
            ] + shared,
            operands: ["layer"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }

    private static var completionsCommand: CommandShape {
        CommandShape(
            path: "completions",
            options: [
                OptionShape(
                    ["--install"], abstract: "Write it where the shell looks for it, and print the path."),
                OptionShape(["--system"], abstract: "With --install: for every user of this machine."),
            ] + shared,
            operands: ["shell"],
            lastOperandRepeats: false,
            ownsCommand: false,
            subcommands: [])
    }

    private static var helpCommand: CommandShape {
        CommandShape(
            path: "help",
            options: [] + shared,
            operands: ["subcommands"],
            lastOperandRepeats: true,
            ownsCommand: false,
            subcommands: [])
    }
}
