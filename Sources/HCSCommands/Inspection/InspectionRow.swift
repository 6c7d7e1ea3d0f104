internal import HCSContainer

/// What `inspect` prints of one target.
enum InspectionRow: Encodable {
    case container(ContainerInspection)
    case process(container: String, ContainerInspection.ProcessRecord)

    init(_ inspection: ContainerInspection, _ processID: UInt32?, _ operation: String) throws(ContainerError)
    {
        guard let processID else {
            self = .container(inspection)
            return
        }
        // A number may have been used twice; the later process is meant.
        guard let record = inspection.processes.last(where: { $0.processID == processID }) else {
            throw ContainerError(
                .processNotFound, operation: operation, containerID: inspection.id, processID: processID,
                reason: "no such process", hint: "hcsctl ps \(inspection.id)")
        }
        self = .process(container: inspection.id, record)
    }

    var name: String {
        switch self {
        case .container(let inspection): inspection.id
        case .process(let container, let record): "\(container)/\(record.processID)"
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .container(let inspection): try inspection.encode(to: encoder)
        case .process(let container, let record):
            var keys = encoder.container(keyedBy: Key.self)
            try keys.encode(container, forKey: .id)
            try keys.encode(record.processID, forKey: .processID)
            try keys.encode(record.exited != nil, forKey: .exitedFlag)
            try keys.encode(record.exitCode, forKey: .exitCode)
            try keys.encode(record.signal, forKey: .signal)
            try keys.encode(MillisecondTime(record.exited), forKey: .exitTime)
        }
    }

    private enum Key: String, CodingKey {
        case id = "Id"
        case processID = "ProcessId"
        case exitedFlag = "Exited"
        case exitCode = "ExitCode"
        case signal = "Signal"
        case exitTime = "ExitTime"
    }
}
