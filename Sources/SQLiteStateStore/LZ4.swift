/// The block format of LZ4: text that repeats itself takes a fraction of its room, and is had back at a gigabyte a second.
///
/// A block is a list of sequences: bytes as they are, and then a match, which says how far back the following bytes
/// have been before and how many there are. The last sequence has no match.
enum LZ4 {
    /// The shortest match.
    private static let leastMatch = 4
    /// The bytes at the end that no match may reach, and those in which none may begin, by the format.
    private static let lastLiterals = 5
    private static let lastMatch = 12
    /// The farthest that a match may look back.
    private static let window = 0xffff
    private static let hashBits: UInt32 = 14

    /// Compresses `source`; nil when that would not make it smaller.
    static func compress(_ source: UnsafeRawBufferPointer) -> [UInt8]? {
        guard source.count > lastMatch else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(source.count / 3)
        // Where the four bytes that have a hash were seen last.
        var places = [Int32](repeating: -1, count: 1 << hashBits)
        var anchor = 0
        var position = 0
        let end = source.count - lastMatch
        while position < end {
            let word = source.loadUnaligned(fromByteOffset: position, as: UInt32.self)
            let slot = Int((word &* 2_654_435_761) >> (32 - hashBits))
            let candidate = Int(places[slot])
            places[slot] = Int32(truncatingIfNeeded: position)
            guard candidate >= 0, position - candidate <= window,
                source.loadUnaligned(fromByteOffset: candidate, as: UInt32.self) == word
            else {
                // The longer nothing is found, the less it is looked for.
                position += 1 + (position - anchor) >> 6
                continue
            }
            let length = leastMatch + commonLength(source, position + leastMatch, candidate + leastMatch)
            append(source[anchor..<position], match: (position - candidate, length), to: &output)
            guard output.count < source.count else { return nil }
            position += length
            anchor = position
        }
        append(source[anchor...], match: nil, to: &output)
        return output.count < source.count ? output : nil
    }

    /// Writes into `target` what `source` is the compressed form of; returns false unless that fills it exactly.
    static func decompress(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
        var input = 0
        var output = 0
        while input < source.count {
            let token = Int(source[input])
            input += 1
            guard let literals = length(token >> 4, in: source, at: &input),
                literals <= source.count - input, literals <= target.count - output
            else { return false }
            if literals > 0 {
                UnsafeMutableRawBufferPointer(rebasing: target[output..<output + literals])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[input..<input + literals]))
                input += literals
                output += literals
            }
            if input == source.count { return output == target.count }
            guard source.count - input >= 2 else { return false }
            let distance = Int(source[input]) | Int(source[input + 1]) << 8
            input += 2
            guard let more = length(token & 0xf, in: source, at: &input) else { return false }
            let count = leastMatch + more
            guard distance > 0, distance <= output, count <= target.count - output else { return false }
            repeatBytes(in: target, at: output, distance: distance, count: count)
            output += count
        }
        return false
    }

    /// How many bytes from `first` and from `second` on are the same.
    private static func commonLength(_ source: UnsafeRawBufferPointer, _ first: Int, _ second: Int) -> Int {
        let limit = source.count - lastLiterals
        var length = 0
        while first + length + 8 <= limit {
            let difference =
                UInt64(littleEndian: source.loadUnaligned(fromByteOffset: first + length, as: UInt64.self))
                ^ UInt64(littleEndian: source.loadUnaligned(fromByteOffset: second + length, as: UInt64.self))
            guard difference == 0 else { return length + difference.trailingZeroBitCount / 8 }
            length += 8
        }
        while first + length < limit, source[first + length] == source[second + length] { length += 1 }
        return length
    }

    private static func append(
        _ literals: Slice<UnsafeRawBufferPointer>, match: (distance: Int, length: Int)?, to output: inout [UInt8]
    ) {
        let more = match.map { $0.length - leastMatch } ?? 0
        output.append(UInt8(min(literals.count, 15) << 4 | min(more, 15)))
        appendRest(of: literals.count, to: &output)
        output.append(contentsOf: UnsafeRawBufferPointer(rebasing: literals))
        guard let match else { return }
        output.append(UInt8(truncatingIfNeeded: match.distance))
        output.append(UInt8(truncatingIfNeeded: match.distance >> 8))
        appendRest(of: more, to: &output)
    }

    /// Appends what of a length its four bits in the token cannot say.
    private static func appendRest(of length: Int, to output: inout [UInt8]) {
        guard length >= 15 else { return }
        var rest = length - 15
        while rest >= 255 {
            output.append(255)
            rest -= 255
        }
        output.append(UInt8(rest))
    }

    /// The length whose first four bits are `bits`; nil when the bytes that say the rest are missing.
    private static func length(_ bits: Int, in source: UnsafeRawBufferPointer, at input: inout Int) -> Int? {
        guard bits == 15 else { return bits }
        var length = bits
        while input < source.count {
            let byte = source[input]
            input += 1
            length += Int(byte)
            if byte < 255 { return length }
        }
        return nil
    }

    /// Copies the `count` bytes that begin `distance` before `start` to `start`, where they may reach into themselves.
    private static func repeatBytes(
        in target: UnsafeMutableRawBufferPointer, at start: Int, distance: Int, count: Int
    ) {
        var done = 0
        // Each piece doubles what there is to copy from.
        while done < count {
            let piece = min(distance + done, count - done)
            let from = start - distance
            UnsafeMutableRawBufferPointer(rebasing: target[start + done..<start + done + piece])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: target[from..<from + piece]))
            done += piece
        }
    }
}
