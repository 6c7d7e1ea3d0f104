internal import Glibc
internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem

/// `hcsctl` as the keeper of one disk: what it is when executed under the name `hcsctl-keeper`.
///
/// It holds what a disk needs beyond a mount: a loop device that nobody has open yet, a server that translates an image. It
/// outlives its supervisor and follows the container's first process, so that a disk works as long as its container and no
/// longer, whoever is killed. Until it knows that process it follows its supervisor. Its own server dies with it.
package enum DiskKeeperMain {
    /// The name (argument 0) that asks for this role.
    package static let name = "hcsctl-keeper"

    private static let gateDescriptor: Int32 = 3
    private static let sendLimit = Duration.seconds(10)
    /// How long a server may take to show its file; it reads the image's tables first.
    private static let readyLimit = Duration.seconds(30)
    /// How long a server may take to write down what it still has.
    private static let flushLimit = Duration.seconds(30)

    /// Keeps a disk to its end.
    package static func run() -> Never {
        ProcessSetup.setName(name)
        ProcessSetup.ignore([SIGHUP, SIGINT, SIGQUIT, SIGPIPE])
        do {
            var keeper = Keeper(
                gate: FrameSocket(Descriptor(owning: gateDescriptor)),
                signals: try ProcessSetup.signalDescriptor([SIGTERM, SIGCHLD]))
            keeper.serve()
        } catch {
            // Without a word the gate closes, which its supervisor takes for a failure.
        }
        ProcessSetup.exit(0)
    }

    private struct Keeper {
        let gate: FrameSocket
        let signals: Descriptor
        var held: [Descriptor] = []
        var server: ChildProcess?

        /// Until the supervisor is gone or has named the process to follow; then until that one is gone.
        mutating func serve() {
            var followed: Descriptor?
            while followed == nil {
                guard let frame = try? gate.receive(timeout: nil),
                    let request = try? DocumentDecoder(mode: .lenient).decode(
                        KeeperRequest.self, from: frame.payload)
                else { return finish() }
                var failure: Failure?
                switch request.operation {
                case .serve: failure = startServer(request, frame.descriptors)
                case .hold: held += frame.descriptors
                case .follow: followed = frame.descriptors.first
                }
                guard let payload = try? DocumentEncoder().encode(KeeperReply(failure)) else {
                    return finish()
                }
                try? gate.send(
                    Frame(type: KeeperRequest.replyType, payload: payload), timeout: DiskKeeperMain.sendLimit)
                if failure != nil { return finish() }
            }
            gate.shutDown()
            follow(followed)
            finish()
        }

        private func follow(_ process: Descriptor?) {
            guard let process else { return }
            let ends = [process, signals] + (server.map { [$0.pidfd] } ?? [])
            while ProcessSetup.waitReadable(ends, nil) {
                if ProcessSetup.waitReadable(process, .zero) { return }
                if let server, ProcessSetup.waitReadable(server.pidfd, .zero) { return }
                while let signal = ProcessSetup.nextSignal(signals) {
                    if signal == SIGTERM { return }
                }
            }
        }

        private mutating func startServer(_ request: KeeperRequest, _ descriptors: [Descriptor]) -> Failure? {
            guard let program = request.program, let arguments = request.arguments,
                let image = descriptors.first
            else { return Failure(.unexpectedValue, "the disk's server is not described") }
            do {
                let output = try Pipe()
                let complaints = try Files.inMemory("errors")
                var command = Command(
                    path: program, arguments: [program] + arguments,
                    environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"],
                    descriptors: [nil, output.writeEnd, complaints, image])
                command.diesWithParent = true
                let server = try ChildProcess.spawn(command)
                self.server = server
                return try Self.waitReady(server, output, complaints, program)
            } catch {
                return Failure(error, doing: "cannot start \(program)")
            }
        }

        /// Nil once the server has greeted, which it does when its file is there.
        private static func waitReady(
            _ server: ChildProcess, _ output: Pipe, _ complaints: Descriptor, _ program: String
        ) throws(SyscallError) -> Failure? {
            guard ProcessSetup.waitReadable([output.readEnd, server.pidfd], DiskKeeperMain.readyLimit) else {
                return Failure(.timedOut, "\(program) did not show the disk in time")
            }
            if ProcessSetup.waitReadable(output.readEnd, .zero),
                try !Streams.read(from: output.readEnd, maximum: 4096).isEmpty
            {
                return nil
            }
            let words = try Files.bytes(of: complaints, at: 0, count: 4096, named: "errors")
            let lines = String(decoding: words, as: UTF8.self).split(separator: "\n").suffix(2)
            return Failure(.systemFailed, "\(program) cannot open it: \(lines.joined(separator: "; "))")
        }

        /// What is cached above the server reaches it, then it writes what it has and takes its file away.
        private mutating func finish() {
            // Errors of the disk are the container's, which is gone.
            for descriptor in held { try? Files.sync(descriptor, named: "disk") }
            held = []
            guard let server else { return }
            try? Pidfd.signal(server.pidfd, SIGTERM)  // it may have ended before
            if !ProcessSetup.waitReadable(server.pidfd, DiskKeeperMain.flushLimit) {
                try? Pidfd.signal(server.pidfd, SIGKILL)
                _ = ProcessSetup.waitReadable(server.pidfd, .seconds(5))
            }
        }
    }
}
