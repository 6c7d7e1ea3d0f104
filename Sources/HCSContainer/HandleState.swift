internal import HCSSystem
internal import Synchronization

/// Whether a handle is closed, and the sockets on which its calls wait.
final class HandleState: Sendable {
    private struct State {
        var isClosed = false
        var waiting: [FrameSocket] = []
        /// Keeps a container that ends with its last handle.
        var hold: FrameSocket?
    }
    private let state = Mutex(State())

    /// - Throws: `alreadyClosed` after `close`.
    func check(_ operation: String, _ containerID: String) throws(ContainerError) {
        guard !state.withLock({ $0.isClosed }) else {
            throw ContainerError(
                .alreadyClosed, operation: operation, containerID: containerID,
                reason: "the handle has already been closed")
        }
    }

    /// - Throws: `handleClosed` when the handle was closed while a call waited.
    func checkDuring(_ operation: String, _ containerID: String) throws(ContainerError) {
        guard !state.withLock({ $0.isClosed }) else {
            throw ContainerError(
                .handleClosed, operation: operation, containerID: containerID,
                reason: "the handle was closed during the call")
        }
    }

    func add(_ socket: FrameSocket) {
        let isClosed = state.withLock { state in
            state.waiting.append(socket)
            return state.isClosed
        }
        // The close came between the check and now, and found nothing to wake.
        if isClosed { socket.shutDown() }
    }

    func remove(_ socket: FrameSocket) {
        state.withLock { $0.waiting.removeAll { $0 === socket } }
    }

    /// Takes over the connection that keeps the container.
    func keep(_ socket: FrameSocket) {
        let isClosed = state.withLock { state in
            state.hold = socket
            return state.isClosed
        }
        if isClosed { socket.shutDown() }
    }

    /// Whether it keeps the container: false when its supervisor has died, and another must be told.
    var isKeeping: Bool {
        // The supervisor says nothing more on it: what can be read is its end.
        state.withLock { $0.hold }.map { !ProcessSetup.waitReadable($0.descriptor, .zero) } ?? false
    }

    /// Ends the waits; false when it was closed before.
    @discardableResult
    func close() -> Bool {
        let waiting = state.withLock { state -> [FrameSocket]? in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            return state.waiting + (state.hold.map { [$0] } ?? [])
        }
        for socket in waiting ?? [] { socket.shutDown() }
        return waiting != nil
    }
}
