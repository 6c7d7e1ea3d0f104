internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem

/// One import's worker: its children, the command it works for, its limits, and how far it is.
///
/// The only one in its process that waits for children. A command that goes away ends it.
final class ImportSession {
    /// A program that was started, and what it says.
    final class Child {
        let program: String
        let process: ChildProcess
        /// Where it is written to; nil ends its input.
        var input: Descriptor?
        fileprivate let errors: Descriptor
        fileprivate(set) var message: [UInt8] = []
        fileprivate(set) var status: ExitStatus?

        fileprivate init(_ program: String, _ process: ChildProcess, _ errors: Descriptor) {
            self.program = program
            self.process = process
            self.errors = errors
        }

        /// Its first words on standard error, in one line.
        var words: String {
            let text = String(decoding: message, as: UTF8.self)
            return text.split(separator: "\n").prefix(2).joined(separator: "; ")
        }

        /// What it said, or how it ended.
        var description: String {
            if !words.isEmpty { return words }
            return switch status {
            case .exited(let code): "\(program) ended with \(code)"
            case .signalled(let signal): "\(program) was ended by signal \(signal)"
            case nil: "\(program) closed its streams"
            }
        }
    }

    let request: LayerImportRequest
    private let gate: FrameSocket
    private var children: [Child] = []
    private var update = LayerImportUpdate(nil)
    private var lastSent: Instant?
    private var lastChange = Instant.now
    /// How far the files now being read are read.
    var measure: (() -> Int64)?

    private static let longestMessage = 4096
    /// Nothing was read or written for so long: something hangs.
    private static let patience = Duration.seconds(600)
    private static let interval = Duration.milliseconds(100)

    init(_ request: LayerImportRequest, _ gate: FrameSocket) {
        self.request = request
        self.gate = gate
    }

    deinit {
        end()
    }

    /// The path of a program; looked up where the caller would find it.
    func program(_ name: String, package: String) throws(Failure) -> String {
        let system = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]
        for folder in request.searchPath.split(separator: ":").map(String.init) + system
        where folder.hasPrefix("/") && Files.isExecutable("\(folder)/\(name)") {
            return "\(folder)/\(name)"
        }
        throw Failure(.missingProgram, "no \(name) in PATH", hint: "apt-get install \(package)")
    }

    /// Starts a program, confined; its standard error is kept here.
    func start(
        _ program: String, _ arguments: [String], _ confinement: Confinement, input: Descriptor?,
        output: Descriptor?
    ) throws(SyscallError) -> Child {
        let errors = try Pipe()
        try errors.readEnd.setNonBlocking()
        let environment = Self.passedOn.compactMap { name in
            ProcessSetup.environment(name).map { "\(name)=\($0)" }
        }
        let process = try ChildProcess.spawn(
            Command(
                path: "/proc/self/exe", arguments: ConfinedMain.arguments(confinement, program, arguments),
                environment: environment, descriptors: [input, output, errors.writeEnd]))
        let child = Child(program, process, errors.readEnd)
        children.append(child)
        return child
    }

    /// What skopeo needs to reach a registry; ConfinedMain passes it on to nobody else.
    private static let passedOn = [
        "PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "REGISTRY_AUTH_FILE", "HTTPS_PROXY", "HTTP_PROXY",
        "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]

    /// Waits until one of the descriptors is ready or a child has ended, reading what children say.
    ///
    /// - Throws: when the command is gone, when nothing happens, when a confined program complains.
    func wait(readable: [Descriptor] = [], writable: [Descriptor] = []) throws(Failure) -> Set<Int32> {
        let running = children.filter { $0.status == nil }
        let ready = Readiness.wait(
            readable: readable + [gate.descriptor] + children.map(\.errors) + running.map(\.process.pidfd),
            writable: writable, Self.interval)
        if ready.contains(gate.descriptor.number) { throw Self.interrupted }
        for child in children where ready.contains(child.errors.number) { listen(to: child) }
        while let (pid, status) = ProcessSetup.reap() {
            children.first { $0.process.pid == pid }?.status = status
        }
        if !ready.isEmpty { lastChange = .now }
        if Instant.now - lastChange > Self.patience {
            throw Failure(.timedOut, "nothing was read or written for \(Self.patience)")
        }
        try report()
        return ready
    }

    static let interrupted = Failure(.timedOut, "the command that asked for it is gone")

    /// Waits a moment; whether the child has ended.
    func hasEnded(_ child: Child) throws(Failure) -> Bool {
        if child.status == nil { _ = try wait() }
        return child.status != nil
    }

    /// Waits for a child's end; true when it went well.
    func succeeded(_ child: Child) throws(Failure) -> Bool {
        while child.status == nil { _ = try wait() }
        listen(to: child)
        return child.status == .exited(0)
    }

    /// The next bytes; nil at the end.
    func read(from source: Descriptor) throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            if let count = try Streams.readNow(from: source, into: &buffer) {
                if count == 0 { return nil }
                buffer.removeLast(Self.chunk - count)
                try report()
                return buffer
            }
            _ = try wait(readable: [source])
        }
    }

    /// Writes the first bytes to a child, which must want them.
    func write(_ bytes: [UInt8], _ wanted: Int, to child: Child) throws {
        guard let target = child.input else { return }
        var written = 0
        while written < wanted {
            do throws(SyscallError) {
                let count = try Streams.writeNow(bytes, written..<wanted, to: target)
                written += count
                if count > 0 { continue }
            } catch {
                // It has closed its input before its time, and says why.
                _ = try succeeded(child)
                throw LayerUnpacking.failure(child, "cannot be unpacked")
            }
            _ = try wait(writable: [target])
        }
    }

    private static let chunk = 256 << 10

    private func listen(to child: Child) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while let count = try? Streams.readNow(from: child.errors, into: &buffer), count > 0 {
            child.message += buffer.prefix(min(count, Self.longestMessage - child.message.count))
        }
        // At its end the pipe would be readable for ever.
        if child.status != nil { children.removeAll { $0 === child } }
    }

    /// Ends every child and waits for it.
    func end() {
        for child in children where child.status == nil {
            try? Pidfd.signal(child.process.pidfd, 9)  // it may have ended by itself
            _ = ProcessSetup.waitReadable(child.process.pidfd, .seconds(10))
        }
        while ProcessSetup.reap() != nil {}
        children = []
    }
}

// MARK: - Progress

extension ImportSession {
    func begin(_ phase: LayerImportUpdate.Phase, layer: Int = 0, of count: Int = 0, total: Int64? = nil)
        throws(Failure)
    {
        update = LayerImportUpdate(phase)
        update.layer = layer
        update.layerCount = count
        update.total = total
        lastSent = nil
        try report()
    }

    private func report() throws(Failure) {
        let now = Instant.now
        if let lastSent, now - lastSent < Self.interval { return }
        let done = measure?() ?? 0
        if done != update.done { lastChange = now }
        update.done = done
        lastSent = now
        do {
            try send(update)
        } catch {
            throw Self.interrupted
        }
    }

    func send(_ update: LayerImportUpdate) throws {
        let payload = try DocumentEncoder().encode(update)
        try gate.send(
            Frame(type: LayerImportRequest.updateType, payload: payload), timeout: .seconds(10))
    }
}
