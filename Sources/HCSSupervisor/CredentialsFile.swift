internal import HCSProtocol
internal import HCSSystem

/// Credentials on their way into a container: a file on a tmpfs, which only the container keeps once it is created.
enum CredentialsFile {
    static let containerPath = "/run/hcs/credentials"

    /// Makes the tmpfs in the supervisor's own mount namespace, so that no other process of the host sees it.
    static func make(_ credentials: String, _ folder: ContainerFolder) throws(Failure) {
        let bytes = Array(credentials.utf8)
        let size = bytes.count + (64 << 10)
        do throws(SyscallError) {
            try Files.makeDirectory("credentials", at: folder.descriptor)
            try Mounts.mount(
                type: "tmpfs", source: "hcsctl", at: "\(folder.path)/credentials",
                attributes: [.noSetUserID, .noDevices], options: "size=\(size),nr_inodes=4,mode=0700")
            try Files.replace(folder.credentials, with: bytes, mode: 0o400)
        } catch {
            throw Failure(error, doing: "cannot hand over the credentials")
        }
    }

    /// Gives up the supervisor's own mount; the container's stays.
    static func letGo(_ folder: ContainerFolder) {
        try? Mounts.unmount("\(folder.path)/credentials", detach: true)  // there is none, mostly
    }
}
