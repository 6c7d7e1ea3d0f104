internal import HCSSchema

/// A time in our own documents: RFC 3339 in UTC with milliseconds; no time at all is null.
struct MillisecondTime: Encodable, Hashable {
    let text: String?

    init(_ time: Timestamp?) {
        guard let time, time.unixSeconds > 0 else {
            text = nil
            return
        }
        let seconds = Timestamp(unixSeconds: time.unixSeconds).description.dropLast()
        let fraction = "\(1000 + time.nanoseconds / 1_000_000)".dropFirst()
        text = "\(seconds).\(fraction)Z"
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        if let text { try value.encode(text) } else { try value.encodeNil() }
    }
}
