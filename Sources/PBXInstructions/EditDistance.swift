/// How many mistakes of typing lie between two words.
enum EditDistance {
    /// The number of Unicode scalars to change, lose, add or swap with their neighbour to get from `first` to
    /// `second` (Damerau–Levenshtein, no part edited twice), or nil when it is more than `limit`.
    ///
    /// The cost is that of the lengths' product for words whose lengths differ by no more than `limit`, and nothing
    /// for others.
    static func between(_ first: String, _ second: String, limit: Int) -> Int? {
        guard second.utf8.count <= 4 * (first.utf8.count + limit) else { return nil }
        let first = Array(first.unicodeScalars)
        let second = Array(second.unicodeScalars)
        guard abs(first.count - second.count) <= limit else { return nil }

        var twoBack: [Int] = []
        var last = Array(0...second.count)
        for row in 0..<first.count {
            var next = [row + 1]
            for column in 0..<second.count {
                let change = last[column] + (first[row] == second[column] ? 0 : 1)
                var best = min(change, last[column + 1] + 1, next[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    best = min(best, twoBack[column - 1] + 1)
                }
                next.append(best)
            }
            (twoBack, last) = (last, next)
        }
        return last[second.count] <= limit ? last[second.count] : nil
    }
}
