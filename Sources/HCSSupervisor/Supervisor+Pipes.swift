internal import Glibc
internal import HCSProtocol
internal import HCSSchema
internal import HCSSystem

extension Supervisor {
    /// Maps a socket or FIFO into the container, or takes it away by its name inside.
    func changePipe(
        _ kind: ModificationKind, _ request: ResourceModificationRequestResponse,
        _ modification: inout Modification
    ) throws(Failure) {
        let pipe = try request.settings(MappedPipe.self)
        guard let target = pipe.containerPath else {
            throw Failure(
                .invalidArgument,
                "/Settings/ContainerPipeName: \"\(pipe.containerPipeName)\" is no name or path")
        }
        let index = modification.configuration.mappedPipes.firstIndex { $0.containerPath == target }
        switch kind {
        case .add:
            guard index == nil else {
                throw Failure(
                    .alreadyExists, "/Settings/ContainerPipeName: another pipe is mapped to \(target)")
            }
            try mapPipe(pipe, "/Settings")
            modification.onFailure { [unowned self] in try? unmapPipe(pipe) }
            modification.configuration.mappedPipes.append(pipe)
        case .remove:
            guard let index else {
                throw Failure(.invalidArgument, "/Settings/ContainerPipeName: no pipe is mapped to \(target)")
            }
            let mapped = modification.configuration.mappedPipes.remove(at: index)
            try unmapPipe(mapped)
            modification.onFailure { [unowned self] in try? mapPipe(mapped, "/Settings") }
        case .update:
            throw Failure(.invalidArgument, "/RequestType: a mapped pipe takes Add and Remove, not Update")
        }
    }

    private func mapPipe(_ pipe: MappedPipe, _ pointer: String) throws(Failure) {
        let source = try PipeSource.path(of: pipe, pointer)
        guard let target = pipe.containerPath else { return }
        do throws(SyscallError) {
            try mounts().attach(Mounts.clone(source), at: target, isFolder: false)
        } catch {
            throw Failure(error, doing: "cannot map \(source) to \(target)")
        }
    }

    private func unmapPipe(_ pipe: MappedPipe) throws(Failure) {
        guard let source = pipe.socketPath, let target = pipe.containerPath else { return }
        do throws(SyscallError) {
            try mounts().detach(target)
        } catch {
            throw Failure(error, doing: "cannot unmap \(source) from \(target)")
        }
    }

    /// The container's own mounts.
    private func mounts() throws(SyscallError) -> ContainerMounts {
        guard let agent = record.agent, agent.isAlive else {
            throw SyscallError(call: "open", subject: "mount namespace", kind: .noProcess)
        }
        let mounts = try ContainerMounts(ofProcess: agent.pid)
        // Its number was not another's meanwhile.
        guard agent.isAlive else {
            throw SyscallError(call: "open", subject: "mount namespace", kind: .noProcess)
        }
        return mounts
    }
}

/// The host's side of a mapped pipe.
enum PipeSource {
    /// - Throws: `invalidArgument` when there is no socket or FIFO.
    static func path(of pipe: MappedPipe, _ pointer: String) throws(Failure) -> String {
        guard let path = pipe.socketPath else {
            throw Failure(
                .invalidArgument, "\(pointer)/HostPath: \"\(pipe.hostPath)\" is no absolute path or pipe name"
            )
        }
        let kind: FileStatus.Kind
        do {
            kind = try Files.status(path).kind
        } catch {
            throw Failure(.invalidArgument, "\(pointer)/HostPath: \(path): \(error.reason)")
        }
        guard [.socket, .fifo].contains(kind) else {
            throw Failure(.invalidArgument, "\(pointer)/HostPath: \(path) is neither a socket nor a FIFO")
        }
        return path
    }
}
