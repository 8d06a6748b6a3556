import JSONText
import PBXInstructions
import YAMLText

extension CallTestReader {
    private enum StepKey: String, CaseIterable {
        case hears, presses, dials, whisper, connected, enters, waits
        case hangsUp = "hangs up"
        case finish, state
    }
    private enum PatternKey: String, CaseIterable { case exactly, sound }

    private static let mostKeys = 32
    private static let waitRange = 1...3_600_000

    mutating func steps(_ node: YAMLNode) -> [CallTestStep] {
        guard case .sequence(let items) = node.content else {
            yaml.note(node, "steps has to be a list, not \(node.shown)")
            return []
        }
        if items.isEmpty { yaml.note(node, "steps has to have at least one step, such as \"hears: Здравствуйте\"") }
        var steps: [CallTestStep] = []
        for item in items {
            guard let step = step(item) else { continue }
            if let problem = Self.problem(of: step, behind: steps.last) { yaml.note(item, problem) }
            steps.append(step)
        }
        return steps
    }

    /// Why a step cannot stand behind another one.
    private static func problem(of step: CallTestStep, behind last: CallTestStep?) -> String? {
        switch (last?.kind, step.kind) {
        case (.state, .state), (.finish, .state): nil
        case (.state, _): "state has to come behind all other steps: it is looked at when the call is over"
        case (.finish, _): "finish is the end of the call: only state can come behind it"
        case (.hangsUp(.caller), .finish), (.hangsUp(.caller), .state): nil
        case (.hangsUp(.caller), _): "the caller has hung up: only finish and state can come behind that"
        case (.connected, .whisper): "the employee hears it before the conversation: put whisper before connected"
        default: nil
        }
    }

    private mutating func step(_ node: YAMLNode) -> CallTestStep? {
        if node.text == StepKey.hangsUp.rawValue { return CallTestStep(.hangsUp(.caller), line: node.line, column: node.column) }
        guard case .mapping(let written) = node.content, !written.isEmpty else {
            let all = StepKey.allCases.map(\.rawValue)
            let hint = node.text.map { YAMLReader.hint(for: $0, among: all) } ?? " (known: \(all.joined(separator: ", ")))"
            yaml.note(node, "a step has to be like \"hears: Здравствуйте\", not \(node.shown)\(hint)")
            return nil
        }
        guard let pairs = yaml.pairs(of: node, called: "a step", keys: StepKey.self), let (key, value) = pairs.first else { return nil }
        if pairs.count > 1 {
            yaml.note(node, "a step is one thing, not \(pairs.map(\.key.rawValue).joined(separator: " and ")): make two of it")
        }
        return kind(key, value).map { CallTestStep($0, line: node.line, column: node.column) }
    }

    private mutating func kind(_ key: StepKey, _ value: YAMLNode) -> CallTestStep.Kind? {
        switch key {
        case .hears: pattern(value, called: "hears").map(CallTestStep.Kind.hears)
        case .whisper: pattern(value, called: "whisper").map(CallTestStep.Kind.whisper)
        case .presses: keys(value).map(CallTestStep.Kind.presses)
        case .dials: destination(value, called: "dials").map(CallTestStep.Kind.dials)
        case .connected: destination(value, called: "connected").map(CallTestStep.Kind.connected)
        case .enters: words(value, called: "enters").map(CallTestStep.Kind.enters)
        case .waits:
            yaml.number(value, called: "waits", unit: .duration, range: Self.waitRange).map { .waits(.milliseconds($0)) }
        case .hangsUp: word(value, called: "hangs up").map(CallTestStep.Kind.hangsUp)
        case .finish: word(value, called: "finish").map(CallTestStep.Kind.finish)
        case .state: state(value).map(CallTestStep.Kind.state)
        }
    }

    private mutating func pattern(_ node: YAMLNode, called name: String) -> HeardPattern? {
        guard case .mapping = node.content else { return words(node, called: name).map(HeardPattern.containing) }
        guard let pairs = yaml.pairs(of: node, called: name, keys: PatternKey.self) else { return nil }
        guard let (key, value) = pairs.first, pairs.count == 1 else {
            yaml.note(node, "\(name) has to be text, { exactly: text } or { sound: file.wav }")
            return nil
        }
        return words(value, called: key.rawValue).map { key == .exactly ? .exactly($0) : .sound($0) }
    }

    private mutating func keys(_ node: YAMLNode) -> String? {
        if case .scalar("nothing", isPlain: true) = node.content { return "" }
        if let text = node.text, !node.isNull, (1...Self.mostKeys).contains(text.count), text.allSatisfy(CallEngine.isKey) { return text }
        let hint = node.isNull ? ": \"#\" and \"*\" have to be in quotes" : ""
        yaml.note(
            node, "presses has to be 1 to \(Self.mostKeys) keys, 0 to 9, \"*\" and \"#\", or nothing, not \(node.shown)\(hint)")
        return nil
    }

    private mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ node: YAMLNode, called name: String) -> Word? {
        if let text = node.text, let word = Word(rawValue: text) { return word }
        let known = Word.allCases.map(\.rawValue)
        let hint = YAMLReader.hint(for: node.text ?? "", among: known)
        yaml.note(
            node, "\(name) has to be one of \(known.joined(separator: ", ")), not \(node.shown)\(hint.hasPrefix(" (did") ? hint : "")")
        return nil
    }

    private mutating func state(_ node: YAMLNode) -> [StateExpectation]? {
        guard let pairs = yaml.pairs(of: node, called: "state") else { return nil }
        if pairs.isEmpty { yaml.note(node, "state has to have at least one place, such as \"/calls/1/wrong: 0\"") }
        return pairs.compactMap { key, value in
            do throws(JSONPointerError) {
                let place = try JSONPointer(parsing: key.text ?? "")
                return yaml.json(value).map { StateExpectation(place: place, value: $0, line: key.line, column: key.column) }
            } catch {
                yaml.note(key, "\(error), such as /calls/1/wrong")
                return nil
            }
        }
    }
}
