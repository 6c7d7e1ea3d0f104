/// A process to start in a container.
public struct ProcessConfig: Hashable, Sendable {
    /// The program; empty is the first word of the command.
    public var applicationName: String

    /// The command as one text, read as `splitCommandLine` does; not used beside `commandArgs`.
    public var commandLine: String

    /// The command as a list, passed on as it is.
    public var commandArgs: [String]

    /// User name or id, with an optional `:group`; empty is root.
    public var user: String

    /// Absolute path inside the container; empty is the root.
    public var workingDirectory: String

    /// The variables, written in the order of their names' bytes.
    public var environment: [String: String]

    /// Whether the process gets a terminal.
    public var emulateConsole: Bool

    /// Whether standard input is connected.
    public var createStdInPipe: Bool

    /// Whether standard output is connected.
    public var createStdOutPipe: Bool

    /// Whether standard error is connected.
    public var createStdErrPipe: Bool

    /// Size of the terminal; always written.
    public var consoleSize: ConsoleSize

    /// Whether the process runs in the utility VM beside the container.
    public var createInUtilityVm: Bool

    /// An OCI runtime specification, kept as text.
    public var ociSpecification: RawJSON?

    /// Makes the document; what is not given is zero.
    public init(
        applicationName: String = "",
        commandLine: String = "",
        commandArgs: [String] = [],
        user: String = "",
        workingDirectory: String = "",
        environment: [String: String] = [:],
        emulateConsole: Bool = false,
        createStdInPipe: Bool = false,
        createStdOutPipe: Bool = false,
        createStdErrPipe: Bool = false,
        consoleSize: ConsoleSize = ConsoleSize(),
        createInUtilityVm: Bool = false,
        ociSpecification: RawJSON? = nil
    ) {
        self.applicationName = applicationName
        self.commandLine = commandLine
        self.commandArgs = commandArgs
        self.user = user
        self.workingDirectory = workingDirectory
        self.environment = environment
        self.emulateConsole = emulateConsole
        self.createStdInPipe = createStdInPipe
        self.createStdOutPipe = createStdOutPipe
        self.createStdErrPipe = createStdErrPipe
        self.consoleSize = consoleSize
        self.createInUtilityVm = createInUtilityVm
        self.ociSpecification = ociSpecification
    }
}

extension ProcessConfig: Codable {
    enum Field: String, CaseIterable {
        case applicationName = "ApplicationName"
        case commandLine = "CommandLine"
        case commandArgs = "CommandArgs"
        case user = "User"
        case workingDirectory = "WorkingDirectory"
        case environment = "Environment"
        case emulateConsole = "EmulateConsole"
        case createStdInPipe = "CreateStdInPipe"
        case createStdOutPipe = "CreateStdOutPipe"
        case createStdErrPipe = "CreateStdErrPipe"
        case consoleSize = "ConsoleSize"
        case createInUtilityVm = "CreateInUtilityVm"
        case ociSpecification = "OCISpecification"
    }

    /// Reads the document; a missing or null field is zero.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<Field>(decoder)
        applicationName = try fields.text(.applicationName)
        commandLine = try fields.text(.commandLine)
        commandArgs = try fields.list(.commandArgs)
        user = try fields.text(.user)
        workingDirectory = try fields.text(.workingDirectory)
        environment = try fields.map(.environment)
        emulateConsole = try fields.flag(.emulateConsole)
        createStdInPipe = try fields.flag(.createStdInPipe)
        createStdOutPipe = try fields.flag(.createStdOutPipe)
        createStdErrPipe = try fields.flag(.createStdErrPipe)
        consoleSize = try fields.value(.consoleSize, or: ConsoleSize())
        createInUtilityVm = try fields.flag(.createInUtilityVm)
        ociSpecification = try fields.pointer(.ociSpecification)
    }

    /// Writes the fields in the order of hcsshim; those with `omitempty` there only if not zero.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter<Field>(encoder)
        try fields.writeUnlessEmpty(applicationName, .applicationName)
        try fields.writeUnlessEmpty(commandLine, .commandLine)
        try fields.writeUnlessEmpty(commandArgs, .commandArgs)
        try fields.writeUnlessEmpty(user, .user)
        try fields.writeUnlessEmpty(workingDirectory, .workingDirectory)
        try fields.writeUnlessEmpty(environment, .environment)
        try fields.writeUnlessEmpty(emulateConsole, .emulateConsole)
        try fields.writeUnlessEmpty(createStdInPipe, .createStdInPipe)
        try fields.writeUnlessEmpty(createStdOutPipe, .createStdOutPipe)
        try fields.writeUnlessEmpty(createStdErrPipe, .createStdErrPipe)
        try fields.write(consoleSize, .consoleSize)
        try fields.writeUnlessEmpty(createInUtilityVm, .createInUtilityVm)
        try fields.writeUnlessEmpty(ociSpecification, .ociSpecification)
    }
}
