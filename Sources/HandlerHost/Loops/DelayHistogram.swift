/// How often delays of which length occurred, to within an eighth of each.
struct DelayHistogram: Sendable {
    private static let parts = 8
    private var counts: [UInt32] = []
    private(set) var count = 0
    private(set) var longest: Duration = .zero

    mutating func add(_ delay: Duration) {
        let place = Self.place(of: delay)
        if counts.count <= place { counts += [UInt32](repeating: 0, count: place + 1 - counts.count) }
        counts[place] &+= 1
        count += 1
        longest = max(longest, delay)
    }

    mutating func formUnion(_ other: DelayHistogram) {
        if counts.count < other.counts.count { counts += [UInt32](repeating: 0, count: other.counts.count - counts.count) }
        for (place, count) in other.counts.enumerated() { counts[place] &+= count }
        count += other.count
        longest = max(longest, other.longest)
    }

    /// The delay that this many of a thousand do not exceed, rounded up; zero without any.
    func permille(_ share: Int) -> Duration {
        let wanted = (count * share + 999) / 1_000
        var seen = 0
        for (place, count) in counts.enumerated() where count > 0 {
            seen += Int(count)
            if seen >= wanted { return min(Self.end(of: place), longest) }
        }
        return longest
    }

    /// Microseconds below eight have a place each; from there on each power of two has eight.
    private static func place(of delay: Duration) -> Int {
        let value = Int(clamping: max(delay.microseconds, 0))
        guard value >= parts else { return value }
        let power = Int.bitWidth - 1 - value.leadingZeroBitCount
        return (power - 2) * parts + (value >> (power - 3)) - parts
    }

    private static func end(of place: Int) -> Duration {
        guard place >= parts else { return .microseconds(place + 1) }
        let power = place / parts + 2
        return .microseconds(Int64(clamping: (place % parts + parts + 1)) << Int64(power - 3))
    }
}
