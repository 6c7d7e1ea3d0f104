internal import HCSSchema

/// Sizes, times and shares as a person reads them.
enum QuantityText {
    /// IEC: `0B`, `512B`, `1.5KiB`, `12.5MiB`, `128MiB`.
    static func size(_ bytes: UInt64) -> String {
        guard bytes >= 1024 else { return "\(bytes)B" }
        var unit = 0
        var scale: UInt64 = 1024
        while unit < units.count - 1, bytes / scale >= 1024 {
            scale <<= 10
            unit += 1
        }
        let tenths = bytes / scale * 10 + (bytes % scale * 10 + scale / 2) / scale
        if tenths < 1000 { return "\(tenths / 10).\(tenths % 10)\(units[unit])" }
        let whole = (tenths + 5) / 10
        return whole < 1024 || unit == units.count - 1 ? "\(whole)\(units[unit])" : "1.0\(units[unit + 1])"
    }

    private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    /// A length of time in two units: `0s`, `12s`, `3m05s`, `2h10m`, `4d03h`.
    static func uptime(_ hundredNanoseconds: UInt64) -> String {
        let seconds = hundredNanoseconds / 10_000_000
        switch seconds {
        case ..<60: return "\(seconds)s"
        case ..<3600: return "\(seconds / 60)m\(twoDigits(seconds % 60))s"
        case ..<86400: return "\(seconds / 3600)h\(twoDigits(seconds / 60 % 60))m"
        default: return "\(seconds / 86400)d\(twoDigits(seconds / 3600 % 24))h"
        }
    }

    /// Processor time to the hundredth: `0.01`, `1:02.03`, `1:00:05`.
    static func processorTime(_ hundredNanoseconds: UInt64) -> String {
        let hundredths = hundredNanoseconds / 100_000
        let seconds = hundredths / 100
        let fraction = twoDigits(hundredths % 100)
        switch seconds {
        case ..<60: return "\(seconds).\(fraction)"
        case ..<3600: return "\(seconds / 60):\(twoDigits(seconds % 60)).\(fraction)"
        default: return "\(seconds / 3600):\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        }
    }

    /// Percent with one decimal.
    static func percent(_ value: Double) -> String {
        let tenths = Int64((max(0, min(value, 1e12)) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)%"
    }

    /// How long ago: `now`, `5 seconds ago`, `3 minutes ago`, `2 days ago`; `-` for no time at all.
    static func age(of time: Timestamp?, now: Timestamp) -> String {
        guard let time, time.unixSeconds > 0 else { return "-" }
        let seconds = max(0, now.unixSeconds - time.unixSeconds)
        switch seconds {
        case 0: return "now"
        case ..<60: return counted(seconds, "second")
        case ..<3600: return counted(seconds / 60, "minute")
        case ..<86400: return counted(seconds / 3600, "hour")
        default: return counted(seconds / 86400, "day")
        }
    }

    private static func counted(_ count: Int64, _ unit: String) -> String {
        "\(count) \(unit)\(count == 1 ? "" : "s") ago"
    }

    private static func twoDigits(_ number: UInt64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
