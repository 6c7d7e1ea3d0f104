internal import ArgumentParser

/// Durations as they are typed: `500ms`, `2s`, `1m30s`, `1h`; a bare number is seconds.
enum DurationText {
    static func parse(_ text: String) throws -> Duration {
        guard let duration = duration(text) else {
            throw ValidationError("not a duration such as 500ms, 2s or 1m30s")
        }
        return duration
    }

    static func duration(_ text: String) -> Duration? {
        var rest = Substring(text).utf8[...]
        if let seconds = number(&rest), rest.isEmpty { return bounded(seconds, .seconds(1)) }
        rest = Substring(text).utf8[...]
        var total = Duration.zero
        var order = Int.max
        while !rest.isEmpty {
            guard let value = number(&rest), let unit = unit(&rest), unit.order < order,
                let part = bounded(value, unit.length)
            else { return nil }
            order = unit.order
            total += part
        }
        return order == Int.max ? nil : total
    }

    /// Thousandths of the unit, so that `1.5s` works without floating point.
    private static func number(_ rest: inout Substring.UTF8View) -> Int64? {
        let whole = rest.prefix { (0x30...0x39).contains($0) }
        guard !whole.isEmpty, whole.count <= 12, let value = Int64(String(whole) ?? "") else { return nil }
        rest = rest.dropFirst(whole.count)
        guard rest.first == UInt8(ascii: ".") else { return value * 1000 }
        let fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(fraction.count), let part = Int64(String(fraction) ?? "") else { return nil }
        rest = rest.dropFirst(1 + fraction.count)
        return value * 1000 + part * [100, 10, 1][fraction.count - 1]
    }

    private static func unit(_ rest: inout Substring.UTF8View) -> (length: Duration, order: Int)? {
        let letters = rest.prefix { (0x61...0x7A).contains($0) }
        rest = rest.dropFirst(letters.count)
        switch String(letters) {
        case "ms": return (.milliseconds(1), 0)
        case "s": return (.seconds(1), 1)
        case "m": return (.seconds(60), 2)
        case "h": return (.seconds(3600), 3)
        case "d": return (.seconds(86400), 4)
        default: return nil
        }
    }

    /// Ten years are enough. Twelve digits of days still fit a `Duration`.
    private static func bounded(_ thousandths: Int64, _ unit: Duration) -> Duration? {
        let duration = unit * Int(thousandths) / 1000
        return duration <= .seconds(3650 * 86400) ? duration : nil
    }
}
