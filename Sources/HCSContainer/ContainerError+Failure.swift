internal import HCSJSON
internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

extension ContainerError {
    /// What a supervisor or a system call says, with the operation it was for.
    init(_ failure: Failure, operation: String, containerID: String? = nil, processID: UInt32? = nil) {
        var cause: Cause?
        if let call = failure.systemCall {
            cause = .systemCall(name: call.name, subject: call.subject, errno: call.errno)
        } else if let runtime = failure.runtime {
            cause = .runtime(
                command: runtime.command, exitStatus: runtime.exitStatus, message: runtime.message)
        } else if let start = failure.start, let stage = StartStage(rawValue: start.stage) {
            cause = .processStart(stage: stage, errno: start.errno)
        } else if let findings = failure.findings {
            cause = .document(findings.map { DocumentFinding("", $0) })
        }
        self.init(
            Code(rawValue: failure.code.rawValue), operation: operation, containerID: containerID,
            processID: processID, reason: failure.reason, hint: failure.hint, cause: cause)
    }

    /// A failed system call; `doing` says what for.
    init(_ error: SyscallError, doing: String, operation: String, containerID: String? = nil) {
        self.init(Failure(error, doing: doing), operation: operation, containerID: containerID)
    }

    /// Any error of the modules below, where Swift cannot say which.
    init(wrapping error: any Error, doing: String, operation: String, containerID: String? = nil) {
        switch error {
        case let error as ContainerError: self = error
        case let error as SyscallError:
            self.init(error, doing: doing, operation: operation, containerID: containerID)
        case let error as Failure: self.init(error, operation: operation, containerID: containerID)
        default:
            self.init(
                .unexpectedValue, operation: operation, containerID: containerID, reason: "\(doing): \(error)"
            )
        }
    }
}
