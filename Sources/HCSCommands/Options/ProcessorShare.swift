internal import ArgumentParser

/// A share of the host as HCS counts it, percent times 100, or as percent: `1250`, `12.5%`.
enum ProcessorShare {
    static func parse(_ text: String) throws -> Int64 {
        guard let share = share(text) else { throw ValidationError("not a share such as 1250 or 12.5%") }
        return share
    }

    static func share(_ text: String) -> Int64? {
        guard text.hasSuffix("%") else { return Int64(text) }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].utf8.count <= 9, let whole = UInt32(parts[0]) else {
            return nil
        }
        guard parts.count == 2 else { return Int64(whole) * 100 }
        guard (1...2).contains(parts[1].utf8.count), let part = UInt32(parts[1]) else { return nil }
        return Int64(whole) * 100 + Int64(part) * (parts[1].utf8.count == 1 ? 10 : 1)
    }
}
