internal import Glibc

/// A moment on the clock that no one sets (CLOCK_BOOTTIME); it goes on while the machine sleeps.
package struct Instant: Hashable, Comparable, Sendable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package static var now: Instant {
        Instant(nanoseconds: read(CLOCK_BOOTTIME))
    }

    package static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

    package static func - (a: Instant, b: Instant) -> Duration { .nanoseconds(a.nanoseconds - b.nanoseconds) }

    /// Saturates far in the future.
    package static func + (a: Instant, b: Duration) -> Instant {
        let (seconds, attoseconds) = b.components
        let added = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let sum = a.nanoseconds.addingReportingOverflow(added.partialValue &+ attoseconds / 1_000_000_000)
        return Instant(nanoseconds: added.overflow || sum.overflow ? .max : sum.partialValue)
    }

    /// Nanoseconds since 1970 on the machine's wall clock.
    package static var wallClock: Int64 { read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
