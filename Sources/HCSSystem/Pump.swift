internal import CHCSShims
internal import Glibc

/// A thread that moves bytes from one descriptor to another until end of file, then lets go of both.
///
/// It cannot be stopped: one that blocks on a terminal ends with its process.
package final class Pump: Sendable {
    /// What the thread owns.
    private final class Work: Sendable {
        let source: Descriptor
        let target: Descriptor
        let done: Descriptor
        let progress: Progress

        init(source: Descriptor, target: Descriptor, done: Descriptor, progress: Progress) {
            self.source = source
            self.target = target
            self.done = done
            self.progress = progress
        }
    }

    /// Written by the thread, read by the watcher; atomically, in C.
    private final class Progress: Sendable {
        nonisolated(unsafe) let pointer = UnsafeMutablePointer<hcs_pump_progress>.allocate(capacity: 1)

        init() {
            pointer.initialize(to: hcs_pump_progress())
        }

        deinit {
            pointer.deallocate()
        }
    }

    /// End of file here means that the pump is done.
    package let done: Descriptor
    private let progress = Progress()

    package init(from source: Descriptor, to target: Descriptor) throws(SyscallError) {
        let pipe = try Pipe()
        done = pipe.readEnd
        let work = Work(source: source, target: target, done: pipe.writeEnd, progress: progress)
        let context = Unmanaged.passRetained(work)
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                // Whatever ended it, there is nothing more to move.
                _ = hcs_pump(work.source.number, work.target.number, work.progress.pointer)
                return nil
            }, context.toOpaque())
        guard error == 0 else {
            context.release()
            throw SyscallError(call: "pthread_create", subject: "pump", kind: .other)
        }
        pthread_detach(thread)
    }

    /// Waits until the pump is done, or has been idle for so long: nothing to read, nothing left to write.
    package func drain(from source: Descriptor?, idle: Duration?) {
        var before = moved
        while !ProcessSetup.waitReadable(done, idle) {
            let pending = source.map { hcs_pending_bytes($0.number) } ?? 0
            let (now, busy) = look()
            if pending <= 0, !busy, now == before { return }
            before = now
        }
    }

    private var moved: UInt64 { look().moved }

    private func look() -> (moved: UInt64, busy: Bool) {
        var moved: UInt64 = 0
        var busy: Int32 = 0
        hcs_pump_look(progress.pointer, &moved, &busy)
        return (moved, busy != 0)
    }
}
