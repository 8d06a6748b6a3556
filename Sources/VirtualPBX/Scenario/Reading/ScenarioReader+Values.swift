import PBXInstructions
import YAMLText

extension ScenarioReader {
    private enum PromptKey: String, CaseIterable { case text, sound }

    /// The items of a list, or the one value that stands alone; notes when there is none.
    mutating func items(_ node: YAMLNode, called name: String, mayBeEmpty: Bool = false) -> [YAMLNode] {
        if case .sequence(let items) = node.content {
            if items.isEmpty, !mayBeEmpty { yaml.note(node, "\(name) has to have at least one item, not an empty list") }
            return items
        }
        if let text = node.text, !text.isEmpty, !node.isNull { return [node] }
        yaml.note(node, "\(name) has to be a list, not \(node.shown)")
        return []
    }

    /// Reads what is played: a text, a mapping with `text` or `sound`, or a list of them.
    mutating func prompt(_ node: YAMLNode) -> [Prompt] {
        guard case .sequence(let items) = node.content else { return message(node, called: "prompt").map { [$0] } ?? [] }
        if items.isEmpty { yaml.note(node, "prompt has to have at least one item, not an empty list") }
        return items.compactMap { message($0, called: "prompt") }
    }

    mutating func message(_ node: YAMLNode, called name: String) -> Prompt? {
        guard case .mapping = node.content else { return text(node, called: name) }
        guard let pairs = yaml.pairs(of: node, called: name, keys: PromptKey.self) else { return nil }
        guard let (key, value) = pairs.first, pairs.count == 1 else {
            yaml.note(node, "\(name) has to have either text or sound")
            return nil
        }
        return key == .text ? text(value, called: "text") : sound(value)
    }

    private mutating func text(_ node: YAMLNode, called name: String) -> Prompt? {
        let isText = ["a string", "a number"].contains(node.typeName)
        guard isText, let text = node.text else {
            yaml.note(node, "\(name) has to be text, or { sound: file.wav }, not \(node.typeName)")
            return nil
        }
        guard let prompt = Prompt(.text, text) else {
            yaml.note(node, "\(name) is blank: say what is to be heard, or leave it out")
            return nil
        }
        return prompt
    }

    private mutating func sound(_ node: YAMLNode) -> Prompt? {
        if let text = node.text, !node.isNull, Prompt.isSoundName(text) { return Prompt(.media, text) }
        yaml.note(node, "sound has to be the name of a file in the sandbox's folder sounds/, such as hello.wav, not \(node.shown)")
        return nil
    }

    mutating func flag(_ node: YAMLNode, called name: String) -> Bool? {
        if case .scalar(let text, isPlain: true) = node.content, text == "true" || text == "false" { return text == "true" }
        yaml.note(node, "\(name) has to be true or false, not \(node.shown)")
        return nil
    }

    mutating func duration(_ node: YAMLNode, called name: String, _ range: ClosedRange<Duration>) -> Duration? {
        let milliseconds = range.lowerBound.milliseconds...range.upperBound.milliseconds
        return yaml.number(node, called: name, unit: .duration, range: milliseconds).map { .milliseconds($0) }
    }

    /// Reads one of a few words.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ node: YAMLNode, called name: String) -> Word? {
        if let text = node.text, let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue)
        let list = known.count == 2 ? known.joined(separator: " or ") : "one of \(known.joined(separator: ", "))"
        let nearest = node.text.map { YAMLReader.hint(for: $0, among: known) } ?? ""
        yaml.note(node, "\(name) has to be \(list), not \(node.shown)\(nearest.hasPrefix(" (did") ? nearest : "")")
        return nil
    }

    /// Reads a time zone, in seconds east of Greenwich.
    mutating func offset(_ node: YAMLNode) -> Int? {
        if let text = node.text, let offset = WorkingHours.utcOffset(text) { return offset }
        yaml.note(node, "timezone has to be UTC, or written like \"+03:00\", from -14:00 to +14:00, not \(node.shown)")
        return nil
    }
}
