package import JSONText

extension StatePatch {
    /// The patch that makes `new` of `old`, without what is the same in both.
    ///
    /// The order of members is a part of what a document is, since handlers see it: the texts of `new` and of what the patch makes
    /// are the same. A member that comes behind others is removed and added.
    ///
    /// - Parameters:
    ///   - place: Where the two are in the document that the patch is for.
    ///   - goesOn: Asked again and again; when it says no, something is missing in the patch.
    package init(
        from old: JSONValue, to new: JSONValue, at place: JSONPointer = .root, while goesOn: @escaping () -> Bool = { true }
    ) {
        var difference = DocumentDifference(patience: Patience(while: goesOn))
        difference.compare(old, new, at: place)
        self.init(difference.operations)
    }

    /// The patch that makes `new` of `old`, and has the same expire at the same times.
    ///
    /// - Parameter goesOn: Asked again and again; when it says no, something is missing in the patch.
    package init(from old: StateContent, to new: StateContent, while goesOn: @escaping () -> Bool = { true }) {
        let changes = StatePatch(from: old.document, to: new.document, while: goesOn)
        var expiry = old.expiry
        var patience = Patience(while: goesOn)
        for operation in changes.operations where patience.lasts() { expiry.apply(operation) }
        let surplus = expiry.entries().filter { patience.lasts() && new.expiry[$0.path] == nil }
        let missing = new.expiry.entries().filter { patience.lasts() && expiry[$0.path] != $0.time }
        self.init(
            changes.operations + surplus.map { .expire($0.path, at: nil) } + missing.map { .expire($0.path, at: $0.time) })
    }
}

/// Collects what leads from one document to another.
private struct DocumentDifference {
    /// Up to so many pairs of elements are compared to find out which ones of an array stay.
    private static let pairLimit = 10_000

    var patience: Patience
    var operations: [StatePatch.Operation] = []

    mutating func compare(_ old: JSONValue, _ new: JSONValue, at path: JSONPointer) {
        guard patience.lasts() else { return }
        switch (old, new) {
        case (.object(let before), .object(let after)): compare(before, after, at: path)
        case (.array(let before), .array(let after)): compare(before, after, at: path)
        case _ where old == new: break
        default: operations.append(.replace(path, new))
        }
    }

    private mutating func compare(_ old: JSONObject, _ new: JSONObject, at path: JSONPointer) {
        let common = old.keys.filter { patience.lasts() && new[$0] != nil }
        let moved = moved(common, in: new)
        let isAllNew = common.isEmpty && !old.isEmpty && !new.isEmpty
        guard !isAllNew, moved.count * 2 <= common.count else {
            operations.append(.replace(path, .object(new)))
            return
        }
        for member in old where patience.lasts() && (new[member.key] == nil || moved.contains(JSONKey(member.key))) {
            operations.append(.remove(path.appending(member.key)))
        }
        for member in new where patience.lasts() {
            if let before = old[member.key], !moved.contains(JSONKey(member.key)) {
                compare(before, member.value, at: path.appending(member.key))
            } else {
                operations.append(.add(path.appending(member.key), member.value))
            }
        }
    }

    /// Those of the `common` keys, in their old order, that have to go behind the others: what is added comes last.
    private mutating func moved(_ common: [String], in new: JSONObject) -> Set<JSONKey> {
        var moved: Set<JSONKey> = []
        var rest = common[...]
        for key in new.keys where patience.lasts() {
            let ahead = rest.prefix { JSONKey($0) != JSONKey(key) }
            // New, or one that came before.
            guard ahead.count < rest.count else { break }
            moved.formUnion(ahead.map { JSONKey($0) })
            rest = rest.dropFirst(ahead.count + 1)
        }
        return moved.union(rest.map { JSONKey($0) })
    }

    private mutating func compare(_ old: [JSONValue], _ new: [JSONValue], at path: JSONPointer) {
        let start = zip(old, new).prefix { $0.isSame(as: $1) }.count
        let tail = zip(old.dropFirst(start).reversed(), new.dropFirst(start).reversed()).prefix { $0.isSame(as: $1) }.count
        var (oldIndex, newIndex) = (start, start)
        for pair in staying(old[start..<(old.count - tail)], new[start..<(new.count - tail)]) {
            change(old[oldIndex..<pair.old], to: new[newIndex..<pair.new], at: path)
            (oldIndex, newIndex) = (pair.old + 1, pair.new + 1)
        }
        change(old[oldIndex..<(old.count - tail)], to: new[newIndex..<(new.count - tail)], at: path)
    }

    /// Makes `new` of `old`; what is before them in the array has been changed already.
    private mutating func change(_ old: ArraySlice<JSONValue>, to new: ArraySlice<JSONValue>, at path: JSONPointer) {
        let place = new.startIndex
        let common = min(old.count, new.count)
        for (offset, pair) in zip(old, new).enumerated() { compare(pair.0, pair.1, at: path.appending(place + offset)) }
        for _ in common..<old.count { operations.append(.remove(path.appending(place + common))) }
        for offset in common..<new.count { operations.append(.add(path.appending(place + offset), new[place + offset])) }
    }

    /// The longest sequence of elements that are in both in the same order, none when finding it takes too long.
    private func staying(_ old: ArraySlice<JSONValue>, _ new: ArraySlice<JSONValue>) -> [(old: Int, new: Int)] {
        let (count, overflow) = old.count.multipliedReportingOverflow(by: new.count)
        guard count > 0, !overflow, count <= Self.pairLimit else { return [] }
        let width = new.count + 1
        // How many stay behind each pair of places.
        var lengths = [Int](repeating: 0, count: (old.count + 1) * width)
        var same = [Bool](repeating: false, count: (old.count + 1) * width)
        for row in (0..<old.count).reversed() {
            for column in (0..<new.count).reversed() {
                let place = row * width + column
                same[place] = old[old.startIndex + row].isSame(as: new[new.startIndex + column])
                lengths[place] =
                    same[place] ? lengths[place + width + 1] + 1 : max(lengths[place + width], lengths[place + 1])
            }
        }
        var pairs: [(old: Int, new: Int)] = []
        var (row, column) = (0, 0)
        while row < old.count, column < new.count {
            let place = row * width + column
            if same[place] {
                pairs.append((old.startIndex + row, new.startIndex + column))
                (row, column) = (row + 1, column + 1)
            } else if lengths[place + width] >= lengths[place + 1] {
                row += 1
            } else {
                column += 1
            }
        }
        return pairs
    }
}
