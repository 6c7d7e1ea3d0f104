import CHCSShims
import Glibc
import Testing

/// The frames themselves, between two ends of a socket pair.
@Suite struct FrameTests {
    final class Pair {
        let near: Int32
        let far: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            guard
                socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0
            else { throw ProtocolError(message: "socketpair") }
            (near, far) = (ends[0], ends[1])
        }

        deinit {
            close(near)
            close(far)
        }
    }

    private func receive(_ socket: Int32, _ frame: inout hcs_frame, limit: Int32 = 1000) -> (Int, [Int32]) {
        var descriptors = [Int32](repeating: -1, count: Int(HCS_FRAME_MAXIMUM_DESCRIPTORS))
        let size = hcs_frame_receive(socket, &frame, &descriptors, limit)
        return (size, size > 0 ? Array(descriptors.prefix(Int(frame.descriptors))) : [])
    }

    @Test func descriptorsArriveCloseOnExec() throws {
        let (pair, pipe) = (try Pair(), try Pipe())
        var frame = hcs_frame(length: 3, type: 9, descriptors: 2, sequence: 7)
        #expect(hcs_frame_send(pair.near, &frame, "abc", [pipe.readEnd, pipe.writeEnd], 1000) == 0)
        var received = hcs_frame()
        let (size, descriptors) = receive(pair.far, &received)
        #expect(size == MemoryLayout<hcs_frame>.size)
        #expect(received.type == 9 && received.sequence == 7 && received.length == 3)
        #expect(descriptors.map { fcntl($0, F_GETFD) } == [FD_CLOEXEC, FD_CLOEXEC])
        for descriptor in descriptors { close(descriptor) }
        var payload = [UInt8](repeating: 0, count: 3)
        #expect(hcs_read_exactly(pair.far, &payload, 3, 1000) == 3)
        #expect(payload == Array("abc".utf8))
    }

    @Test func nothingAndEndAndCut() throws {
        let pair = try Pair()
        var frame = hcs_frame()
        #expect(receive(pair.far, &frame, limit: 20).0 == -1)
        #expect(errno == ETIMEDOUT)
        #expect(write(pair.near, "1234567", 7) == 7)
        shutdown(pair.near, Int32(SHUT_WR))
        #expect(receive(pair.far, &frame).0 == -1)
        #expect(errno == EBADMSG)
        #expect(receive(pair.far, &frame).0 == 0)
        var byte: UInt8 = 0
        #expect(hcs_read_exactly(pair.far, &byte, 1, 1000) == 0)
    }

    @Test func aFullSocketEndsAtItsLimit() throws {
        let pair = try Pair()
        var frame = hcs_frame(length: HCS_FRAME_MAXIMUM_PAYLOAD, type: 1, descriptors: 0, sequence: 0)
        let payload = [UInt8](repeating: 1, count: Int(frame.length))
        #expect(hcs_frame_send(pair.near, &frame, payload, nil, 20) == -1)
        #expect(errno == ETIMEDOUT)
        frame.length += 1
        #expect(hcs_frame_send(pair.near, &frame, payload, nil, 20) == -1)
        #expect(errno == EMSGSIZE)
    }

    @Test func aLostPeerIsAnErrorAndNoSignal() throws {
        let pair = try Pair()
        shutdown(pair.far, Int32(SHUT_RD))
        var frame = hcs_frame(length: 0, type: 1, descriptors: 0, sequence: 0)
        #expect(hcs_frame_send(pair.near, &frame, nil, nil, 20) == -1)
        #expect(errno == EPIPE)
    }

    /// What is announced and what comes must agree; the bound on the length holds for what comes, too.
    @Test(arguments: [(UInt16(1), UInt32(0), EBADMSG), (UInt16(0), HCS_FRAME_MAXIMUM_PAYLOAD + 1, EMSGSIZE)])
    func falseHeaders(descriptors: UInt16, length: UInt32, error: Int32) throws {
        let pair = try Pair()
        let frame = hcs_frame(length: length, type: 1, descriptors: descriptors, sequence: 0)
        let bytes = withUnsafeBytes(of: frame) { Array($0) }
        #expect(write(pair.near, bytes, bytes.count) == bytes.count)
        var received = hcs_frame()
        #expect(receive(pair.far, &received).0 == -1)
        #expect(errno == error)
    }
}
