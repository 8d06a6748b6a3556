extension RoutePattern {
    /// Matches a whole path and returns where the values of the captures are, in bytes, in their order.
    ///
    /// Takes time and memory in proportion to the steps times the bytes of the path, whatever both say. A table is
    /// filled from the end of the path, with whether the steps from one on match the bytes from one on; after that a
    /// way through the steps can be walked without ever having to go back.
    func match(_ path: Span<UInt8>) -> [Range<Int>]? {
        if isPlain { return matchSegments(path) }
        if case .literal(let bytes)? = steps.first, !Self.has(bytes, in: path, at: 0) { return nil }
        let table = reachable(path)
        guard table[0] else { return nil }
        let starts = walk(path, table)
        return captures.map { starts[$0.steps.lowerBound]..<starts[$0.steps.upperBound] }
    }

    /// The answer for plain patterns, whose parameters end at the next slash.
    private func matchSegments(_ path: Span<UInt8>) -> [Range<Int>]? {
        var ranges: [Range<Int>] = []
        var position = 0
        for step in steps {
            switch step {
            case .literal(let bytes):
                guard Self.has(bytes, in: path, at: position) else { return nil }
                position += bytes.count
            case .many:
                let start = position
                while position < path.count, path[position] != ASCII.slash { position += 1 }
                guard start < position else { return nil }
                ranges.append(start..<position)
            case .one, .optional: continue
            }
        }
        return position == path.count ? ranges : nil
    }

    /// Entry `step * (path.count + 1) + position` says whether the steps from `step` on match the rest of the path.
    private func reachable(_ path: Span<UInt8>) -> [Bool] {
        let width = path.count + 1
        var table = [Bool](repeating: false, count: width * (steps.count + 1))
        table[width * steps.count + path.count] = true
        for index in steps.indices.reversed() {
            let row = index * width
            for position in (0...path.count).reversed() {
                let skipped = table[row + width + position]
                let character = Character(in: path, at: position)
                switch steps[index] {
                case .literal(let bytes):
                    table[row + position] =
                        Self.has(bytes, in: path, at: position)
                        && table[row + width + position + bytes.count]
                case .one(let set):
                    table[row + position] = character.isMember(of: set) && table[row + width + character.end]
                case .optional(let set, _):
                    table[row + position] =
                        skipped
                        || character.isMember(of: set) && table[row + width + character.end]
                case .many(let set, _):
                    table[row + position] = skipped || character.isMember(of: set) && table[row + character.end]
                }
            }
        }
        return table
    }

    /// The position at which each step begins, and the end of the path.
    private func walk(_ path: Span<UInt8>, _ table: [Bool]) -> [Int] {
        let width = path.count + 1
        var starts: [Int] = []
        var position = 0
        for (index, step) in steps.enumerated() {
            starts.append(position)
            let row = index * width
            switch step {
            case .literal(let bytes): position += bytes.count
            case .one: position = Character(in: path, at: position).end
            case .optional(let set, let isLazy):
                let character = Character(in: path, at: position)
                let canTake = character.isMember(of: set) && table[row + width + character.end]
                if canTake, !(isLazy && table[row + width + position]) { position = character.end }
            case .many(let set, let isLazy):
                while true {
                    if isLazy, table[row + width + position] { break }
                    let character = Character(in: path, at: position)
                    guard character.isMember(of: set), table[row + character.end] else { break }
                    position = character.end
                }
            }
        }
        return starts + [position]
    }

    private static func has(_ bytes: [UInt8], in path: Span<UInt8>, at position: Int) -> Bool {
        guard position + bytes.count <= path.count else { return false }
        for index in 0..<bytes.count where path[position + index] != bytes[index] { return false }
        return true
    }
}

extension RoutePattern {
    /// The character at a position of a path; none at its end.
    private struct Character {
        private let value: UInt32?
        /// Where the next character begins.
        let end: Int

        init(in path: Span<UInt8>, at position: Int) {
            guard position < path.count else {
                (value, end) = (nil, position)
                return
            }
            let lead = path[position]
            guard lead >= 0x80 else {
                (value, end) = (UInt32(lead), position + 1)
                return
            }
            let count = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
            let end = min(position + count, path.count)
            var value = UInt32(lead) & (0xFF >> UInt32(count + 1))
            for index in (position + 1)..<max(end, position + 1) { value = value << 6 | UInt32(path[index] & 0x3F) }
            (self.value, self.end) = (value, end)
        }

        func isMember(of set: CharacterClass) -> Bool { value.map(set.contains) ?? false }
    }
}
