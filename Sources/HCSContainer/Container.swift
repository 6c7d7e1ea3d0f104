public import HCSSchema

/// A handle on one container: hcsshim's v1 `Container` interface.
///
/// Any number of handles, in any number of processes, may be open on one container. Every method may be called from any
/// thread. After `close` every other method throws `alreadyClosed`.
public protocol Container: Sendable {
    /// The container's id.
    var id: String { get }

    /// Boots the container: afterwards it is Running, with only the guest agent in it. Starts no process.
    func start() throws(ContainerError)

    /// Asks every process to end (SIGTERM), and the container to stop once they have.
    ///
    /// Does not wait and never forces. On success it throws `operationPending`, as hcsshim does; use `wait`.
    func shutdown() throws(ContainerError)

    /// Kills every process and stops the container.
    ///
    /// Does not wait. On success it throws `operationPending`, as hcsshim does; use `wait`.
    func terminate() throws(ContainerError)

    /// Waits until the container is stopped.
    ///
    /// Any number of waiters; a container that is already stopped returns at once.
    /// - Throws: `unexpectedExit` when it died by itself.
    func wait() throws(ContainerError)

    /// Waits until the container is stopped, at most so long.
    ///
    /// - Throws: `timedOut` when the time is over; `unexpectedExit` when it died by itself.
    func wait(timeout: Duration) throws(ContainerError)

    /// Freezes every process of a running container.
    func pause() throws(ContainerError)

    /// Thaws a paused container.
    func resume() throws(ContainerError)

    /// Whether the container's own files say that updates wait for a restart, or are half done.
    ///
    /// True with systemd's `system-update` link, Debian's `reboot-required`, or packages dpkg has not finished. hcsshim's later
    /// versions always say no.
    /// - Throws: `alreadyStopped`: the file system of a stopped container is not mounted.
    func hasPendingUpdates() throws(ContainerError) -> Bool

    /// What the container has used. Zero before the start, the last known after the stop.
    func statistics() throws(ContainerError) -> Statistics

    /// The processes in the container, the agent left out, by number. Empty unless Running or Paused.
    func processList() throws(ContainerError) -> [ProcessListItem]

    /// The processes in the container with what Linux knows of them beyond the v1 document.
    func processDetails() throws(ContainerError) -> [ProcessDetail]

    /// The virtual disks by controller number.
    func mappedVirtualDisks() throws(ContainerError) -> [Int: MappedVirtualDiskController]

    /// Starts a process with pipes for the streams its document asks for.
    ///
    /// The handle holds the other ends (`standardStreams`). A process that cannot be executed is an error here, never an
    /// exit code.
    func createProcess(_ configuration: ProcessConfig) throws(ContainerError) -> any ContainerProcess

    /// Starts a process on streams of the caller's choice, whatever the document's pipe flags say.
    func createProcess(
        _ configuration: ProcessConfig, streams: ProcessStreams
    ) throws(ContainerError) -> any ContainerProcess

    /// The same, with orders for the supervisor that hold also when the caller is gone.
    func createProcess(
        _ configuration: ProcessConfig, streams: ProcessStreams, supervision: ProcessSupervision
    ) throws(ContainerError) -> any ContainerProcess

    /// Opens a process by its number inside the container: any that runs, and those that have ended if the agent started them.
    ///
    /// Where a number was used twice it is the later process. Of one the agent did not start the exit code is known on Linux
    /// 6.15 and later, or if its parent is slow to ask; else waiting for it throws `unsupported`.
    func openProcess(_ processID: UInt32) throws(ContainerError) -> any ContainerProcess

    /// Sends a signal, 1 to 64, to every process in the container but the agent, also those it did not start.
    ///
    /// Does not wait.
    func signalAll(_ number: Int32) throws(ContainerError)

    /// Changes a running or paused container: every request in order, or none of them.
    ///
    /// What each resource type takes is in Docs/Document.md. A change that fails half-way is taken back.
    /// - Throws: `invalidArgument` for a request that is not valid here, `unsupported` for a resource or an operation that
    ///   cannot be had, `invalidState`.
    func modify(_ requests: [ResourceModificationRequestResponse]) throws(ContainerError)

    /// The v1 properties: identity, state, exit type, statistics.
    func properties() throws(ContainerError) -> ContainerProperties

    /// Everything known about the container. Secrets in its configuration are redacted unless asked for.
    func inspect(showSecrets: Bool) throws(ContainerError) -> ContainerInspection

    /// Gives up the handle; ends the waits on it with `handleClosed`. Stops nothing. A second close does nothing.
    func close()
}

extension Container {
    /// Makes one change (hcsshim `Modify`).
    public func modify(_ request: ResourceModificationRequestResponse) throws(ContainerError) {
        try modify([request])
    }
}

/// A handle on one process in a container: hcsshim's v1 `Process` interface.
public protocol ContainerProcess: Sendable {
    /// The process's number inside the container; still there after `close`.
    var processID: UInt32 { get }

    /// The other ends of the pipes, or the console; nil where there is none to be had.
    var standardStreams: StandardStreams { get }

    /// Kills the process (SIGKILL). Does not wait.
    ///
    /// - Throws: `processAlreadyStopped` when it had ended before.
    func kill() throws(ContainerError)

    /// Sends a signal, 1 to 64, to the process or to its process group. Does not wait.
    func signal(_ number: Int32, scope: SignalScope) throws(ContainerError)

    /// Waits until the process has exited. Any number of waiters; sticky.
    func wait() throws(ContainerError) -> ProcessExit

    /// Waits at most so long.
    ///
    /// - Throws: `timedOut` when the time is over.
    func wait(timeout: Duration) throws(ContainerError) -> ProcessExit

    /// The exit, if the process has ended.
    ///
    /// - Throws: `invalidProcessState` while it runs.
    func exitCode() throws(ContainerError) -> ProcessExit

    /// Sets the console's size in characters. Width first, unlike `ConsoleSize` in the document.
    func resizeConsole(width: UInt16, height: UInt16) throws(ContainerError)

    /// Joins the process's console, or the streams that are kept for it (hcsshim `Stdio` of an opened process).
    ///
    /// Any number may be attached: all see the output, one may type.
    /// - Throws: `invalidState` when there is neither; `processAlreadyStopped`.
    func attach(input: Bool) throws(ContainerError) -> ProcessAttachment

    /// Ends the process's standard input. Nothing happens when the process has ended or the stream is already closed.
    func closeStdin() throws(ContainerError)

    /// Gives up the handle and its streams. Neither kills nor waits.
    func close()
}

/// Whom a signal reaches.
public enum SignalScope: String, Hashable, Sendable, Codable {
    /// The process alone.
    case process
    /// The process group it leads.
    case group
    /// The process, its session and group, and everything that descends from these, also when it is gone itself.
    case tree
}

/// The streams of a process somebody else has started.
public struct ProcessAttachment: Sendable {
    /// The caller's ends.
    public let streams: StandardStreams
    /// Whether input was asked for and somebody else has it.
    public let isReadOnly: Bool
}

/// How a process ended.
public struct ProcessExit: Hashable, Sendable {
    /// The exit code, or 128 + n when signal n ended it.
    public let code: Int32
    /// The signal that ended it, if one did.
    public let signal: Int32?
    /// Whether the kernel killed it because the container was out of memory.
    public let outOfMemory: Bool
    /// Whether it was ended because its time limit was over.
    public let timedOut: Bool
    /// When.
    public let time: Timestamp

    /// Makes a record.
    public init(
        code: Int32, signal: Int32?, outOfMemory: Bool, timedOut: Bool = false, time: Timestamp
    ) {
        self.timedOut = timedOut
        self.code = code
        self.signal = signal
        self.outOfMemory = outOfMemory
        self.time = time
    }
}
