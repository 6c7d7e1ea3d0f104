internal import CHCSShims
internal import Glibc
internal import SystemPackage

/// One message on a socket: a type, a number that pairs answers with requests, bytes, descriptors.
package struct Frame: Sendable {
    package var type: UInt16
    package var sequence: UInt64
    package var payload: [UInt8]
    package var descriptors: [Descriptor]

    /// The most bytes one message may carry.
    package static let maximumPayload = Int(HCS_FRAME_MAXIMUM_PAYLOAD)

    package init(type: UInt16, sequence: UInt64 = 0, payload: [UInt8] = [], descriptors: [Descriptor] = []) {
        self.type = type
        self.sequence = sequence
        self.payload = payload
        self.descriptors = descriptors
    }
}

/// A Unix stream socket that carries frames (hcs_agent_protocol.h). One thread sends and one receives at a time.
package final class FrameSocket: Sendable {
    package let descriptor: Descriptor

    package init(_ descriptor: Descriptor) {
        self.descriptor = descriptor
    }

    /// Sends a whole message.
    ///
    /// - Throws: `ETIMEDOUT`; `EPIPE` when the peer is gone; `EMSGSIZE` beyond the bounds.
    package func send(_ frame: Frame, timeout: Duration?) throws(SyscallError) {
        guard frame.payload.count <= Frame.maximumPayload else {
            throw SyscallError(
                call: "sendmsg", subject: "\(frame.payload.count) bytes", errno: .messageTooLong)
        }
        var header = hcs_frame(
            length: UInt32(frame.payload.count), type: frame.type,
            descriptors: UInt16(frame.descriptors.count),
            sequence: frame.sequence)
        let numbers = frame.descriptors.map(\.number)
        try numbers.withUnsafeBufferPointer { numbers throws(SyscallError) in
            try frame.payload.withUnsafeBufferPointer { payload throws(SyscallError) in
                _ = try valueOrErrno("sendmsg") {
                    hcs_frame_send(
                        descriptor.number, &header, payload.baseAddress, numbers.baseAddress,
                        timeout.map(\.wholeMilliseconds) ?? -1)
                }
            }
        }
        withExtendedLifetime(frame.descriptors) {}
    }

    /// Receives a whole message; nil when the peer has closed.
    ///
    /// - Throws: `ETIMEDOUT`; `EBADMSG` and `EMSGSIZE` for a message that is not one.
    package func receive(timeout: Duration?) throws(SyscallError) -> Frame? {
        let limit = timeout.map(\.wholeMilliseconds) ?? -1
        var header = hcs_frame()
        var numbers = [Int32](repeating: -1, count: Int(HCS_FRAME_MAXIMUM_DESCRIPTORS))
        let count = try numbers.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
            try valueOrErrno("recvmsg") {
                hcs_frame_receive(descriptor.number, &header, buffer.baseAddress, limit)
            }
        }
        guard count > 0 else { return nil }
        let descriptors = numbers.prefix(Int(header.descriptors)).map { Descriptor(owning: $0) }
        var payload = [UInt8](repeating: 0, count: Int(header.length))
        if header.length > 0 {
            let length = payload.count
            let received = try payload.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
                try valueOrErrno("recv") {
                    hcs_read_exactly(descriptor.number, buffer.baseAddress, length, limit)
                }
            }
            guard received > 0 else { return nil }
        }
        return Frame(type: header.type, sequence: header.sequence, payload: payload, descriptors: descriptors)
    }

    /// Wakes whoever waits in `receive` on this socket, with end of file.
    package func shutDown() {
        _ = shutdown(descriptor.number, Int32(SHUT_RDWR))  // fails only when the peer was faster
    }
}

/// Puts frames together from a socket that never blocks.
package struct FrameAssembler {
    private let descriptor: Descriptor
    private var bytes: [UInt8] = []
    private var descriptors: [Descriptor] = []
    private static let headerSize = MemoryLayout<hcs_frame>.size

    package init(_ descriptor: Descriptor) {
        self.descriptor = descriptor
    }

    package enum Step {
        case frame(Frame)
        case wouldBlock
        case closed
    }

    /// Takes the next message if all of it is there.
    ///
    /// - Throws: `EBADMSG`, `EMSGSIZE` for a message that is not one; what `recvmsg` throws.
    package mutating func next() throws(SyscallError) -> Step {
        while true {
            let wanted = try wantedBytes()
            if bytes.count == wanted, bytes.count >= Self.headerSize { return .frame(takeFrame()) }
            switch try receive(wanted - bytes.count) {
            case .some(0): return .closed
            case .none: return .wouldBlock
            case .some: continue
            }
        }
    }

    private func wantedBytes() throws(SyscallError) -> Int {
        guard bytes.count >= Self.headerSize else { return Self.headerSize }
        let header = readHeader()
        guard header.length <= HCS_FRAME_MAXIMUM_PAYLOAD, header.descriptors == UInt16(descriptors.count)
        else {
            throw SyscallError(call: "recvmsg", subject: "frame", errno: .badMessage)
        }
        return Self.headerSize + Int(header.length)
    }

    private func readHeader() -> hcs_frame {
        bytes.withUnsafeBytes { $0.loadUnaligned(as: hcs_frame.self) }
    }

    /// Nil when nothing is there now.
    private mutating func receive(_ count: Int) throws(SyscallError) -> Int? {
        let used = bytes.count
        let chunk = min(count, 65536)
        bytes.append(contentsOf: repeatElement(0, count: chunk))
        var numbers = [Int32](repeating: -1, count: Int(HCS_FRAME_MAXIMUM_DESCRIPTORS))
        var numberCount = numbers.count
        var received = 0
        do {
            received = try bytes.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
                try numbers.withUnsafeMutableBufferPointer { numbers throws(SyscallError) in
                    try valueOrErrno("recvmsg") {
                        hcs_stream_receive(
                            descriptor.number, buffer.baseAddress.map { $0 + used }, chunk,
                            numbers.baseAddress,
                            &numberCount)
                    }
                }
            }
        } catch {
            bytes.removeLast(chunk)
            if error.errno == .wouldBlock || error.errno == .resourceTemporarilyUnavailable { return nil }
            throw error
        }
        bytes.removeLast(chunk - received)
        descriptors += numbers.prefix(numberCount).map { Descriptor(owning: $0) }
        guard descriptors.count <= Int(HCS_FRAME_MAXIMUM_DESCRIPTORS) else {
            throw SyscallError(call: "recvmsg", subject: "descriptors", errno: .badMessage)
        }
        return received
    }

    private mutating func takeFrame() -> Frame {
        let header = readHeader()
        let frame = Frame(
            type: header.type, sequence: header.sequence, payload: Array(bytes.dropFirst(Self.headerSize)),
            descriptors: descriptors)
        bytes = []
        descriptors = []
        return frame
    }
}

extension Duration {
    /// For system calls that count in milliseconds: rounded up, at least 0.
    package var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return milliseconds.overflow ? .max : Int32(clamping: milliseconds.partialValue + fraction)
    }
}
