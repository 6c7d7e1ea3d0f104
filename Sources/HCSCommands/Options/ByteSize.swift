internal import ArgumentParser

/// A number of bytes as it is typed: `1048576`, `10M`, `2G`, each unit with `B` or `iB` behind it if one likes; all are powers of 1024.
enum ByteSize {
    static func parse(_ text: String) throws -> UInt64 {
        guard let bytes = bytes(text) else {
            throw ValidationError("not a number of bytes such as 1048576, 512K, 10M or 2G")
        }
        return bytes
    }

    static func bytes(_ text: String) -> UInt64? {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty, let number = UInt64(String(digits) ?? "") else { return nil }
        var unit = String(text.utf8.dropFirst(digits.count)).map { $0.lowercased() } ?? ""
        for ending in ["ib", "b"] where unit.hasSuffix(ending) && unit.utf8.count > ending.utf8.count {
            unit.removeLast(ending.utf8.count)
            break
        }
        guard let power = ["": 0, "b": 0, "k": 10, "m": 20, "g": 30, "t": 40][unit] else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: 1 << power)
        return overflow ? nil : product
    }
}
