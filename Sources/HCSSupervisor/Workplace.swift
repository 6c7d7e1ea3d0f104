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
            (folder, lock) = launch.configuration == nil ? try Self.find(launch) : try Self.claim(launch)
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

    /// The folder of a container whose supervisor is gone.
    private static func find(_ launch: Launch) throws -> (ContainerFolder, FileLock) {
        let folder = try ContainerFolder(root: launch.root, id: launch.id)
        guard let lock = try FileLock.take(ContainerFolder.lock, in: folder.descriptor) else {
            throw Failure(.supervisorLost, "another supervisor has the container", hint: "try again")
        }
        return (folder, lock)
    }

    /// Makes the container's folder: whoever makes it owns the id.
    private static func claim(_ launch: Launch) throws -> (ContainerFolder, FileLock) {
        let deadline = Instant.now + .seconds(2)
        while true {
            do {
                try Files.makeDirectory(ContainerFolder.path(root: launch.root, id: launch.id))
            } catch {
                guard error.kind == .exists else {
                    throw Failure(error, doing: "cannot make the container's folder in the state root")
                }
                throw Failure.alreadyExists(launch.id)
            }
            do throws(SyscallError) {
                let folder = try ContainerFolder(root: launch.root, id: launch.id)
                if let lock = try FileLock.take(
                    ContainerFolder.lock, in: folder.descriptor, within: .seconds(2)),
                    folder.isInPlace
                {
                    return (folder, lock)
                }
            } catch {
                guard error.kind == .missing else { throw error }
            }
            // Somebody took the new, empty folder for the rest of a killed creation.
            guard Instant.now < deadline else {
                throw Failure(.systemFailed, "the container's folder is removed as soon as it is made")
            }
        }
    }
}
