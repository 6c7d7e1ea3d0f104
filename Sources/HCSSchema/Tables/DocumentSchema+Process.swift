extension DocumentSchema {
    /// `ProcessConfig`.
    public static let processConfig = DocumentSchema(
        "ProcessConfig", "A process to start in a container.",
        [
            Field("ApplicationName", .text, "The program; empty is the first word of the command."),
            Field(
                "CommandLine", .text(.commandLine),
                "The command as one text, split as a shell does; not used beside CommandArgs."),
            Field("CommandArgs", .list(of: .text), "The command as a list, passed on as it is."),
            Field("User", .text, "User name or id, with an optional :group; empty is root."),
            Field(
                "WorkingDirectory", .text(.path(mayBeEmpty: true)),
                "Absolute path inside the container; empty is the root."),
            Field(
                "Environment", .map(keys: .variables, values: .text),
                "The variables, written in the order of their names' bytes."),
            Field("EmulateConsole", .flag, "Whether the process gets a terminal."),
            Field("CreateStdInPipe", .flag, "Whether standard input is connected."),
            Field("CreateStdOutPipe", .flag, "Whether standard output is connected."),
            Field("CreateStdErrPipe", .flag, "Whether standard error is connected."),
            Field(
                "ConsoleSize", .tuple(of: .integer(.uint64, 0...65535), count: 2),
                "Size of the terminal, [height, width]; always written."),
            Field(
                "CreateInUtilityVm", .flag,
                "Whether the process runs in the utility VM beside the container."),
            Field("OCISpecification", .any, "An OCI runtime specification, kept as text."),
        ],
        rules: [
            Rule(
                "CommandArgs", "is empty, and so is CommandLine: there is no command",
                whenUnset: ["CommandArgs", "CommandLine", "ApplicationName"]),
            Rule(
                "CommandLine", "is not used beside CommandArgs", whenSet: ["CommandArgs", "CommandLine"],
                severity: .warning),
        ])

    /// `ComputeSystemQuery`.
    public static let computeSystemQuery = DocumentSchema(
        "ComputeSystemQuery",
        "Selects compute systems: fields are combined with and, the values of one field with or.",
        [
            Field("Ids", .list(of: .text), "Exact ids; empty selects all."),
            Field(
                "Types", .list(of: .text), "System types, compared without regard to case; empty selects all."
            ),
            Field("Names", .list(of: .text), "Exact names; empty selects all."),
            Field("Owners", .list(of: .text), "Exact owners; empty selects all."),
        ])

    /// `ResourceModificationRequestResponse`.
    public static let resourceModificationRequestResponse = DocumentSchema(
        "ResourceModificationRequestResponse", "A change to a running container.",
        [
            Field(
                "ResourceType",
                .text(
                    .choice(
                        [
                            "Network", "MappedVirtualDisk", "MappedDirectory", "MappedPipe", "Memory",
                            "CpuGroup",
                            "Statistics", "ProcessList", "PendingUpdates", "TerminateOnLastHandleClosed",
                            "SystemGUID",
                        ], ignoresCase: false, mayBeEmpty: false)),
                "What is changed: Network, MappedVirtualDisk, MappedDirectory and others.", isRequired: true),
            Field(
                "Settings", .any,
                "The resource: for Network the endpoint's id as a string, else an object."),
            Field(
                "RequestType", .text(.choice(["Add", "Remove", "Update"], ignoresCase: false)),
                "Add, Remove or Update; empty is taken for Add."),
        ])
}
