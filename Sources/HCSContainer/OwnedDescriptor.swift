internal import HCSProtocol
internal import HCSSystem
internal import Synchronization

/// A descriptor that may be closed before its owner goes.
final class OwnedDescriptor: Sendable {
    private let state: Mutex<Descriptor?>

    init(_ descriptor: Descriptor) {
        state = Mutex(descriptor)
    }

    var current: Descriptor? {
        state.withLock { $0 }
    }

    func close() {
        state.withLock { $0 = nil }
    }

    func withDescriptor<Result>(
        _ body: (Descriptor) throws(SyscallError) -> Result
    ) throws(ContainerError) -> Result {
        guard let descriptor = current else {
            throw ContainerError(
                .alreadyClosed, operation: "stream", reason: "the stream has already been closed")
        }
        do {
            return try body(descriptor)
        } catch {
            throw ContainerError(Failure(error, doing: "stream"), operation: "stream")
        }
    }
}
