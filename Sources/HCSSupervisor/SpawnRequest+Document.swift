internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem
internal import SystemPackage

extension SpawnRequest {
    /// Translates a client's request; nothing of it is trusted.
    init(_ request: SupervisorRequest, _ descriptors: [Descriptor]) throws(Failure) {
        guard let process = request.process, let token = request.token.flatMap(Token.bytes) else {
            throw Failure(.invalidArgument, "request without a process document or token")
        }
        let streams = process.emulateConsole ? [] : request.streams ?? []
        guard streams.count <= 3, streams.filter({ $0 }).count == descriptors.count else {
            throw Failure(.invalidArgument, "\(descriptors.count) descriptors came for streams \(streams)")
        }
        // A file, folder, terminal or device of the host must never be a descriptor inside a container.
        for descriptor in descriptors where Streams.kind(of: descriptor.number) != .pipe {
            throw Failure(.invalidArgument, "a stream is neither a pipe nor a socket")
        }
        let arguments = try Self.arguments(of: process)
        let texts = arguments + [process.user, process.workingDirectory, process.applicationName]
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw Failure(.invalidArgument, "a NUL byte in the command, user or working directory")
        }
        self.init(
            token: token, console: process.emulateConsole, streams: streams,
            width: UInt16(clamping: process.consoleSize.width),
            height: UInt16(clamping: process.consoleSize.height), program: process.applicationName,
            directory: process.workingDirectory, user: process.user, arguments: arguments,
            variables: process.environment.map { "\($0.key)=\($0.value)" }.sorted())
    }

    private static func arguments(of process: ProcessConfig) throws(Failure) -> [String] {
        let arguments: [String]
        do {
            arguments = try process.command()
        } catch {
            throw Failure(.invalidArgument, "/CommandLine: \(error)")
        }
        guard !arguments.isEmpty else {
            throw Failure(
                .invalidArgument, "no command: CommandArgs, CommandLine and ApplicationName are empty")
        }
        return arguments
    }
}

extension Failure {
    /// A start that failed inside the container, with the value at fault.
    init(_ spawn: SpawnRequest, _ stage: SpawnStage, _ errno: Int32) {
        let error = Errno(rawValue: errno)
        let program = spawn.program.isEmpty ? spawn.arguments.first ?? "" : spawn.program
        let text =
            switch stage {
            case .execute where error == .noSuchFileOrDirectory:
                "\"\(program)\" was not found in the container"
            case .execute: "cannot execute \"\(program)\": \(error)"
            case .directory: "cannot enter working directory \"\(spawn.directory)\": \(error)"
            case .user where error == .noSuchFileOrDirectory:
                "no user or group \"\(spawn.user)\" in the container"
            case .user: "cannot become user \"\(spawn.user)\": \(error)"
            case .console: "cannot open a console: \(error)"
            case .streams: "cannot use a stream: \(error)"
            case .resources: "cannot start another process: \(error)"
            case .request: "the guest agent refused the request: \(error)"
            }
        self.init(.processStartFailed, text)
        start = StartFailure(stage: stage.name, errno: errno)
    }
}
