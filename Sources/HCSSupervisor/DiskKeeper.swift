internal import Glibc
internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem

/// A supervisor's end of a disk's keeper.
///
/// While this is held and `follow` was not asked, the keeper lives; it ends with the last copy.
final class DiskKeeper {
    let identity: ProcessIdentity
    private let pidfd: Descriptor
    private let gate: FrameSocket

    private static let limit = Duration.seconds(45)

    /// Starts a keeper in this process's mount namespace.
    init() throws(Failure) {
        do {
            let (ours, theirs) = try UnixSocket.pair()
            var command = Command(
                path: "/proc/self/exe", arguments: [DiskKeeperMain.name],
                descriptors: [nil, nil, nil, theirs])
            command.inNewSession = true
            let child = try ChildProcess.spawn(command)
            gate = FrameSocket(ours)
            pidfd = child.pidfd
            guard let identity = ProcessIdentity(pid: child.pid) else {
                throw Failure(.systemFailed, "the keeper of a disk ended at once")
            }
            self.identity = identity
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot start the keeper of a disk")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }

    /// Shows an image as a raw file at a path; the server's arguments say how.
    func serve(_ image: Descriptor, program: String, arguments: [String]) throws(Failure) {
        var request = KeeperRequest(.serve)
        request.program = program
        request.arguments = arguments
        try ask(request, [image])
    }

    func hold(_ device: Descriptor) throws(Failure) {
        try ask(KeeperRequest(.hold), [device])
    }

    /// From now on it lives as long as that process, whatever becomes of this one.
    func follow(_ process: Descriptor) throws(Failure) {
        try ask(KeeperRequest(.follow), [process])
    }

    /// Ends it and waits until the disk is free.
    func end() {
        gate.shutDown()
        try? Pidfd.signal(pidfd, SIGTERM)
        _ = ProcessSetup.waitReadable(pidfd, Self.limit)
    }

    private func ask(_ request: KeeperRequest, _ descriptors: [Descriptor]) throws(Failure) {
        do {
            let payload = try DocumentEncoder().encode(request)
            try gate.send(
                Frame(type: KeeperRequest.requestType, payload: payload, descriptors: descriptors),
                timeout: Self.limit)
            guard let frame = try gate.receive(timeout: Self.limit) else {
                throw Failure(.systemFailed, "the keeper of a disk ended")
            }
            let reply = try DocumentDecoder(mode: .lenient).decode(KeeperReply.self, from: frame.payload)
            if let failure = reply.failure { throw failure }
        } catch let failure as Failure {
            throw failure
        } catch let error as SyscallError {
            throw Failure(error, doing: "the keeper of a disk does not answer")
        } catch {
            throw Failure(.unexpectedValue, "the keeper of a disk: \(error)")
        }
    }

    /// Waits until a keeper that follows a process which is gone has let go of its disk; ends one that does not.
    static func awaitEnd(_ identity: ProcessIdentity) {
        guard let pidfd = identity.open() else { return }
        if ProcessSetup.waitReadable(pidfd, limit) { return }
        try? Pidfd.signal(pidfd, SIGKILL)
        _ = ProcessSetup.waitReadable(pidfd, .seconds(5))
    }

    /// Asks a keeper to let go of its disk, and waits until it has.
    static func end(_ identity: ProcessIdentity) {
        guard let pidfd = identity.open() else { return }
        try? Pidfd.signal(pidfd, SIGTERM)
        awaitEnd(identity)
    }
}
