import HTTPText

/// A pattern, ready to be matched.
struct RouteMatcher: Sendable {
    let pattern: RoutePattern
    /// Nil for plain patterns, whose parameters end at the next slash.
    private let automaton: StepAutomaton?

    init(_ pattern: RoutePattern) {
        self.pattern = pattern
        automaton = pattern.isPlain ? nil : StepAutomaton(pattern)
    }

    /// Matches a whole path, which is UTF-8, and returns where the values of the captures are, in bytes, in their order; nil when it does
    /// not match, or when there is not so much work left.
    func match(_ path: Span<UInt8>, work: inout MatchingWork) -> [Range<Int>]? {
        guard work.spend(1) else { return nil }
        guard let automaton else { return matchSegments(path, work: &work) }
        if case .literal(let bytes)? = pattern.steps.first, !Self.has(bytes, in: path, at: 0) { return nil }
        guard let starts = automaton.match(path, work: &work) else { return nil }
        return pattern.captures.map { starts[$0.steps.lowerBound]..<starts[$0.steps.upperBound] }
    }

    private func matchSegments(_ path: Span<UInt8>, work: inout MatchingWork) -> [Range<Int>]? {
        var ranges: [Range<Int>] = []
        var position = 0
        for step in pattern.steps {
            switch step {
            case .literal(let bytes):
                guard Self.has(bytes, in: path, at: position) else { return nil }
                position += bytes.count
            case .many:
                let start = position
                while position < path.count, path[position] != ASCII.slash { position += 1 }
                guard start < position, work.spend(1 + (position - start) / 8) else { return nil }
                ranges.append(start..<position)
            case .one, .optional: continue
            }
        }
        return position == path.count ? ranges : nil
    }

    private static func has(_ bytes: [UInt8], in path: Span<UInt8>, at position: Int) -> Bool {
        guard position + bytes.count <= path.count else { return false }
        for index in 0..<bytes.count where path[position + index] != bytes[index] { return false }
        return true
    }
}
