internal import HCSProtocol
internal import HCSSystem

/// The connection to the agent: pairs answers with requests, hands on what comes unasked.
///
/// Trusts nothing it receives: a message out of order or out of bounds ends the connection.
final class AgentLink {
    typealias Answer = (Result<(AgentReport, [Descriptor]), Failure>) -> Void

    private let socket: FrameSocket
    private var assembler: FrameAssembler
    private var lastSequence: UInt64 = 0
    private var pending: [UInt64: Answer] = [:]
    private let notify: (AgentReport) -> Void

    /// How long the agent may leave its socket full.
    private static let sendLimit = Duration.seconds(5)
    /// Messages taken in one go, so that a flood leaves time for clients.
    private static let batch = 64

    /// Connects; the agent may answer much later, when it boots or thaws.
    init(_ folder: ContainerFolder, notify: @escaping (AgentReport) -> Void) throws(SyscallError) {
        let descriptor = try UnixSocket.connect(ContainerFolder.agentSocket, in: folder.descriptor)
        try descriptor.setNonBlocking()
        socket = FrameSocket(descriptor)
        assembler = FrameAssembler(descriptor)
        self.notify = notify
        try socket.send(AgentRequest.hello.frame(sequence: 0), timeout: Self.sendLimit)
    }

    var descriptor: Descriptor { socket.descriptor }

    /// Asks; the answer comes through the event loop. A request that cannot be sent is answered at once.
    func ask(_ request: AgentRequest, descriptors: [Descriptor] = [], _ answer: @escaping Answer) {
        lastSequence += 1
        var frame = request.frame(sequence: lastSequence)
        frame.descriptors = descriptors
        do {
            pending[lastSequence] = answer
            try socket.send(frame, timeout: Self.sendLimit)
        } catch {
            pending[lastSequence] = nil
            answer(.failure(Failure(error, doing: "cannot reach the guest agent")))
        }
    }

    /// Sends what is not answered.
    func tell(_ request: AgentRequest) {
        // A lost connection shows in `receive`.
        try? socket.send(request.frame(sequence: 0), timeout: Self.sendLimit)
    }

    /// Takes what has arrived; false when the connection is over.
    func receive() -> Bool {
        for _ in 0..<Self.batch {
            guard let step = try? assembler.next() else { return false }
            switch step {
            case .wouldBlock: return true
            case .closed: return false
            case .frame(let frame):
                guard let report = AgentReport(frame) else { return false }
                guard frame.sequence != 0, Self.isAnswer(report) else {
                    notify(report)
                    continue
                }
                guard let answer = pending.removeValue(forKey: frame.sequence) else { return false }
                answer(.success((report, frame.descriptors)))
            }
        }
        return true
    }

    /// Answers everything still open.
    func close(_ failure: Failure) {
        let open = pending
        pending = [:]
        for answer in open.values { answer(.failure(failure)) }
    }

    private static func isAnswer(_ report: AgentReport) -> Bool {
        switch report {
        case .spawned, .failed, .result: true
        case .welcome, .process, .synced, .exit: false
        }
    }
}
