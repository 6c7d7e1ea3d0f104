internal import Glibc
internal import Synchronization

/// A thread that moves bytes between a terminal and a console until it is stopped, its source ends, or its filter has
/// seen enough.
///
/// Unlike `Pump` it can be stopped while it waits, and looks at what it moves. It lets go of both descriptors at its end.
package final class ConsolePump: Sendable {
    /// Sees every piece; how much of it to pass on, and whether that was the last.
    package typealias Filter = @Sendable ([UInt8]) -> (count: Int, isLast: Bool)

    /// What the thread owns.
    private final class Job: Sendable {
        let source: Descriptor
        let target: Descriptor
        let wake: Descriptor
        let done: Descriptor
        let filter: Filter?
        let progress: Progress

        init(
            source: Descriptor, target: Descriptor, wake: Descriptor, done: Descriptor, filter: Filter?,
            progress: Progress
        ) {
            self.source = source
            self.target = target
            self.wake = wake
            self.done = done
            self.filter = filter
            self.progress = progress
        }

        func run() {
            while ProcessSetup.waitReadable([source, wake], nil) {
                if ProcessSetup.waitReadable(wake, .zero) { return }
                // EIO: the last user of a console is gone, or the terminal hung up.
                let piece: [UInt8]?
                do {
                    piece = try Streams.readAvailable(from: source, maximum: 16384)
                } catch {
                    return
                }
                guard let bytes = piece else { continue }
                if bytes.isEmpty { return }
                progress.isBusy.store(true, ordering: .releasing)
                let pass = filter?(bytes) ?? (bytes.count, false)
                // A target that is gone takes no more; the source is emptied all the same.
                try? Streams.writeAll(
                    pass.count == bytes.count ? bytes : Array(bytes.prefix(pass.count)), to: target)
                progress.moved.wrappingAdd(UInt64(bytes.count), ordering: .releasing)
                progress.isBusy.store(false, ordering: .releasing)
                if pass.isLast {
                    progress.isComplete.store(true, ordering: .releasing)
                    return
                }
            }
        }
    }

    private final class Progress: Sendable {
        let moved = Atomic<UInt64>(0)
        let isBusy = Atomic<Bool>(false)
        let isComplete = Atomic<Bool>(false)
    }

    private let progress = Progress()
    private let waker: Mutex<Descriptor?>
    /// Readable when the thread has ended.
    package let done: Descriptor

    package init(from source: Descriptor, to target: Descriptor, filter: Filter? = nil) throws(SyscallError) {
        let wake = try Pipe()
        let end = try Pipe()
        done = end.readEnd
        waker = Mutex(wake.writeEnd)
        let context = Unmanaged.passRetained(
            Job(
                source: source, target: target, wake: wake.readEnd, done: end.writeEnd, filter: filter,
                progress: progress))
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        guard error == 0 else {
            context.release()
            throw SyscallError(call: "pthread_create", subject: "console", kind: .other)
        }
        pthread_detach(thread)
    }

    /// Whether the filter said that it had seen enough.
    package var isComplete: Bool { progress.isComplete.load(ordering: .acquiring) }

    /// Tells the thread to end, and waits until it has, at most so long: a terminal may be held by Ctrl-S.
    package func stop(within limit: Duration) {
        waker.withLock { $0 = nil }
        _ = ProcessSetup.waitReadable(done, limit)
    }

    /// Waits until the source has ended, or has been idle for so long: nothing to read, nothing left to write.
    package func drain(from source: Descriptor, idle: Duration?) {
        var before = progress.moved.load(ordering: .acquiring)
        while !ProcessSetup.waitReadable(done, idle) {
            let isBusy = progress.isBusy.load(ordering: .acquiring)
            let now = progress.moved.load(ordering: .acquiring)
            if Streams.pendingBytes(source) <= 0, !isBusy, now == before { return }
            before = now
        }
    }
}
