import CHCSShims

/// A start that failed: the step and its errno.
struct StartFailure: Error {
    let value: hcs_agent_failure

    init(_ stage: hcs_spawn_stage, _ error: Int32) {
        value = hcs_agent_failure(stage: stage.rawValue, error: error)
    }

    init(_ value: hcs_agent_failure) { self.value = value }
}

private typealias MutableText = UnsafeMutablePointer<CChar>

private let pathVariable: StaticString = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
private let rootDirectory: StaticString = "/"
private let termVariable: StaticString = "TERM=xterm"

/// Starts what the request says.
///
/// The descriptors stay the caller's; the entry owns its console.
func startProcess(
    _ request: SpawnRequest, descriptors: [Int32]
) throws(StartFailure) -> ProcessEntry {
    let streams = try assignStreams(request, descriptors)
    if request.isTooLong { throw StartFailure(HCS_STAGE_EXECUTE, E2BIG) }
    guard !request.arguments.isEmpty else { throw StartFailure(HCS_STAGE_REQUEST, EINVAL) }
    let identity = try resolveUser(request.user)
    let home = homeVariable(identity.home)
    return try home.withUnsafeBufferPointer { home throws(StartFailure) in
        let environment = Environment(request, home: home)
        return try start(request, identity, environment, streams)
    }
}

private func start(
    _ request: SpawnRequest, _ identity: Identity, _ environment: Environment,
    _ streams: (Int32, Int32, Int32)
) throws(StartFailure) -> ProcessEntry {
    let console = try openConsole(request, owner: identity.uid)
    var failure = hcs_agent_failure()
    let program = request.program.isEmpty ? request.arguments[0] : request.program
    let arguments: [MutableText?] = request.arguments.map { mutableText($0.baseAddress) } + [nil]
    let started = hcs_agent_boottime_ns()
    let pid = arguments.withUnsafeBufferPointer { arguments in
        environment.variables.withUnsafeBufferPointer { variables in
            identity.groups.withUnsafeBufferPointer { groups in
                var start = hcs_agent_start(
                    program: program.baseAddress, path: environment.path, arguments: arguments.baseAddress,
                    variables: variables.baseAddress, directory: request.directory.baseAddress,
                    uid: identity.uid, gid: identity.gid, groups: groups.baseAddress,
                    group_count: groups.count, console: console.slave, streams: streams)
                if request.directory.isEmpty { start.directory = UnsafePointer(staticText(rootDirectory)) }
                return hcs_agent_start_process(&start, &failure)
            }
        }
    }
    if console.slave >= 0 { hcs_agent_close(console.slave) }
    guard pid > 0 else {
        if console.master >= 0 { hcs_agent_close(console.master) }
        throw StartFailure(failure)
    }
    var record = hcs_agent_process()
    record.token = request.header.token
    record.pid = pid
    record.flags = console.master >= 0 ? UInt32(HCS_PROCESS_CONSOLE.rawValue) : 0
    record.started_ns = started
    return ProcessEntry(record: record, console: console.master)
}

/// The descriptors by the flags; what does not add up is refused.
private func assignStreams(
    _ request: SpawnRequest, _ descriptors: [Int32]
) throws(StartFailure) -> (Int32, Int32, Int32) {
    let flags = request.header.flags
    let known =
        HCS_SPAWN_CONSOLE.rawValue | HCS_SPAWN_STDIN.rawValue | HCS_SPAWN_STDOUT.rawValue
        | HCS_SPAWN_STDERR.rawValue
    var next = 0
    func take(_ flag: hcs_spawn_flags) -> Int32 {
        guard flags & flag.rawValue != 0 else { return -1 }
        next += 1
        return next <= descriptors.count ? descriptors[next - 1] : -1
    }
    let streams = (take(HCS_SPAWN_STDIN), take(HCS_SPAWN_STDOUT), take(HCS_SPAWN_STDERR))
    guard flags & ~known == 0, next == descriptors.count, !request.hasConsole || next == 0 else {
        throw StartFailure(HCS_STAGE_REQUEST, EINVAL)
    }
    return streams
}

private func openConsole(
    _ request: SpawnRequest, owner: UInt32
) throws(StartFailure) -> (master: Int32, slave: Int32) {
    guard request.hasConsole else { return (-1, -1) }
    let width = request.header.width == 0 ? 80 : request.header.width
    let height = request.header.height == 0 ? 24 : request.header.height
    var slave: Int32 = -1
    let master = hcs_agent_open_console(width, height, owner, &slave)
    guard master >= 0 else { throw StartFailure(HCS_STAGE_CONSOLE, hcs_agent_errno()) }
    return (master, slave)
}

/// The variables as execve takes them: those given, and the defaults of those that are absent.
private struct Environment {
    var variables: [MutableText?]
    /// Where a program without '/' is looked for.
    var path: UnsafePointer<CChar>?

    init(_ request: SpawnRequest, home: UnsafeBufferPointer<CChar>) {
        var hasPath = false
        var hasHome = false
        var hasTerm = !request.hasConsole
        variables = []
        variables.reserveCapacity(request.variables.count + 4)
        for variable in request.variables {
            variables.append(mutableText(variable.baseAddress))
            if !hasPath, hasKey(variable, "PATH=") {
                hasPath = true
                path = variable.baseAddress.map { $0 + 5 }
            }
            hasHome = hasHome || hasKey(variable, "HOME=")
            hasTerm = hasTerm || hasKey(variable, "TERM=")
        }
        if !hasPath {
            variables.append(staticText(pathVariable))
            path = UnsafePointer(staticText(pathVariable) + 5)
        }
        if !hasHome { variables.append(mutableText(home.baseAddress)) }
        if !hasTerm { variables.append(staticText(termVariable)) }
        variables.append(nil)
    }
}

private func hasKey(_ variable: Text, _ key: StaticString) -> Bool {
    guard variable.count >= key.utf8CodeUnitCount else { return false }
    for index in 0..<key.utf8CodeUnitCount where UInt8(bitPattern: variable[index]) != key.utf8Start[index] {
        return false
    }
    return true
}

private func homeVariable(_ home: [UInt8]) -> [CChar] {
    var variable: [CChar] = [0x48, 0x4F, 0x4D, 0x45, 0x3D]  // HOME=
    if home.isEmpty { variable.append(0x2F) }
    for byte in home { variable.append(CChar(bitPattern: byte)) }
    variable.append(0)
    return variable
}

/// execve takes `char *const *` and changes nothing.
private func mutableText(_ pointer: UnsafePointer<CChar>?) -> MutableText? {
    UnsafeMutablePointer(mutating: pointer)
}

private func staticText(_ text: StaticString) -> MutableText {
    UnsafeMutableRawPointer(mutating: text.utf8Start).assumingMemoryBound(to: CChar.self)
}
