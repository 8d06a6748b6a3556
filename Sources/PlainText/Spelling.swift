/// Finds what somebody probably meant.
package enum Spelling {
    /// The candidates that are like `word`, the likest first; of equals first the one that begins like it for longer,
    /// then in alphabetical order.
    ///
    /// The measure is the number of letters left out, added, changed or swapped with a neighbour (Damerau and
    /// Levenshtein's, in its restricted form), whatever their case. Looks at the first 64 characters of a word only,
    /// so that a stranger's long one costs no more.
    ///
    /// - Parameters:
    ///   - limit: How many to return at most.
    ///   - within: The greatest distance; by default a third of the word's length, and at least 1.
    package static func nearest(
        to word: String, among candidates: some Sequence<String>, limit: Int = 3, within: Int? = nil
    ) -> [String] {
        let letters = letters(of: word)
        let bound = within ?? max(1, letters.count / 3)
        var found: [(distance: Int, different: Int, candidate: String)] = []
        for candidate in candidates {
            let others = Self.letters(of: candidate)
            let distance = distance(letters, others)
            let shared = zip(letters, others).prefix { $0 == $1 }.count
            if distance <= bound { found.append((distance, -shared, candidate)) }
        }
        return found.sorted { $0 < $1 }.prefix(limit).map(\.candidate)
    }

    private static func letters(of word: String) -> [Unicode.Scalar] {
        Array(String(word.unicodeScalars.prefix(longest)).lowercased().unicodeScalars)
    }

    private static let longest = 64

    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var twoBack = [Int](repeating: 0, count: right.count + 1)
        var back = Array(0...right.count)
        for row in 1...left.count {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                current[column] = min(back[column] + 1, current[column - 1] + 1, back[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    current[column] = min(current[column], twoBack[column - 2] + 1)
                }
            }
            (twoBack, back) = (back, current)
        }
        return back[right.count]
    }
}
