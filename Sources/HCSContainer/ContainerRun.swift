internal import HCSProtocol
internal import HCSSystem

/// A container that lives as long as its main process.
///
/// Holding this object is what tells the supervisor that the caller lives; also a killed caller lets go of it.
public final class ContainerRun {
    /// The container.
    public let container: any Container
    private let store: ContainerStore
    private let gate: RunGate
    private let removesAtEnd: Bool

    init(_ container: any Container, store: ContainerStore, gate: RunGate, removesAtEnd: Bool) {
        self.container = container
        self.store = store
        self.gate = gate
        self.removesAtEnd = removesAtEnd
    }

    /// Ends the container now, and waits until it has ended; deleted if that was asked for.
    ///
    /// - Throws: `timedOut`, and what `terminate` and `delete` throw; not that it had ended already.
    public func end() throws(ContainerError) {
        do throws(ContainerError) {
            try container.terminate()
        } catch {
            guard error.isPending || error.isAlreadyStopped || error.isNotExist else { throw error }
        }
        let deadline = Instant.now + store.options.timeout
        // Until it is gone its supervisor stays, should we be killed.
        defer { gate.socket = nil }
        do throws(ContainerError) {
            if removesAtEnd {
                try store.delete(container.id, force: true)
            } else {
                try container.wait(timeout: max(.zero, deadline - Instant.now))
            }
        } catch {
            guard error.isNotExist || error.code == .unexpectedExit else { throw error }
        }
    }

    /// Leaves the container to its main process: the supervisor ends it with that.
    public func leave() {
        gate.socket = nil
    }
}
