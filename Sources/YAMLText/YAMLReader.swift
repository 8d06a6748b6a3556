package import JSONText
import PlainText

/// Turns the nodes of a file into values, and goes on after a slip so that all are found at once.
package struct YAMLReader {
    private let file: String
    /// What was wrong so far, in the order in which it was found.
    package private(set) var slips: [YAMLSlip] = []

    /// - Parameter file: The name shown in slips, relative to the handlers folder.
    package init(file: String) {
        self.file = file
    }

    /// Notes what is wrong with a node, in one line.
    package mutating func note(_ node: YAMLNode, _ message: String) {
        slips.append(YAMLSlip(file: file, line: node.line, column: node.column, message: OneLine.text(message)))
    }

    /// The node as JSON; nil when it has a key that is no text, which is noted.
    package mutating func json(_ node: YAMLNode) -> JSONValue? {
        do throws(YAMLSlip) {
            return try node.json(file: file)
        } catch {
            slips.append(error)
            return nil
        }
    }

    /// The pairs of a mapping; notes when it is none. Nothing at all counts as an empty one.
    package mutating func pairs(of node: YAMLNode, called name: String) -> [(key: YAMLNode, value: YAMLNode)]? {
        if node.isNull { return [] }
        if case .mapping(let pairs) = node.content { return pairs }
        note(node, "\(name) has to be a mapping, not \(node.typeName)")
        return nil
    }

    /// The pairs of a mapping with the keys of `Keys`; notes the others.
    package mutating func pairs<Keys: RawRepresentable<String> & CaseIterable>(
        of node: YAMLNode, called name: String, keys: Keys.Type
    ) -> [(key: Keys, value: YAMLNode)]? {
        guard let pairs = pairs(of: node, called: name) else { return nil }
        var known: [(key: Keys, value: YAMLNode)] = []
        for (key, value) in pairs {
            if let text = key.text, let found = Keys(rawValue: text) {
                known.append((found, value))
            } else {
                let text = key.text ?? ""
                note(key, "unknown key \"\(text)\"\(Self.hint(for: text, among: Keys.allCases.map(\.rawValue)))")
            }
        }
        return known
    }

    /// A number of `unit`: milliseconds, bytes or a count; nil when it is none or out of range, which is noted.
    package mutating func number(_ node: YAMLNode, called name: String, unit: WrittenUnit, range: ClosedRange<Int>) -> Int? {
        let text = node.text ?? ""
        guard let value = unit.value(of: text) else {
            let isBare = unit != .count && WrittenUnit.count.value(of: text) != nil
            let problem = isBare ? "\(text) has no unit" : "not \(text.isEmpty ? node.typeName : "\"\(text)\"")"
            note(node, "\(name) has to be written like \(unit.example): \(problem)")
            return nil
        }
        guard range.contains(value) else {
            let lower = unit.text(for: range.lowerBound)
            let upper = unit.text(for: range.upperBound)
            note(node, "\(name) has to be from \(lower) to \(upper), not \(text)")
            return nil
        }
        return value
    }

    /// What was probably meant by `word`, or else all that is known, in parentheses behind a space.
    package static func hint(for word: String, among known: [String]) -> String {
        let nearest = Spelling.nearest(to: word, among: known, limit: 1)
        guard let best = nearest.first else { return " (known: \(known.joined(separator: ", ")))" }
        return " (did you mean \"\(best)\"?)"
    }
}
