import CHCSShims

/// Frames over a stream socket, never blocking.
///
/// The only part that knows the transport; it does not know the messages.
final class Channel {
    /// Unsent bytes from which on no more requests are read.
    private static let congestion = 256 * 1024
    /// Unsent bytes that end the connection: every process the table can hold, twice, is less.
    private static let maximumOutput = 16 * 1024 * 1024

    let descriptor: Int32
    private(set) var isOpen = true

    private(set) var frame = hcs_frame()
    private(set) var descriptors: [Int32] = []
    private var headerBytes = 0
    private var buffer: UnsafeMutableRawBufferPointer?
    private var payloadBytes = 0

    private var output: [UInt8] = []
    private var sent = 0
    /// Descriptors to pass, each with the position of its frame in the output.
    private var passes: [(position: Int, descriptor: Int32)] = []

    /// The supervisor said HELLO on this connection.
    var isGreeted = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        finishFrame()
        for pass in passes { hcs_agent_close(pass.descriptor) }
        hcs_agent_close(descriptor)
        output = []
        hcs_agent_trim()
    }

    var hasOutput: Bool { sent < output.count }
    var isCongested: Bool { output.count - sent > Self.congestion }
    var payload: UnsafeRawBufferPointer {
        buffer.map { UnsafeRawBufferPointer($0) } ?? UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// Ends the connection; what it held is freed with the channel.
    func close() { isOpen = false }

    /// Reads on.
    ///
    /// True when a frame is complete: take it, then call `finishFrame`.
    func receive() -> Bool {
        guard isOpen, receiveHeader() else { return false }
        let length = Int(frame.length)
        guard length <= Int(HCS_FRAME_MAXIMUM_PAYLOAD), Int(frame.descriptors) == descriptors.count else {
            close()
            return false
        }
        if buffer == nil, length > 0 {
            buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 8)
        }
        while let buffer, payloadBytes < length {
            guard
                let count = receiveSome(
                    UnsafeMutableRawBufferPointer(rebasing: buffer[payloadBytes..<length]), descriptorRoom: 0)
            else { return false }
            payloadBytes += count
        }
        return true
    }

    /// Frees the frame: a big one must not stay in an idle agent.
    func finishFrame() {
        for descriptor in descriptors { hcs_agent_close(descriptor) }
        descriptors = []
        buffer?.deallocate()
        buffer = nil
        headerBytes = 0
        payloadBytes = 0
    }

    private func receiveHeader() -> Bool {
        let size = MemoryLayout<hcs_frame>.size
        while headerBytes < size {
            // Descriptors come with the first byte; later ones would belong to nothing.
            let room = headerBytes == 0 ? Int(HCS_FRAME_MAXIMUM_DESCRIPTORS) : 0
            var header = frame
            let count = withUnsafeMutableBytes(of: &header) { bytes in
                receiveSome(
                    UnsafeMutableRawBufferPointer(rebasing: bytes[headerBytes..<size]), descriptorRoom: room)
            }
            guard let count else { return false }
            frame = header
            headerBytes += count
        }
        return true
    }

    /// Nil when nothing is there now, or never again.
    private func receiveSome(_ bytes: UnsafeMutableRawBufferPointer, descriptorRoom: Int) -> Int? {
        var count = descriptorRoom
        var received = [Int32](repeating: -1, count: descriptorRoom)
        let length = received.withUnsafeMutableBufferPointer {
            hcs_stream_receive(descriptor, bytes.baseAddress, bytes.count, $0.baseAddress, &count)
        }
        guard length > 0 else {
            if length == 0 || hcs_agent_errno() != EAGAIN { close() }
            return nil
        }
        for index in 0..<count { descriptors.append(received[index]) }
        return length
    }

    /// Queues a frame with a payload.
    ///
    /// The descriptor stays the caller's.
    func send<Payload: BitwiseCopyable>(
        _ type: hcs_agent_message, sequence: UInt64, _ payload: Payload, passing descriptor: Int32 = -1
    ) {
        withUnsafeBytes(of: payload) { send(type, sequence: sequence, bytes: $0, passing: descriptor) }
    }

    /// Queues a frame without payload.
    func send(_ type: hcs_agent_message, sequence: UInt64) {
        send(type, sequence: sequence, bytes: UnsafeRawBufferPointer(start: nil, count: 0), passing: -1)
    }

    private func send(
        _ type: hcs_agent_message, sequence: UInt64, bytes: UnsafeRawBufferPointer, passing descriptor: Int32
    ) {
        guard isOpen else { return }
        guard output.count - sent < Self.maximumOutput else { return close() }
        var header = hcs_frame(
            length: UInt32(bytes.count), type: UInt16(truncatingIfNeeded: type.rawValue),
            descriptors: 0, sequence: sequence)
        if descriptor >= 0 {
            let copy = hcs_agent_duplicate(descriptor)
            guard copy >= 0 else { return close() }
            header.descriptors = 1
            passes.append((output.count, copy))
        }
        withUnsafeBytes(of: &header) { output.append(contentsOf: $0) }
        // Not for nothing: the address of an empty value is undefined, and `append` compares addresses.
        if !bytes.isEmpty { output.append(contentsOf: bytes) }
    }

    /// Sends what the socket takes.
    func flush() {
        while isOpen, hasOutput {
            // A piece begins with at most one descriptor and ends before the next.
            let pass = passes.first.flatMap { $0.position == sent ? $0 : nil }
            let next = pass == nil ? 0 : 1
            let end = next < passes.count ? passes[next].position : output.count
            var copy = pass?.descriptor ?? -1
            let count = output.withUnsafeBytes { bytes in
                let piece = UnsafeRawBufferPointer(rebasing: bytes[sent..<end])
                return hcs_stream_send(descriptor, piece.baseAddress, piece.count, &copy, pass == nil ? 0 : 1)
            }
            guard count > 0 else {
                if hcs_agent_errno() != EAGAIN { close() }
                return
            }
            if pass != nil {
                hcs_agent_close(copy)
                passes.removeFirst()
            }
            sent += count
        }
        guard isOpen else { return }
        let isBig = output.count > Self.congestion
        output = []
        passes = []
        sent = 0
        if isBig { hcs_agent_trim() }
    }
}
