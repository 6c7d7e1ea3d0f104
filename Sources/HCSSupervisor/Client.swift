internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem

/// One client's connection: one request, then answers until either side closes.
final class Client {
    let socket: FrameSocket
    private var assembler: FrameAssembler
    private(set) var isClosed = false
    /// The process it started or waits for, and what its loss means for that.
    var process: UInt64?
    var clientExit: SupervisorRequest.ClientExit?
    var killAfter = Duration.seconds(10)
    /// The process whose streams it shares.
    var hub: UInt64?

    /// A client that does not read loses its connection, not the supervisor's time.
    private static let sendLimit = Duration.milliseconds(200)

    init(_ descriptor: Descriptor) {
        socket = FrameSocket(descriptor)
        assembler = FrameAssembler(descriptor)
    }

    enum Arrival {
        case request(SupervisorRequest, [Descriptor])
        case nothing
        case closed
        case malformed(Failure)
    }

    func receive() -> Arrival {
        guard let step = try? assembler.next() else { return .closed }
        switch step {
        case .wouldBlock: return .nothing
        case .closed: return .closed
        case .frame(let frame):
            guard frame.type == SupervisorRequest.requestType else {
                return .malformed(Failure(.invalidArgument, "message of unknown type \(frame.type)"))
            }
            do {
                let request = try DocumentDecoder(mode: .lenient).decode(
                    SupervisorRequest.self, from: frame.payload)
                return .request(request, frame.descriptors)
            } catch {
                return .malformed(Failure(.invalidArgument, "request cannot be read: \(error.message)"))
            }
        }
    }

    func reply(_ reply: SupervisorReply, descriptors: [Descriptor] = []) {
        guard !isClosed else { return }
        do {
            let frame = Frame(
                type: SupervisorRequest.replyType, payload: try DocumentEncoder().encode(reply),
                descriptors: descriptors)
            try socket.send(frame, timeout: Self.sendLimit)
        } catch {
            // A client that is gone or does not read has given up its answer.
            close()
        }
    }

    func close() {
        isClosed = true
        socket.shutDown()
    }
}
