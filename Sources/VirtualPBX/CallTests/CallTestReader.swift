import PBXInstructions
import YAMLText

/// Turns the nodes of a call test into steps, and goes on after a slip so that all are found at once.
struct CallTestReader {
    private let file: String
    var yaml: YAMLReader

    private enum Key: String, CaseIterable { case name, id, from, to, at, answers, steps }

    static let answerRange = 0...300_000

    init(file: String) {
        self.file = file
        yaml = YAMLReader(file: file)
    }

    /// Returns nil only when something was noted.
    mutating func read(_ root: YAMLNode) -> CallTest? {
        guard let pairs = yaml.pairs(of: root, called: "a call test", keys: Key.self) else { return nil }
        let facts = CallFacts(id: CallTest.standardID, from: "", to: CallTest.standardTo, startTime: CallTest.standardTime)
        var test = CallTest(name: CallTest.name(of: file), file: file, facts: facts, steps: [])
        for (key, value) in pairs {
            switch key {
            case .name: test.name = words(value, called: "name") ?? ""
            case .id: test.facts.id = words(value, called: "id") ?? ""
            case .from: test.facts.from = number(value, called: "from", mayBeHidden: true) ?? ""
            case .to: test.facts.to = number(value, called: "to", mayBeHidden: false) ?? ""
            case .at: test.facts.startTime = time(value) ?? 0
            case .answers: test.answers = answers(value)
            case .steps: test.steps = steps(value)
            }
        }
        if !pairs.contains(where: { $0.key == .from }) {
            yaml.note(root, "a call test has to have from: who calls, such as \"74952345678\", or \"\" for a hidden number")
        }
        if !pairs.contains(where: { $0.key == .steps }) {
            yaml.note(root, "a call test has to have steps, such as \"steps: [{ hears: Здравствуйте }]\"")
        }
        return test
    }

    /// Reads a text that is not blank.
    mutating func words(_ node: YAMLNode, called name: String) -> String? {
        if let text = node.text, !node.isNull, PlayedMessage(.text, text) != nil { return text }
        yaml.note(node, "\(name) has to be text, not \(node.shown)")
        return nil
    }

    /// Reads a telephone number as the exchange sends it, without a `+`.
    private mutating func number(_ node: YAMLNode, called name: String, mayBeHidden: Bool) -> String? {
        if let text = node.text, mayBeHidden && text.isEmpty && !node.isNull { return "" }
        if let text = node.text, case let digits = CallTestScript.plain(text), (2...15).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ $0 &- 0x30 < 10 })
        {
            return digits
        }
        let hidden = mayBeHidden ? ", or \"\" for a hidden one" : ""
        yaml.note(node, "\(name) has to be a number with the country code, such as \"74952345678\"\(hidden), not \(node.shown)")
        return nil
    }

    private mutating func time(_ node: YAMLNode) -> Int64? {
        if let text = node.text, let time = CallTime.seconds(text) { return time }
        yaml.note(node, "at has to be a time with its zone, such as 2026-03-02T15:00+03:00 or 2026-03-02T12:00Z, not \(node.shown)")
        return nil
    }

    private mutating func answers(_ node: YAMLNode) -> [String: [CallReaction?]] {
        var answers: [String: [CallReaction?]] = [:]
        for (key, value) in yaml.pairs(of: node, called: "answers") ?? [] {
            guard let number = destination(key, called: "a key of answers") else { continue }
            if answers[number] != nil { yaml.note(key, "\(number) is there more than once: with and without \"+\" is the same number") }
            if case .sequence(let items) = value.content {
                if items.isEmpty { yaml.note(value, "the answers of \(number) are an empty list: leave the number out if nobody answers") }
                answers[number] = items.map { reaction($0) }
            } else {
                answers[number] = [reaction(value)]
            }
        }
        return answers
    }

    /// Reads whom the exchange rings, without a `+`.
    mutating func destination(_ node: YAMLNode, called name: String) -> String? {
        if let text = node.text, Destination(text) != nil { return CallTestScript.plain(text) }
        yaml.note(node, "\(name) has to be a number, an extension or a SIP login, not \(node.shown)")
        return nil
    }

    /// Returns nil for nobody answers.
    private mutating func reaction(_ node: YAMLNode) -> CallReaction? {
        let text = node.text ?? ""
        if let failure = DialFailure(rawValue: text) {
            return failure == .noAnswer ? nil : CallReaction(failure, after: CallTest.failureTime)
        }
        if let milliseconds = WrittenUnit.duration.value(of: text), Self.answerRange.contains(milliseconds) {
            return CallReaction(nil, after: .milliseconds(milliseconds))
        }
        let hint = YAMLReader.hint(for: text, among: DialFailure.allCases.map(\.rawValue))
        yaml.note(
            node,
            "an answer has to be how long it rings before, such as 2s, at most 5m, or one of no answer, busy, rejected, unreachable, not "
                + node.shown + (hint.hasPrefix(" (did") ? hint : ""))
        return nil
    }
}

extension CallTest {
    /// How long it takes until a line is found to be busy.
    static let failureTime = Duration.seconds(1)
}
