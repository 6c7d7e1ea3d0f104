internal import HCSSystem
internal import Synchronization

/// Whether a handle is closed, and the sockets on which its calls wait.
final class HandleState: Sendable {
    private struct State {
        var isClosed = false
        var waiting: [FrameSocket] = []
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

    /// Ends the waits; false when it was closed before.
    @discardableResult
    func close() -> Bool {
        let waiting = state.withLock { state -> [FrameSocket]? in
            guard !state.isClosed else { return nil }
            state.isClosed = true
            return state.waiting
        }
        for socket in waiting ?? [] { socket.shutDown() }
        return waiting != nil
    }
}
