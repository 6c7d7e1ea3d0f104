internal import CHCSShims
internal import Glibc
internal import SystemPackage

/// Unix stream sockets named by a folder and a file name, so that the length of the folder's path does not matter.
package enum UnixSocket {
    /// Listens on a new socket file of mode 0600; never blocks in accept.
    package static func listen(_ name: String, in folder: Descriptor, backlog: Int32) throws(SyscallError)
        -> Descriptor
    {
        Descriptor(
            owning: try valueOrErrno("bind", name) { hcs_unix_listen(folder.number, name, backlog) })
    }

    package static func connect(_ name: String, in folder: Descriptor) throws(SyscallError) -> Descriptor {
        Descriptor(owning: try valueOrErrno("connect", name) { hcs_unix_connect(folder.number, name) })
    }

    /// The next caller; nil when there is none. Never blocks, and neither does the new socket.
    package static func accept(_ listener: Descriptor) throws(SyscallError) -> Descriptor? {
        do {
            return Descriptor(owning: try valueOrErrno("accept") { hcs_unix_accept(listener.number) })
        } catch let error where error.errno == .wouldBlock || error.errno == .connectionAbort {
            return nil
        }
    }

    /// The user the peer had when it connected.
    package static func peerUser(_ socket: Descriptor) throws(SyscallError) -> UInt32 {
        var pid: pid_t = 0
        var uid: uid_t = 0
        var gid: gid_t = 0
        try valueOrErrno("getsockopt") { hcs_peer_credentials(socket.number, &pid, &uid, &gid) }
        return uid
    }

    /// The other side reads end of file, also through copies of this end.
    package static func shutDownWriting(_ socket: Descriptor) {
        _ = shutdown(socket.number, Int32(SHUT_WR))  // fails only when the peer was faster
    }

    /// Two connected sockets.
    package static func pair() throws(SyscallError) -> (Descriptor, Descriptor) {
        var first: Int32 = -1
        var second: Int32 = -1
        try valueOrErrno("socketpair") { hcs_socket_pair(&first, &second) }
        return (Descriptor(owning: first), Descriptor(owning: second))
    }
}
