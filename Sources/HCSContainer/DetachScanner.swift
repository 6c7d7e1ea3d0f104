internal import HCSSystem

/// Looks for the keys that leave a console in what is typed.
///
/// Holds no byte back: those that may begin the sequence are passed on at once, only the last one is swallowed.
struct DetachScanner: Sendable {
    private let keys: [UInt8]
    private var matched = 0
    private var began = Instant(nanoseconds: 0)

    /// The keys must come within this time.
    private static let limit = Duration.seconds(1)

    /// Nil without keys.
    init?(_ keys: [UInt8]) {
        guard !keys.isEmpty else { return nil }
        self.keys = keys
    }

    /// How many of the bytes to pass on, and whether the keys are complete.
    mutating func scan(_ bytes: some Collection<UInt8>, at now: Instant) -> (count: Int, isComplete: Bool) {
        if matched > 0, now - began > Self.limit { matched = 0 }
        var count = 0
        for byte in bytes {
            if byte != keys[matched] { matched = 0 }
            if byte == keys[matched] {
                if matched == 0 { began = now }
                matched += 1
                if matched == keys.count { return (count, true) }
            }
            count += 1
        }
        return (count, false)
    }
}

/// Whether a program has switched the terminal to its alternate screen, from what it writes.
struct AlternateScreen: Sendable {
    private(set) var isShown = false
    private var tail: [UInt8] = []

    /// Back to the main screen, with the cursor.
    static let leave = Array("\u{1B}[?1049l\u{1B}[?25h".utf8)

    private static let prefix = Array("\u{1B}[?".utf8)
    private static let modes: Set<[UInt8]> = [Array("1049".utf8), Array("1047".utf8), Array("47".utf8)]

    mutating func scan(_ bytes: [UInt8]) {
        guard !tail.isEmpty || bytes.contains(0x1B) else { return }
        let all = tail + bytes
        tail = []
        var index = all.startIndex
        while let escape = all[index...].firstIndex(of: 0x1B) {
            let rest = all[escape...]
            let digits = rest.dropFirst(Self.prefix.count).prefix { (0x30...0x39).contains($0) }
            guard
                rest.count >= Self.prefix.count
                    ? rest.starts(with: Self.prefix) : Self.prefix.starts(with: rest)
            else {
                index = escape + 1
                continue
            }
            guard digits.endIndex < all.endIndex, rest.count > Self.prefix.count else {
                // Cut in the middle: the rest of it comes next.
                if rest.count <= 8 { tail = Array(rest) }
                return
            }
            if Self.modes.contains(Array(digits)) {
                if all[digits.endIndex] == UInt8(ascii: "h") { isShown = true }
                if all[digits.endIndex] == UInt8(ascii: "l") { isShown = false }
            }
            index = escape + 1
        }
    }
}
