/// The known word that was probably meant.
enum Suggestion {
    /// The nearest word, if it is near enough for its length; of two as near, the first.
    static func closest(to word: String, among known: [String]) -> String? {
        let limit = word.utf8.count <= 3 ? 1 : 2
        // A word with a beginning in common is what most people stop typing in.
        if word.utf8.count >= 3, let whole = known.first(where: { $0.hasPrefix(word) }) { return whole }
        let distances = known.map { (name: $0, distance: distance(Array(word.utf8), Array($0.utf8))) }
        guard let best = distances.min(by: { $0.distance < $1.distance }), best.distance <= limit else {
            return nil
        }
        return best.name
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (Damerau).
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var older = [Int](repeating: 0, count: right.count + 1)
        var old = Array(0...right.count)
        for i in left.indices {
            var new = [i + 1]
            for j in right.indices {
                let substituted = old[j] + (left[i] == right[j] ? 0 : 1)
                var best = min(substituted, old[j + 1] + 1, new[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    best = min(best, older[j - 1] + 1)
                }
                new.append(best)
            }
            (older, old) = (old, new)
        }
        return old.last ?? left.count
    }
}
