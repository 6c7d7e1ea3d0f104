internal import HCSOCI
internal import HCSProtocol
internal import HCSRuntime
internal import HCSStorage
internal import HCSSystem

extension Failure {
    /// A runtime's failure with its own words.
    init(_ error: RuntimeError) {
        switch error {
        case .notFound:
            self.init(.missingProgram, "\(error)", hint: "apt-get install crun")
        case .failed(let command, let status, let message):
            self.init(.runtimeFailed, "\(error)")
            runtime = RuntimeFailure(command: command, exitStatus: status.code, message: message)
        case .notRun(_, let cause):
            self.init(cause.kind == .timedOut ? .timedOut : .runtimeFailed, "\(error)")
        case .noProcess, .bundle, .encoding:
            self.init(.runtimeFailed, "\(error)")
        case .noSeccompProfile:
            self.init(
                .missingProgram, "\(error)", hint: "apt-get install golang-github-containers-common")
        case .badSeccompProfile:
            self.init(.systemFailed, "\(error)")
        }
    }

    init(_ error: StorageError) {
        switch error {
        case .noLayers, .tooManyLayers, .layer, .scratch: self.init(.invalidArgument, "\(error)")
        case .overlay(let cause, _), .mount(let cause), .unmount(let cause):
            self.init(cause, doing: "cannot mount the root file system")
            reason = "cannot mount the root file system: \(error)"
        case .agent: self.init(.missingProgram, "\(error)")
        case .missingTool(_, let package):
            self.init(.missingProgram, "\(error)", hint: "apt-get install \(package)")
        case .tool: self.init(.systemFailed, "\(error)")
        case .toolNotRun(let name, let cause):
            self.init(cause, doing: "cannot run \(name)")
            reason = "\(error)"
        case .fileSystem, .scratchContent, .disk, .notOfFormat: self.init(.invalidArgument, "\(error)")
        case .diskInUse: self.init(.invalidState, "\(error)")
        }
    }

    init(_ error: TranslationError) {
        self.init(
            .unsupported,
            error.notes.count == 1 ? "\(error)" : "\(error.notes.count) fields cannot be used here")
        findings = error.notes.map { "\($0.pointer): \($0.sentence)" }
    }
}
