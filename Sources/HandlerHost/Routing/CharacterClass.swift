/// A set of characters, such as `[^/]` or `\d`.
struct CharacterClass: Sendable, Hashable {
    /// Bit n stands for the ASCII character n.
    private var ascii: UInt128 = 0
    private var ranges: [ClosedRange<UInt32>] = []
    private var isNegated = false

    /// Every character, `/` included.
    static let any = CharacterClass().negated
    /// What a parameter without a pattern is made of.
    static let noSlash = CharacterClass(["/"]).negated
    static let digits = CharacterClass(["0"..."9"])
    static let word = CharacterClass(["0"..."9", "A"..."Z", "_"..."_", "a"..."z"])
    static let space = CharacterClass([" "..." ", "\t"..."\r"])

    init() {}

    init(_ characters: [Unicode.Scalar]) {
        for character in characters { insert(character...character) }
    }

    init(_ ranges: [ClosedRange<Unicode.Scalar>]) {
        for range in ranges { insert(range) }
    }

    var negated: CharacterClass {
        var copy = self
        copy.isNegated.toggle()
        return copy
    }

    mutating func insert(_ range: ClosedRange<Unicode.Scalar>) {
        for value in range.lowerBound.value...max(range.lowerBound.value, min(range.upperBound.value, 127))
        where value < 128 { ascii |= 1 << UInt128(value) }
        if range.upperBound.value > 127 { ranges.append(range.lowerBound.value...range.upperBound.value) }
    }

    /// Adds the characters of a class that is not negated.
    mutating func formUnion(_ other: CharacterClass) {
        ascii |= other.ascii
        ranges += other.ranges
    }

    /// How many steps it takes to look for a character that is not ASCII.
    var cost: Int { 1 + ranges.count }

    func contains(_ character: UInt32) -> Bool {
        let isMember =
            character < 128
            ? ascii >> UInt128(character) & 1 == 1 : ranges.contains { $0.contains(character) }
        return isMember != isNegated
    }
}
