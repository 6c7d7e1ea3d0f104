import HCSContainer
import HCSSchema
import Synchronization

/// A container that writes down what is asked of it and fails as it is told.
final class ScriptedContainer: Container {
    let id = "web"
    private let state: String
    private let log = Mutex<[String]>([])
    private let waits: Mutex<[ContainerError.Code]>

    init(state: String = "Running", waits: [ContainerError.Code] = []) {
        self.state = state
        self.waits = Mutex(waits)
    }

    var calls: [String] { log.withLock { $0 } }

    private func note(_ call: String) {
        log.withLock { $0.append(call) }
    }

    private func failure(_ code: ContainerError.Code) -> ContainerError {
        ContainerError(code, operation: "test", containerID: id, reason: code.rawValue)
    }

    func start() throws(ContainerError) { note("start") }

    func shutdown() throws(ContainerError) {
        note("shutdown")
        throw failure(.operationPending)
    }

    func terminate() throws(ContainerError) {
        note("terminate")
        throw failure(.operationPending)
    }

    func wait() throws(ContainerError) { note("wait") }

    func wait(timeout: Duration) throws(ContainerError) {
        note("wait \(timeout)")
        if let code = waits.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure(code) }
    }

    func pause() throws(ContainerError) { note("pause") }
    func resume() throws(ContainerError) { note("resume") }
    func hasPendingUpdates() throws(ContainerError) -> Bool { false }
    func statistics() throws(ContainerError) -> Statistics { Statistics() }
    func processList() throws(ContainerError) -> [ProcessListItem] { [] }
    func processDetails() throws(ContainerError) -> [ProcessDetail] { [] }
    func mappedVirtualDisks() throws(ContainerError) -> [Int: MappedVirtualDiskController] { [:] }

    func createProcess(_ configuration: ProcessConfig) throws(ContainerError) -> any ContainerProcess {
        throw failure(.unsupported)
    }

    func createProcess(
        _ configuration: ProcessConfig, streams: ProcessStreams
    ) throws(ContainerError) -> any ContainerProcess {
        throw failure(.unsupported)
    }

    func createProcess(
        _ configuration: ProcessConfig, streams: ProcessStreams, supervision: ProcessSupervision
    ) throws(ContainerError) -> any ContainerProcess {
        throw failure(.unsupported)
    }

    func openProcess(_ processID: UInt32) throws(ContainerError) -> any ContainerProcess {
        throw failure(.processNotFound)
    }

    func signalAll(_ number: Int32) throws(ContainerError) {
        throw failure(.unsupported)
    }

    func modify(_ requests: [ResourceModificationRequestResponse]) throws(ContainerError) {
        throw failure(.unsupported)
    }

    func properties() throws(ContainerError) -> ContainerProperties {
        ContainerProperties(id: id, state: state)
    }

    func inspect(showSecrets: Bool) throws(ContainerError) -> ContainerInspection {
        throw failure(.unsupported)
    }

    func close() {}
}
