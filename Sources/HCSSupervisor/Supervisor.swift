internal import HCSProtocol
internal import HCSRuntime
internal import HCSSchema
internal import HCSSystem

/// The process that outlives the command: one a container.
///
/// It alone runs the OCI runtime, waits for children and writes the container's state; single-threaded, in one event loop.
/// Its death stops nothing: the agent keeps processes and exits until the next supervisor connects.
final class Supervisor {
    let folder: ContainerFolder
    let hostMounts: Descriptor
    let loop: EventLoop
    let reaper: Reaper
    /// Held for life; its being free is how others know that there is no supervisor.
    private(set) var lock: FileLock?
    var record: ContainerRecord
    var lifecycle: Lifecycle
    let runtime: OCIRuntime
    /// What happens is written here before anyone is told.
    let log: EventLog

    var agent: AgentLink?
    var agentPidfd: Descriptor?
    var table = ProcessTable()
    /// Disks that a failed change has taken away and attached again, under other devices.
    var restored: [DiskRecord: DiskRecord] = [:]
    private var listener: Descriptor?
    private var clients: [Int32: Client] = [:]
    private var containerWaiters: [Client] = []
    private var processWaiters: [UInt64: [Client]] = [:]
    /// The clients of `start`, answered when the agent has.
    var bootWaiters: [Client] = []
    var bootTimer: EventLoop.TimerID?
    /// The command of a `run`, as long as it lives.
    var gate: FrameSocket?
    /// Streams that are kept or shared, by process.
    var hubs: [UInt64: StreamHub] = [:]
    /// Who started a process with a console and still holds it.
    var starters: [UInt64: Client] = [:]
    var agentReconnects = 0
    var agentSynced = false
    var outOfMemory = OutOfMemoryKills()
    /// Clients that keep a container alive which ends with the last of them.
    var holders: [Client] = []

    /// Room for every client that connects while one request is served.
    private static let backlog: Int32 = 1024
    private static let maximumClients = 4096

    /// - Parameter isNew: whether the container is being created, and not adopted.
    init(
        _ workplace: Workplace, runtime: OCIRuntime, record: ContainerRecord, isNew: Bool
    ) throws(SyscallError) {
        folder = workplace.folder
        hostMounts = workplace.hostMounts
        lock = workplace.lock
        reaper = workplace.reaper
        self.runtime = runtime
        self.record = record
        lifecycle = Lifecycle(record.state)
        log = try EventLog(root: folder.root, id: folder.id, isContinued: !isNew)
        loop = try EventLoop()
    }

    /// Opens the socket that clients connect to.
    func listen() throws(SyscallError) {
        try Files.remove(ContainerFolder.supervisorSocket, at: folder.descriptor)
        let listener = try UnixSocket.listen(
            ContainerFolder.supervisorSocket, in: folder.descriptor, backlog: Self.backlog)
        self.listener = listener
        try loop.watch(listener) { [unowned self] _ in acceptAll() }
        try loop.watch(reaper.signals) { [unowned self] _ in reaper.reapAll() }
    }

    /// Serves until the container has stopped.
    func serve() throws(SyscallError) {
        try loop.run()
    }

    private func acceptAll() {
        guard let listener else { return }
        while let descriptor = try? UnixSocket.accept(listener) {
            guard let user = try? UnixSocket.peerUser(descriptor), user == 0 || user == ProcessSetup.userID,
                clients.count < Self.maximumClients
            else { continue }  // dropping the descriptor closes it
            let client = Client(descriptor)
            clients[descriptor.number] = client
            do {
                try loop.watch(descriptor) { [unowned self, unowned client] _ in arrival(from: client) }
            } catch {
                drop(client)
            }
        }
    }

    private func arrival(from client: Client) {
        switch client.receive() {
        case .nothing: return
        case .closed: drop(client)
        case .malformed(let failure):
            finish(client, SupervisorReply(failure))
        case .request(let request, let descriptors):
            if request.operation == .release {
                client.clientExit = nil
            } else {
                handle(request, descriptors, from: client)
            }
        }
    }

    private func drop(_ client: Client) {
        loop.forget(client.socket.descriptor)
        clients[client.socket.descriptor.number] = nil
        client.close()
        lost(client)
        containerWaiters.removeAll { $0 === client }
        letGo(client)
        bootWaiters.removeAll { $0 === client }
        for (serial, waiters) in processWaiters where waiters.contains(where: { $0 === client }) {
            let rest = waiters.filter { $0 !== client }
            processWaiters[serial] = rest.isEmpty ? nil : rest
        }
    }

    /// The last answer to a client.
    func finish(_ client: Client, _ reply: SupervisorReply, descriptors: [Descriptor] = []) {
        client.reply(reply, descriptors: descriptors)
        drop(client)
    }

    func refuse(_ client: Client, _ failure: Failure) {
        finish(client, SupervisorReply(failure))
    }

    // MARK: Waiting

    func waitForContainer(_ client: Client) {
        containerWaiters.append(client)
    }

    func waitForExit(of serial: UInt64, _ client: Client) {
        processWaiters[serial, default: []].append(client)
    }

    func tellWaiters(of exit: ExitRecord) {
        var reply = SupervisorReply()
        reply.exit = exit
        for client in processWaiters.removeValue(forKey: exit.serial) ?? [] { finish(client, reply) }
    }

    func refuseWaiters(of serial: UInt64, _ failure: Failure) {
        for client in processWaiters.removeValue(forKey: serial) ?? [] { refuse(client, failure) }
    }

    func tellContainerWaiters() {
        var reply = SupervisorReply()
        reply.exitType = record.exitType
        reply.exitReason = record.exitReason
        for client in containerWaiters { finish(client, reply) }
        let gone = Failure(.alreadyStopped, "container is stopped (state Stopped)")
        for client in Array(clients.values) { refuse(client, gone) }
    }

    /// The container is over and everybody has been told; what is left dies with this process.
    func leave() {
        if removesContainer {
            // Its command, as long as it lives, deletes it from outside of our mounts.
            guard gate == nil else {
                if let listener { loop.forget(listener) }
                listener = nil
                lock = nil
                return
            }
            removeContainer()
        }
        lock = nil
        loop.stop()
    }

    /// Writes the state; a failure is the caller's to report.
    func writeRecord() throws(Failure) {
        do {
            try folder.write(record)
        } catch {
            throw Failure(.systemFailed, "cannot write the container's state: \(error)")
        }
    }
}
