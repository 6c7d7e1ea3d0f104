internal import ArgumentParser

/// Memory as it is typed: a bare number is MiB; `512M`, `2G`, `1T`, each with `B` or `iB` behind it if one likes.
enum MemorySize {
    static func parse(_ text: String) throws -> Int64 {
        guard let megabytes = megabytes(text) else {
            throw ValidationError("not a size such as 512 (MiB), 512M or 2G, in whole MiB")
        }
        return megabytes
    }

    static func megabytes(_ text: String) -> Int64? {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty, let number = Int64(String(digits) ?? "") else { return nil }
        var unit = String(text.utf8.dropFirst(digits.count)).map { $0.lowercased() } ?? ""
        for ending in ["ib", "b"] where unit.hasSuffix(ending) && unit.utf8.count > ending.utf8.count {
            unit.removeLast(ending.utf8.count)
            break
        }
        switch unit {
        case "", "m": return number
        case "b": return divided(number, by: 1 << 20)
        case "k": return divided(number, by: 1 << 10)
        case "g": return multiplied(number, by: 1 << 10)
        case "t": return multiplied(number, by: 1 << 20)
        default: return nil
        }
    }

    private static func divided(_ number: Int64, by unit: Int64) -> Int64? {
        number % unit == 0 ? number / unit : nil
    }

    private static func multiplied(_ number: Int64, by unit: Int64) -> Int64? {
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        return overflow ? nil : product
    }
}
