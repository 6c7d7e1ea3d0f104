internal import CHCSShims
internal import Glibc

/// What a supervisor does to itself at its start.
package enum ProcessSetup {
    /// Orphans of this process's children become its children, so that it can reap them.
    package static func becomeSubreaper() throws(SyscallError) {
        try valueOrErrno("prctl") { hcs_become_subreaper() }
    }

    /// The name `ps` shows.
    package static func setName(_ name: String) {
        _ = hcs_set_process_name(name)  // only cosmetic
    }

    /// Blocks the signals and hands them out through a descriptor that never blocks.
    package static func signalDescriptor(_ signals: [Int32]) throws(SyscallError) -> Descriptor {
        Descriptor(
            owning: try valueOrErrno("signalfd") { hcs_signal_descriptor(signals, Int32(signals.count)) })
    }

    /// The next signal that arrived; nil when none is waiting.
    package static func nextSignal(_ descriptor: Descriptor) -> Int32? {
        var sender: Int32 = 0
        let number = hcs_read_signal(descriptor.number, &sender)
        return number > 0 ? number : nil
    }

    /// Ignores signals that must not end a process which outlives its terminal.
    package static func ignore(_ signals: [Int32]) {
        for number in signals { _ = signal(number, SIG_IGN) }
    }

    package static func setFileModeMask(_ mask: UInt32) {
        _ = umask(mask)
    }

    package static func changeDirectory(_ path: String) throws(SyscallError) {
        try valueOrErrno("chdir", path) { chdir(path) }
    }

    /// The effective user.
    package static var userID: UInt32 { geteuid() }

    /// Ends the process with status 0 after so long, whatever it is doing.
    package static func endQuietly(after limit: Duration) {
        let (seconds, attoseconds) = limit.components
        hcs_exit_after(Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    package static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }

    /// Reaps one child; nil when none is waiting to be.
    package static func reap() -> (pid: Int32, status: ExitStatus)? {
        var status: Int32 = 0
        let pid = hcs_reap(&status)
        return pid > 0 ? (pid, ExitStatus(waitStatus: status)) : nil
    }

    /// Waits until a descriptor is readable; false when the time is over.
    package static func waitReadable(_ descriptor: Descriptor, _ limit: Duration?) -> Bool {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, limit.map(\.wholeMilliseconds) ?? -1) > 0
    }

    /// Waits until one of several descriptors is readable, or a signal or the time comes.
    package static func waitReadable(_ descriptors: [Descriptor], _ limit: Duration?) -> Bool {
        var entries = descriptors.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        return poll(&entries, nfds_t(entries.count), limit.map(\.wholeMilliseconds) ?? -1) > 0
    }

    /// Whether a write would not block.
    package static func isWritable(_ descriptor: Descriptor) -> Bool {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLOUT) != 0
    }

    /// Lets signals take effect again.
    package static func unblock(_ signals: [Int32]) {
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    /// Gives others time between two tries.
    package static func pause(_ time: Duration) {
        usleep(UInt32(clamping: time.wholeMilliseconds) * 1000)
    }

    /// Fills the places of standard streams that are closed: what is opened next would take their numbers.
    ///
    /// With /dev/null the wrong way round, so that using them still fails.
    package static func fillStandardStreams() {
        for number: Int32 in 0...2 where fcntl(number, F_GETFD) < 0 {
            _ = Glibc.open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    /// Bytes no one can guess.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// One variable of the environment; nil when it is not set.
    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// The program this process runs.
    package static func executablePath() throws(SyscallError) -> String {
        try Files.linkTarget("/proc/self/exe")
    }
}
