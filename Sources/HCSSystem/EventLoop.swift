internal import CHCSShims
internal import SystemPackage

/// One thread's readiness loop over epoll: descriptors with handlers, and timers.
///
/// Not Sendable; everything in a supervisor happens in its loop.
package final class EventLoop {
    package struct Ready: Hashable, Sendable {
        package let readable: Bool
        package let writable: Bool
        package let hungUp: Bool
    }
    package struct TimerID: Hashable, Sendable { fileprivate let number: UInt64 }

    private struct Watch {
        let descriptor: Descriptor
        let handler: (Ready) -> Void
    }
    private struct Timer {
        let due: Instant
        let handler: () -> Void
    }

    private let epoll: Descriptor
    private var watches: [Int32: Watch] = [:]
    private var timers: [TimerID: Timer] = [:]
    private var lastTimer: UInt64 = 0
    private var stopped = false

    package init() throws(SyscallError) {
        epoll = Descriptor(owning: try valueOrErrno("epoll_create1") { hcs_epoll() })
    }

    /// Calls the handler whenever the descriptor is readable or hung up, until `forget`.
    package func watch(_ descriptor: Descriptor, _ handler: @escaping (Ready) -> Void) throws(SyscallError) {
        try valueOrErrno("epoll_ctl") { hcs_epoll_set(epoll.number, descriptor.number, hcs_readable) }
        watches[descriptor.number] = Watch(descriptor: descriptor, handler: handler)
    }

    /// Waits for room to write too, or no longer for anything to read.
    package func change(_ descriptor: Descriptor, reading: Bool, writing: Bool) {
        guard watches[descriptor.number] != nil else { return }
        // Removed and added again where nothing is wanted: a hang-up alone would wake the loop for ever.
        let events = (reading ? hcs_readable : 0) | (writing ? hcs_writable : 0)
        _ = hcs_epoll_set(epoll.number, descriptor.number, events)
    }

    package func forget(_ descriptor: Descriptor) {
        guard watches.removeValue(forKey: descriptor.number) != nil else { return }
        _ = hcs_epoll_set(epoll.number, descriptor.number, 0)  // fails only if it is gone already
    }

    /// Calls the handler once, after so long, unless cancelled.
    @discardableResult
    package func after(_ delay: Duration, _ handler: @escaping () -> Void) -> TimerID {
        lastTimer += 1
        let id = TimerID(number: lastTimer)
        timers[id] = Timer(due: Instant.now + delay, handler: handler)
        return id
    }

    package func cancel(_ timer: TimerID?) {
        if let timer { timers[timer] = nil }
    }

    /// Runs until `stop`.
    package func run() throws(SyscallError) {
        while !stopped { try turn() }
    }

    package func stop() {
        stopped = true
    }

    private func turn() throws(SyscallError) {
        let due = timers.values.map(\.due).min()
        let limit = due.map { ($0 - Instant.now).wholeMilliseconds } ?? -1
        var events = [hcs_event](repeating: hcs_event(), count: 64)
        let count = try events.withUnsafeMutableBufferPointer { buffer throws(SyscallError) in
            guard let base = buffer.baseAddress else { return Int32(0) }
            return try valueOrErrno("epoll_wait") {
                hcs_epoll_wait(epoll.number, base, Int32(buffer.count), limit)
            }
        }
        for event in events.prefix(Int(count)) {
            // A handler before this one may have dropped the descriptor.
            guard let watch = watches[event.descriptor] else { continue }
            watch.handler(
                Ready(
                    readable: event.events & hcs_readable != 0, writable: event.events & hcs_writable != 0,
                    hungUp: event.events & hcs_hung_up != 0))
        }
        let now = Instant.now
        for (id, timer) in timers where timer.due <= now {
            if timers.removeValue(forKey: id) != nil { timer.handler() }
        }
    }
}
