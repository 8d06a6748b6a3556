import YAMLText

/// Turns the nodes of a scenario file into operations, and goes on after a slip so that all are found at once.
struct ScenarioReader {
    let file: String
    var yaml: YAMLReader
    /// Seconds east of Greenwich.
    private(set) var utcOffset = 0
    /// All links that were read; whether they lead somewhere is known when all names are.
    var links: [Link] = []

    private enum Key: String, CaseIterable { case start, transitions, timezone, operations }
    private enum KindKey: String, CaseIterable { case interactive, menu, message, transfer, voicemail, hours, goto, hangup }

    init(file: String) {
        self.file = file
        yaml = YAMLReader(file: file)
    }

    /// Returns nil only when something was noted.
    mutating func read(_ root: YAMLNode) -> Scenario? {
        guard let pairs = yaml.pairs(of: root, called: "a scenario", keys: Key.self) else { return nil }
        var start: Link?
        var limit: Int?
        var named: [(name: YAMLNode, value: YAMLNode)]?
        for (key, value) in pairs {
            switch key {
            case .start: start = link(value, called: "start")
            case .transitions: limit = yaml.number(value, called: "transitions", unit: .count, range: 1...1000)
            case .timezone: utcOffset = offset(value) ?? 0
            case .operations: named = yaml.pairs(of: value, called: "operations")?.map { ($0.key, $0.value) }
            }
        }
        if !pairs.contains(where: { $0.key == .operations }) {
            yaml.note(root, "a scenario has to have operations, such as \"operations: { bye: hangup }\"")
        }
        guard let named else { return nil }
        if named.isEmpty, let node = pairs.first(where: { $0.key == .operations })?.value {
            yaml.note(node, "operations has to have at least one operation, such as \"bye: hangup\"")
        }
        var operations: [Operation] = []
        var names: [String] = []
        // The time zone is known by now, wherever in the file it stands.
        for (key, value) in named {
            let name = self.name(key)
            if let name { names.append(name) }
            if let kind = kind(value), let name { operations.append(Operation(name, kind, line: key.line, column: key.column)) }
        }
        checkLinks(among: names)
        guard let first = operations.first else { return nil }
        return Scenario(
            file: file, start: start ?? Link(first.name, line: first.line, column: first.column),
            transitionLimit: limit ?? Scenario.standardTransitionLimit, operations: operations)
    }

    private mutating func checkLinks(among names: [String]) {
        let known = Set(names)
        for (index, link) in links.filter({ !known.contains($0.name) }).enumerated() {
            // The search for what was meant looks at every name, so that a file with thousands of mistakes would take long.
            let hint = index < Self.mostHints && !names.isEmpty ? YAMLReader.hint(for: link.name, among: names) : ""
            let isUseful = names.count <= Self.fewNames || !hint.hasPrefix(" (known")
            yaml.note(
                YAMLNode(.scalar(link.name, isPlain: true), line: link.line, column: link.column),
                "there is no operation \"\(link.name)\"\(isUseful ? hint : "")")
        }
    }

    private static let mostHints = 20
    /// So many can be told one by one.
    private static let fewNames = 8

    private mutating func name(_ node: YAMLNode) -> String? {
        if let text = node.text, Operation.isName(text) { return text }
        yaml.note(
            node,
            "an operation's name has to be 1 to \(Operation.longestName) letters, digits, \"_\" and \"-\", not \(node.shown)")
        return nil
    }

    private mutating func kind(_ node: YAMLNode) -> Operation.Kind? {
        if node.text == KindKey.hangup.rawValue { return .hangup }
        let all = KindKey.allCases.map(\.rawValue).joined(separator: ", ")
        guard case .mapping(let written) = node.content, !written.isEmpty else {
            let isKind = node.text.flatMap { KindKey(rawValue: $0) } != nil
            let hint = isKind ? "\(node.text ?? "") needs settings: write \"\(node.text ?? ""): { … }\"" : "it is one of \(all)"
            yaml.note(node, "an operation has to be a mapping that says what it does, not \(node.shown): \(hint)")
            return nil
        }
        guard let pairs = yaml.pairs(of: node, called: "an operation", keys: KindKey.self), let (key, value) = pairs.first else {
            return nil
        }
        if pairs.count > 1 {
            yaml.note(node, "an operation does one thing, not \(pairs.map(\.key.rawValue).joined(separator: " and ")): make two of it")
        }
        switch key {
        case .interactive: return interactive(value).map(Operation.Kind.interactive)
        case .menu: return menu(value).map(Operation.Kind.menu)
        case .message: return message(value).map(Operation.Kind.message)
        case .transfer: return transfer(value).map(Operation.Kind.transfer)
        case .voicemail: return voicemail(value).map(Operation.Kind.voicemail)
        case .hours: return hours(value).map(Operation.Kind.hours)
        case .goto: return link(value, called: "goto").map(Operation.Kind.goto)
        case .hangup: return hangup(value)
        }
    }

    private mutating func hangup(_ node: YAMLNode) -> Operation.Kind? {
        guard let pairs = yaml.pairs(of: node, called: "hangup") else { return nil }
        if let (key, _) = pairs.first { yaml.note(key, "hangup has no settings: leave \(key.shown) out") }
        return .hangup
    }

    /// Reads the name of an operation; whether there is one is looked at in the end.
    mutating func link(_ node: YAMLNode, called name: String) -> Link? {
        guard let text = node.text, !node.isNull, !text.isEmpty else {
            yaml.note(node, "\(name) has to be the name of an operation, not \(node.shown)")
            return nil
        }
        let link = Link(text, line: node.line, column: node.column)
        links.append(link)
        return link
    }
}

extension YAMLNode {
    /// The text in quotes, or what it is instead of text.
    var shown: String {
        guard let text, !isNull, !text.isEmpty else { return text == "" && !isNull ? "an empty string" : typeName }
        return "\"\(text)\""
    }
}
