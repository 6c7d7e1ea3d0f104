internal import Glibc
internal import HCSProtocol
internal import HCSSystem

/// What a supervisor has before it knows anything of its container: the folder, its lock, its children's reaper, and a mount
/// namespace that dies with it.
struct Workplace {
    let folder: ContainerFolder
    let lock: FileLock
    let reaper: Reaper
    /// The mount namespace it was started in.
    let hostMounts: Descriptor

    init(_ launch: Launch) throws(Failure) {
        do {
            folder = try ContainerFolder(root: launch.root, id: launch.id)
            // A supervisor whose creator was killed before may wake in this new folder, see that, and leave.
            let patience: Duration = launch.configuration == nil ? .zero : .seconds(2)
            guard let lock = try FileLock.take(ContainerFolder.lock, in: folder.descriptor, within: patience)
            else {
                throw Failure(.supervisorLost, "another supervisor has the container", hint: "try again")
            }
            self.lock = lock
            ProcessSetup.setName("hcsctl-super")
            // It outlives terminals and sessions; only the container's end, or SIGKILL, ends it.
            ProcessSetup.ignore([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE])
            ProcessSetup.setFileModeMask(0o077)
            try ProcessSetup.changeDirectory("/")
            try ProcessSetup.becomeSubreaper()
            reaper = try Reaper()
            hostMounts = try Files.openReadOnly("/proc/self/ns/mnt")
            try Mounts.makePrivate()
        } catch let error as SyscallError where error.call == "open" && error.kind == .missing {
            // Deleted, or taken away by another supervisor, since it was looked at.
            throw Failure(.notFound, "no such container")
        } catch let error as SyscallError {
            throw Failure(error, doing: "cannot set up the supervisor")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.unexpectedValue, "\(error)")
        }
    }
}
