internal import ArgumentParser
internal import HCSContainer
internal import HCSSchema

/// A point in time as it is typed: RFC 3339, or how long ago.
enum TimeText {
    static func time(_ text: String, now: Timestamp) -> Timestamp? {
        if let time = Timestamp(text) { return time }
        // A bare number is something else wherever a time is asked for.
        guard UInt64(text) == nil, let ago = DurationText.duration(text) else { return nil }
        return now - ago
    }
}

extension Timestamp {
    static func - (time: Timestamp, duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int64(time.nanoseconds) - attoseconds / 1_000_000_000
        return Timestamp(
            unixSeconds: time.unixSeconds - seconds - (nanoseconds < 0 ? 1 : 0),
            nanoseconds: UInt32((nanoseconds + 1_000_000_000) % 1_000_000_000))
    }

    /// From another time to this one; at least zero.
    func since(_ other: Timestamp) -> Duration {
        max(
            .zero,
            .seconds(unixSeconds - other.unixSeconds)
                + .nanoseconds(Int64(nanoseconds) - Int64(other.nanoseconds)))
    }
}

extension EventFollower.Start {
    /// `--since`: a sequence number, a time, or how long ago.
    init(_ text: String?, now: Timestamp) throws {
        guard let text else {
            self = .now
            return
        }
        if let number = UInt64(text) {
            self = .sequence(number)
        } else if let time = TimeText.time(text, now: now) {
            self = .time(time)
        } else {
            throw ValidationError(
                "--since '\(text)' is no time, no duration and no sequence number",
                hint: "such as 2026-01-31T12:00:00Z, 10m or 42")
        }
    }
}
