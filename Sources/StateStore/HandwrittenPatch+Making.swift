import JSONText

extension HandwrittenPatch {
    /// What the patch makes of `content`.
    ///
    /// The cost follows what was written and the size of the document, whatever the operations do: a move costs its paths and not
    /// its value, and what copies and arrays cost is bounded.
    ///
    /// - Parameters:
    ///   - limit: How many bytes it may copy: a few copies of copies would be larger than any memory.
    ///   - goesOn: Asked before each operation.
    /// - Throws: ``HandwrittenPatchError/operation(index:reason:)`` for the first operation that cannot be made, or whose test fails,
    ///   or ``HandwrittenPatchError/abandoned`` when `goesOn` says no.
    package func result(
        on content: StateContent, copying limit: Int = .max, while goesOn: () -> Bool = { true }
    ) throws(HandwrittenPatchError) -> StateContent {
        var making = HandwrittenMaking(content: content, copyLimit: limit)
        for (index, step) in steps.enumerated() {
            guard goesOn() else { throw .abandoned }
            do throws(HandwrittenPatchError.Reason) {
                try making.make(step)
            } catch {
                throw .operation(index: index, reason: error)
            }
        }
        return making.content
    }
}

/// Makes the steps of a ``HandwrittenPatch`` one after another, within bounds for all of them together.
private struct HandwrittenMaking {
    /// How many elements of arrays may be shifted, and how many values of moved ones looked at.
    private static let workLimit = 100_000_000

    var content: StateContent
    let copyLimit: Int
    private var copied = 0
    private var work = 0

    init(content: StateContent, copyLimit: Int) {
        self.content = content
        self.copyLimit = copyLimit
    }

    mutating func make(_ step: HandwrittenPatch.Step) throws(HandwrittenPatchError.Reason) {
        switch step {
        case .change(let operation): _ = try apply(operation)
        case .test(let path, let expected):
            let found = content.document[path]
            guard let found, found.hasSameValue(as: expected) else {
                throw .testFailed(path, expected: expected, found: found)
            }
        case .copy(let path, let from):
            guard let value = content.document[from] else { throw .change(.nothingThere(from)) }
            copied += value.bytes().count
            guard copied <= copyLimit else { throw .copiesTooMuch(limit: copyLimit) }
            _ = try apply(.add(path, value))
        case .move(let path, let from) where path == from:
            guard content.document[from] != nil else { throw .change(.nothingThere(from)) }
        case .move(let path, let from): try move(from, to: path)
        }
    }

    private mutating func move(_ from: JSONPointer, to path: JSONPointer) throws(HandwrittenPatchError.Reason) {
        guard case .add(_, let value)? = try apply(.remove(from)) else { return }
        let room = StatePatch.depthLimit - path.tokens.count
        if path.tokens.count > from.tokens.count {
            let fits = value.fits(depth: room, work: &work)
            try checkWork()
            guard fits else { throw .change(.tooDeep(limit: StatePatch.depthLimit)) }
        }
        _ = try apply(.add(path, value), checksDepth: false)
    }

    private mutating func apply(
        _ operation: StatePatch.Operation, checksDepth: Bool = true
    ) throws(HandwrittenPatchError.Reason) -> StatePatch.Operation? {
        work += shift(operation)
        try checkWork()
        do throws(StatePatchError.Reason) {
            let inverse = try operation.apply(to: &content.document, checksDepth: checksDepth)
            content.expiry.apply(operation)
            return inverse
        } catch {
            throw .change(error)
        }
    }

    private func checkWork() throws(HandwrittenPatchError.Reason) {
        guard work <= Self.workLimit else { throw .tooMuchWork(limit: Self.workLimit) }
    }

    /// How many elements of an array the operation shifts.
    private func shift(_ operation: StatePatch.Operation) -> Int {
        let (path, isReplacing) =
            switch operation {
            case .add(let path, _), .remove(let path): (path, false)
            case .replace(let path, _), .expire(let path, _): (path, true)
            }
        guard !isReplacing, let token = path.tokens.last, let index = JSONPointer.arrayIndex(token),
            case .array(let elements)? = content.document[JSONPointer(Array(path.tokens.dropLast()))]
        else { return 0 }
        return max(0, elements.count - index)
    }
}

extension JSONValue {
    /// Whether at most `depth` arrays and objects are inside one another here, this one counted.
    ///
    /// - Parameter work: Grows by one for each value that is looked at.
    fileprivate func fits(depth: Int, work: inout Int) -> Bool {
        work += 1
        switch self {
        case .null, .bool, .number, .string: return depth >= 0
        case .array(let elements):
            guard depth > 0 else { return false }
            for element in elements where !element.fits(depth: depth - 1, work: &work) { return false }
            return true
        case .object(let members):
            guard depth > 0 else { return false }
            for member in members where !member.value.fits(depth: depth - 1, work: &work) { return false }
            return true
        }
    }

    /// Whether RFC 6902 takes both for equal: numbers by their value, however they are written.
    fileprivate func hasSameValue(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.number(let left), .number(let right)): left.hasSameValue(as: right)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.hasSameValue(as: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { right[$0.key]?.hasSameValue(as: $0.value) ?? false }
        default: self == other
        }
    }
}
