/// A moment with the zone it was written in, in the text form of Go's `time.Time` (RFC 3339).
public struct Timestamp: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var unixSeconds: Int64

    /// Nanoseconds within the second, 0 to 999,999,999.
    public var nanoseconds: UInt32

    /// Seconds the written clock is ahead of UTC.
    public var utcOffset: Int32

    /// Go's zero time: 0001-01-01T00:00:00Z.
    public static let zero = Timestamp(unixSeconds: -62_135_596_800)

    /// Makes a timestamp.
    public init(unixSeconds: Int64, nanoseconds: UInt32 = 0, utcOffset: Int32 = 0) {
        self.unixSeconds = unixSeconds
        self.nanoseconds = nanoseconds
        self.utcOffset = utcOffset
    }

    /// Reads RFC 3339 text as Go 1.20 and later do; nil if it is none.
    public init?(_ text: String) {
        var reader = TimestampReader(text: Array(text.utf8))
        guard let parsed = reader.read() else { return nil }
        self = parsed
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 text; the fraction without trailing zeros, `Z` for UTC.
    public var description: String {
        let local = unixSeconds + Int64(utcOffset)
        let second = local - 86400 * (local.floorDivided(by: 86400))
        let date = CivilDate(daysSinceEpoch: local.floorDivided(by: 86400))
        var text = "\(date.year.padded(4))-\(date.month.padded(2))-\(date.day.padded(2))"
        text += "T\((second / 3600).padded(2)):\((second / 60 % 60).padded(2)):\((second % 60).padded(2))"
        if nanoseconds > 0 {
            var fraction = Int64(nanoseconds).padded(9)
            while fraction.last == "0" { fraction.removeLast() }
            text += "." + fraction
        }
        guard utcOffset / 60 != 0 else { return text + "Z" }
        let minutes = Int64(utcOffset.magnitude) / 60
        return text + (utcOffset < 0 ? "-" : "+") + "\((minutes / 60).padded(2)):\((minutes % 60).padded(2))"
    }
}

extension Timestamp: Codable {
    /// Reads the text; null is the zero time.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        guard !value.decodeNil() else {
            self = .zero
            return
        }
        let text = try value.decode(String.self)
        guard let parsed = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: value, debugDescription: "not an RFC 3339 time such as 2016-08-09T21:49:12Z")
        }
        self = parsed
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(description)
    }
}

/// A date of the proleptic Gregorian calendar, which is what Go and RFC 3339 use.
private struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    // Howard Hinnant's algorithm: years start in March, so that the leap day is the last.
    init(daysSinceEpoch: Int64) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    init?(year: Int64, month: Int64, day: Int64) {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), day >= 1, day <= lengths[Int(month) - 1] else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    var daysSinceEpoch: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.floorDivided(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

private struct TimestampReader {
    let text: [UInt8]
    var position = 0

    init(text: [UInt8]) {
        self.text = text
    }

    mutating func read() -> Timestamp? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
            let date = CivilDate(year: year, month: month, day: day),
            take("T"), let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60,
            take(":"), let second = number(2), second < 60,
            let nanoseconds = fraction(), let offset = zone(), position == text.count
        else { return nil }
        let local = date.daysSinceEpoch * 86400 + hour * 3600 + minute * 60 + second
        return Timestamp(
            unixSeconds: local - Int64(offset), nanoseconds: nanoseconds, utcOffset: offset)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func digit() -> Int64? {
        guard position < text.count, (0x30...0x39).contains(text[position]) else { return nil }
        defer { position += 1 }
        return Int64(text[position] - 0x30)
    }

    private mutating func number(_ digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Any number of digits, cut to nine.
    private mutating func fraction() -> UInt32? {
        guard take(".") else { return 0 }
        var value: UInt32 = 0
        var digits = 0
        while let digit = digit() {
            if digits < 9 { value = value * 10 + UInt32(digit) }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 9)..<9 { value *= 10 }
        return value
    }

    private mutating func zone() -> Int32? {
        if take("Z") { return 0 }
        let isNegative = take("-")
        guard isNegative || take("+") else { return nil }
        guard let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60 else {
            return nil
        }
        let seconds = Int32(hours * 3600 + minutes * 60)
        return isNegative ? -seconds : seconds
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    fileprivate func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
