internal import HCSJSON
internal import HCSProtocol
internal import HCSSystem

/// `hcsctl` as the worker of one import: what it is when executed under the name `hcsctl-import` (Docs/Decisions/0019).
package enum ImportMain {
    package static let name = LayerImportRequest.worker
    /// The socket over which the command sends its request and is told how far the worker is.
    private static let gateDescriptor: Int32 = 3
    private static let gateLimit = Duration.seconds(60)

    /// Runs an import to its end.
    package static func run() -> Never {
        ProcessSetup.setName("hcsctl-import")
        // The command gets the terminal's signals; that it is gone is seen on the socket, and cleaned up after.
        ProcessSetup.ignore([1, 2, 3, 13, 15])
        ProcessSetup.setFileModeMask(0o022)
        let gate = FrameSocket(Descriptor(owning: gateDescriptor))
        let end = outcome(gate)
        // A command that is gone needs no answer.
        if let payload = try? DocumentEncoder().encode(end) {
            try? gate.send(
                Frame(type: LayerImportRequest.updateType, payload: payload), timeout: .seconds(10))
        }
        ProcessSetup.exit(end.failure == nil ? 0 : 1)
    }

    private static func outcome(_ gate: FrameSocket) -> LayerImportUpdate {
        do {
            guard let frame = try gate.receive(timeout: gateLimit) else { ProcessSetup.exit(1) }
            let request = try DocumentDecoder(mode: .lenient).decode(
                LayerImportRequest.self, from: frame.payload)
            let session = ImportSession(request, gate)
            return LayerImportUpdate(
                layers: try Importer.run(session, input: frame.descriptors.first))
        } catch let failure as Failure {
            return LayerImportUpdate(failure)
        } catch let error as SyscallError {
            return LayerImportUpdate(Failure(error, doing: "cannot import"))
        } catch {
            return LayerImportUpdate(Failure(.unexpectedValue, "\(error)"))
        }
    }
}
