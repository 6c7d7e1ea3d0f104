package import HCSSystem

/// The agent's program as a descriptor to execute: nothing is written into the container, and the container cannot write it.
package enum AgentImage {
    /// A read-only, detached mount of the file (shared by all containers), or a sealed copy in memory where the kernel or our
    /// rights do not allow that.
    ///
    /// The lesson of CVE-2019-5736: what runs in a container is reachable there as /proc/PID/exe.
    package static func open(path: String) throws(StorageError) -> Descriptor {
        do {
            return try openClone(path: path)
        } catch {
            return try openSealedCopy(path: path)
        }
    }

    static func openClone(path: String) throws(StorageError) -> Descriptor {
        do throws(SyscallError) {
            guard try Files.status(path).kind == .regular else {
                throw SyscallError(call: "open_tree", subject: path, kind: .invalid)
            }
            let tree = try Mounts.clone(path)
            try Mounts.add([.readOnly, .noSetUserID, .noDevices], to: tree)
            return tree
        } catch {
            throw .agent(path: path, error)
        }
    }

    static func openSealedCopy(path: String) throws(StorageError) -> Descriptor {
        do {
            return try Files.sealedCopy(of: Files.openReadOnly(path), name: "hcs-agent")
        } catch {
            throw .agent(path: path, error)
        }
    }
}
