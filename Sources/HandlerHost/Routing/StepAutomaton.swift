/// The steps of a pattern as the states of an automaton that is in many of them at once, a bit for each.
///
/// State `s` says that the steps from `s` on match the rest of the path. A path is read from its end, so that a way through the steps
/// can be walked from its beginning without ever having to go back. A state is the bit `count - s`: reading one character, or skipping a
/// step, moves bits to higher ones only.
struct StepAutomaton: Sendable {
    private enum Kind { case one, optional, many }

    private struct Step: Sendable {
        let set: CharacterClass
        let kind: Kind
        let isLazy: Bool
    }
    private let steps: [Step]
    /// For each step of the pattern the first state that belongs to it, and the last state.
    private let firsts: [Int]
    private let words: Int
    /// The states that a character leads on from, that it leads back to, and that can be skipped.
    private let leaving: [UInt64]
    private let staying: [UInt64]
    private let skipped: [UInt64]
    /// The different character classes, each with the bits of the states that have it.
    private let classes: [(set: CharacterClass, bits: [Int])]
    /// For each ASCII character the place of its states in ``rows``, in rows.
    private let rowOfASCII: [UInt8]
    private let rows: [UInt64]
    /// The steps that it takes to look for a character that is not ASCII.
    private let costOfCharacter: Int

    init(_ pattern: RoutePattern) {
        var steps: [Step] = []
        var firsts: [Int] = []
        for step in pattern.steps {
            firsts.append(steps.count)
            switch step {
            case .literal(let bytes):
                steps += String(decoding: bytes, as: UTF8.self).unicodeScalars.map {
                    Step(set: CharacterClass([$0]), kind: .one, isLazy: false)
                }
            case .one(let set): steps.append(Step(set: set, kind: .one, isLazy: false))
            case .optional(let set, let isLazy): steps.append(Step(set: set, kind: .optional, isLazy: isLazy))
            case .many(let set, let isLazy): steps.append(Step(set: set, kind: .many, isLazy: isLazy))
            }
        }
        firsts.append(steps.count)
        let count = steps.count
        let words = count / 64 + 1
        func states(_ isOne: (Step) -> Bool) -> [UInt64] {
            var bits = [UInt64](repeating: 0, count: words)
            for (state, step) in steps.enumerated() where isOne(step) { bits[(count - state) / 64] |= 1 << UInt64((count - state) % 64) }
            return bits
        }
        var bits: [CharacterClass: [Int]] = [:]
        for (state, step) in steps.enumerated() { bits[step.set, default: []].append(count - state) }
        let classes = bits.map { (set: $0.key, bits: $0.value) }
        var rowOfASCII: [UInt8] = []
        var places: [[UInt64]: UInt8] = [:]
        var rows: [UInt64] = []
        for character in UInt32(0)..<128 {
            let row = Self.row(for: character, classes, words)
            if let place = places[row] {
                rowOfASCII.append(place)
            } else {
                let place = UInt8(places.count)
                rowOfASCII.append(place)
                places[row] = place
                rows += row
            }
        }
        self.steps = steps
        self.firsts = firsts
        self.words = words
        leaving = states { $0.kind != .many }
        staying = states { $0.kind == .many }
        skipped = states { $0.kind != .one }
        self.classes = classes
        costOfCharacter = classes.reduce(words + steps.count / 8) { $0 + $1.set.cost }
        self.rowOfASCII = rowOfASCII
        self.rows = rows
    }

    private static func row(for character: UInt32, _ classes: [(set: CharacterClass, bits: [Int])], _ words: Int) -> [UInt64] {
        var row = [UInt64](repeating: 0, count: words)
        for (set, bits) in classes where set.contains(character) {
            for bit in bits { row[bit / 64] |= 1 << UInt64(bit % 64) }
        }
        return row
    }

    /// Matches a whole path, which is UTF-8, and returns where each step of the pattern begins, in bytes, and where the path ends; nil
    /// when it does not match, or when there is not so much work left.
    func match(_ path: Span<UInt8>, work: inout MatchingWork) -> [Int]? {
        guard work.spend((path.count + 1) * words) else { return nil }
        // Row `position` has the states at a byte of the path where a character begins.
        var table = [UInt64](repeating: 0, count: (path.count + 1) * words)
        table[path.count * words] = 1
        skip(in: &table, at: path.count * words)
        var end = path.count
        while end > 0 {
            var start = end - 1
            while start > 0, path[start] & 0xC0 == 0x80 { start -= 1 }
            if path[start] < 0x80 {
                advance(in: &table, from: end * words, to: start * words, rows, at: Int(rowOfASCII[Int(path[start])]) * words)
            } else {
                guard work.spend(costOfCharacter) else { return nil }
                let row = Self.row(for: Self.scalar(in: path, start..<end), classes, words)
                advance(in: &table, from: end * words, to: start * words, row, at: 0)
            }
            end = start
        }
        guard has(0, in: table, at: 0) else { return nil }
        return walk(path, table)
    }

    private func advance(in table: inout [UInt64], from last: Int, to next: Int, _ rows: [UInt64], at row: Int) {
        var carry: UInt64 = 0
        for word in 0..<words {
            let states = table[last + word]
            let moved = states << 1 | carry
            carry = states >> 63
            table[next + word] = rows[row + word] & (moved & leaving[word] | states & staying[word])
        }
        skip(in: &table, at: next)
    }

    /// Adds the states from which steps that may be skipped lead to states that are there: an addition carries a bit through a whole
    /// run of them.
    private func skip(in table: inout [UInt64], at row: Int) {
        var moved: UInt64 = 0
        var carry: UInt64 = 0
        for word in 0..<words {
            let states = table[row + word]
            let seeds = (states << 1 | moved) & skipped[word]
            moved = states >> 63
            let (first, overflow) = skipped[word].addingReportingOverflow(seeds)
            let (sum, second) = first.addingReportingOverflow(carry)
            carry = overflow || second ? 1 : 0
            table[row + word] = states | seeds | ((sum ^ skipped[word]) & skipped[word])
        }
    }

    private func has(_ state: Int, in table: [UInt64], at position: Int) -> Bool {
        let bit = steps.count - state
        return table[position * words + bit / 64] >> UInt64(bit % 64) & 1 == 1
    }

    /// Walks the way that takes as much as it can in each step, or as little in a lazy one.
    private func walk(_ path: Span<UInt8>, _ table: [UInt64]) -> [Int] {
        var starts: [Int] = []
        var position = 0
        for (state, step) in steps.enumerated() {
            while starts.count < firsts.count, firsts[starts.count] == state { starts.append(position) }
            switch step.kind {
            case .one: position = Self.end(ofCharacterAt: position, in: path)
            case .optional:
                guard let end = taken(by: step, at: position, in: path), has(state + 1, in: table, at: end) else { continue }
                if !(step.isLazy && has(state + 1, in: table, at: position)) { position = end }
            case .many:
                while !(step.isLazy && has(state + 1, in: table, at: position)) {
                    guard let end = taken(by: step, at: position, in: path), has(state, in: table, at: end) else { break }
                    position = end
                }
            }
        }
        while starts.count < firsts.count { starts.append(position) }
        return starts
    }

    /// The end of the character at a position, if the step takes it.
    private func taken(by step: Step, at position: Int, in path: Span<UInt8>) -> Int? {
        guard position < path.count else { return nil }
        let end = Self.end(ofCharacterAt: position, in: path)
        return step.set.contains(Self.scalar(in: path, position..<end)) ? end : nil
    }

    private static func end(ofCharacterAt position: Int, in path: Span<UInt8>) -> Int {
        var end = position + 1
        while end < path.count, path[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    private static func scalar(in path: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
        guard range.count > 1 else { return UInt32(path[range.lowerBound]) }
        var value = UInt32(path[range.lowerBound]) & (0xFF >> UInt32(range.count + 1))
        for index in range.dropFirst() { value = value << 6 | UInt32(path[index] & 0x3F) }
        return value
    }
}
