internal import ArgumentParser

/// Signals by name and number, as on Linux.
enum SignalNumber {
    /// The numbers with a name of their own, in order.
    static let names: [(number: Int32, name: String)] = [
        (1, "HUP"), (2, "INT"), (3, "QUIT"), (4, "ILL"), (5, "TRAP"), (6, "ABRT"), (7, "BUS"), (8, "FPE"),
        (9, "KILL"), (10, "USR1"), (11, "SEGV"), (12, "USR2"), (13, "PIPE"), (14, "ALRM"), (15, "TERM"),
        (16, "STKFLT"), (17, "CHLD"), (18, "CONT"), (19, "STOP"), (20, "TSTP"), (21, "TTIN"), (22, "TTOU"),
        (23, "URG"), (24, "XCPU"), (25, "XFSZ"), (26, "VTALRM"), (27, "PROF"), (28, "WINCH"), (29, "IO"),
        (30, "PWR"), (31, "SYS"), (34, "RTMIN"), (64, "RTMAX"),
    ]

    private static let synonyms: [String: Int32] = ["IOT": 6, "CLD": 17, "POLL": 29]

    static func parse(_ text: String) throws -> Int32 {
        guard let number = number(text) else {
            throw ValidationError("no signal; a name such as TERM or RTMIN+3, or 1 to 64 (hcsctl kill -l)")
        }
        return number
    }

    static func number(_ text: String) -> Int32? {
        if let number = Int32(text), text.utf8.first != UInt8(ascii: "+") {
            return (1...64).contains(number) ? number : nil
        }
        var name = text.uppercased()
        if name.hasPrefix("SIG") { name.removeFirst(3) }
        if let known = names.first(where: { $0.name == name }) { return known.number }
        return synonyms[name] ?? realtime(name)
    }

    /// The name of a number: `TERM`, `RTMIN+3`.
    static func name(_ number: Int32) -> String {
        if let known = names.first(where: { $0.number == number }) { return known.name }
        return (35...63).contains(number) ? "RTMIN+\(number - 34)" : "\(number)"
    }

    /// `RTMIN+n` and `RTMAX-n`, n from 1 to 30.
    private static func realtime(_ name: String) -> Int32? {
        let isMinimum = name.hasPrefix("RTMIN+")
        guard isMinimum || name.hasPrefix("RTMAX-") else { return nil }
        let digits = name.dropFirst(6)
        guard let offset = Int32(digits), (0...30).contains(offset), digits.utf8.allSatisfy({ $0 >= 0x30 })
        else {
            return nil
        }
        return isMinimum ? 34 + offset : 64 - offset
    }
}
