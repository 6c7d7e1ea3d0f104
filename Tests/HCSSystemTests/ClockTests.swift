import HCSSystem
import Testing

/// Instants and durations at their ends.
struct ClockTests {
    @Test func arithmetic() {
        let start = Instant(nanoseconds: 1_500_000_000)
        #expect((start + .milliseconds(500)).nanoseconds == 2_000_000_000)
        #expect((start + .milliseconds(-500)).nanoseconds == 1_000_000_000)
        #expect((start + .seconds(1)) - start == .seconds(1))
        #expect(start - (start + .nanoseconds(3)) == .nanoseconds(-3))
        #expect(start < start + .nanoseconds(1))
    }

    @Test(arguments: [
        Duration.seconds(Int64.max), .seconds(Int64.max / 1_000_000_000), .seconds(10_000_000_000),
    ])
    func farAwayIsTheEnd(_ duration: Duration) {
        #expect((Instant.now + duration).nanoseconds == .max)
    }

    @Test func timeGoesOn() {
        let first = Instant.now
        #expect(Instant.now >= first)
        #expect(first.nanoseconds > 0)
        #expect(Instant.wallClock > 1_700_000_000_000_000_000)
    }

    @Test(arguments: [
        (Duration.zero, Int32(0)), (.nanoseconds(1), 1), (.milliseconds(1), 1), (.microseconds(1001), 2),
        (.seconds(2), 2000), (.nanoseconds(-1), 0), (.seconds(-5), 0), (.seconds(3_000_000), .max),
        (.seconds(Int64.max), .max), (.nanoseconds(999_999_999), 1000),
    ])
    func milliseconds(_ duration: Duration, _ expected: Int32) {
        #expect(duration.wholeMilliseconds == expected)
    }
}
