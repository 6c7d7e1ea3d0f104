import Foundation
import HCSSystem
import Testing

/// Frames over a socket pair: whole, in pieces, with descriptors, and broken.
struct FrameTests {
    private struct Wires {
        let near: FrameSocket
        let far: FrameSocket

        init() throws {
            let (first, second) = try UnixSocket.pair()
            (near, far) = (FrameSocket(first), FrameSocket(second))
        }

        func write(_ bytes: [UInt8]) throws {
            try Files.write(bytes, to: near.descriptor, named: "socket")
        }
    }

    /// As struct hcs_frame.
    private static func header(length: UInt32, type: UInt16 = 5, descriptors: UInt16 = 0) -> [UInt8] {
        [length].withUnsafeBytes { Array($0) } + [type, descriptors].withUnsafeBytes { Array($0) }
            + [UInt64(77)].withUnsafeBytes { Array($0) }
    }

    @Test(arguments: [0, 1, 4096, 100_000])
    func wholeFrames(_ size: Int) throws {
        let wires = try Wires()
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        try wires.near.send(Frame(type: 9, sequence: 3, payload: payload), timeout: .seconds(5))
        let frame = try #require(try wires.far.receive(timeout: .seconds(5)))
        #expect(frame.type == 9)
        #expect(frame.sequence == 3)
        #expect(frame.payload == payload)
        wires.near.shutDown()
        #expect(try wires.far.receive(timeout: .seconds(5)) == nil)
    }

    @Test func tooLargeIsRefusedBeforeItIsSent() throws {
        let wires = try Wires()
        let frame = Frame(type: 1, payload: [UInt8](repeating: 0, count: Frame.maximumPayload + 1))
        #expect(throws: SyscallError.self) { try wires.near.send(frame, timeout: .seconds(1)) }
    }

    @Test func timeRunsOut() throws {
        let wires = try Wires()
        let error = #expect(throws: SyscallError.self) {
            _ = try wires.far.receive(timeout: .milliseconds(5))
        }
        #expect(error?.kind == .timedOut)
        // A peer that never reads: the socket's buffer is smaller than the bound.
        let frame = Frame(type: 1, payload: [UInt8](repeating: 0, count: Frame.maximumPayload))
        let full = #expect(throws: SyscallError.self) {
            try wires.near.send(frame, timeout: .milliseconds(20))
        }
        #expect(full?.kind == .timedOut)
    }

    @Test(arguments: [1, 3, 15, 16, 17])
    func assembledByteByByte(_ step: Int) throws {
        let wires = try Wires()
        try wires.far.descriptor.setNonBlocking()
        var assembler = FrameAssembler(wires.far.descriptor)
        let bytes = Self.header(length: 3) + [1, 2, 3] + Self.header(length: 0, type: 6)
        var found: [Frame] = []
        var position = 0
        while position < bytes.count {
            try wires.write(Array(bytes[position..<min(position + step, bytes.count)]))
            position += step
            while case .frame(let frame) = try assembler.next() { found.append(frame) }
        }
        #expect(found.map(\.type) == [5, 6])
        #expect(found.map(\.payload) == [[1, 2, 3], []])
        #expect(found.map(\.sequence) == [77, 77])
        guard case .wouldBlock = try assembler.next() else { throw Wrong() }
        wires.near.shutDown()
        guard case .closed = try assembler.next() else { throw Wrong() }
    }

    /// A peer that leaves in the middle of a message is closed, not a message.
    @Test(arguments: [1, 15, 17])
    func cutShort(_ count: Int) throws {
        let wires = try Wires()
        try wires.far.descriptor.setNonBlocking()
        var assembler = FrameAssembler(wires.far.descriptor)
        try wires.write(Array((Self.header(length: 9) + [1, 2]).prefix(count)))
        wires.near.shutDown()
        guard case .closed = try assembler.next() else { throw Wrong() }
    }

    @Test(arguments: [
        header(length: .max), header(length: UInt32(Frame.maximumPayload) + 1),
        header(length: 0, descriptors: 1),
        header(length: 4, descriptors: 9), header(length: 0, descriptors: .max),
    ])
    func brokenHeaders(_ bytes: [UInt8]) throws {
        let wires = try Wires()
        try wires.far.descriptor.setNonBlocking()
        var assembler = FrameAssembler(wires.far.descriptor)
        try wires.write(bytes)
        #expect(throws: SyscallError.self) { _ = try assembler.next() }
        let other = try Wires()
        try other.write(bytes)
        #expect(throws: SyscallError.self) { _ = try other.far.receive(timeout: .seconds(1)) }
    }

    @Test func descriptorsComeAlong() throws {
        let wires = try Wires()
        try wires.far.descriptor.setNonBlocking()
        let pipe = try HCSSystem.Pipe()
        let frame = Frame(type: 1, payload: [1], descriptors: [pipe.writeEnd, pipe.writeEnd])
        try wires.near.send(frame, timeout: .seconds(1))
        var assembler = FrameAssembler(wires.far.descriptor)
        guard case .frame(let received) = try assembler.next() else { throw Wrong() }
        #expect(received.descriptors.count == 2)
        for descriptor in received.descriptors {
            #expect(fcntl(descriptor.number, F_GETFD) == FD_CLOEXEC)
            try Files.write([7], to: descriptor, named: "pipe")
        }
        #expect(try Streams.read(from: pipe.readEnd, maximum: 9) == [7, 7])
    }

    @Test func tooManyDescriptors() throws {
        let wires = try Wires()
        let pipe = try HCSSystem.Pipe()
        let frame = Frame(type: 1, descriptors: [Descriptor](repeating: pipe.writeEnd, count: 9))
        #expect(throws: SyscallError.self) { try wires.near.send(frame, timeout: .seconds(1)) }
    }

    @Test func aLostPeerIsNoSignal() throws {
        let wires = try Wires()
        wires.far.shutDown()
        #expect(throws: SyscallError.self) { try wires.near.send(Frame(type: 1), timeout: .seconds(1)) }
    }

    struct Wrong: Error {}
}
