import JSONText
import PBXInstructions

/// Turns the nodes of a settings file into settings, and goes on after a slip so that all are found at once.
struct SettingsReader {
    private let file: String
    private(set) var settings: SandboxSettings
    private(set) var slips: [SettingsSlip] = []

    private enum Key: String, CaseIterable {
        case dialect, fallback, limits, config, routes, state
        case access, network
    }
    private static let rates = ["rate", "callerRate"]
    private enum RouteKey: String, CaseIterable { case fallback, limits }

    init(file: String, dialect: Dialect) {
        self.file = file
        settings = SandboxSettings(dialect: dialect)
    }

    mutating func read(_ root: YAMLNode) {
        guard !root.isNull, let pairs = pairs(of: root, called: "the settings", keys: Key.self) else { return }
        // The dialect decides what a fallback may be, wherever in the file it stands.
        for (key, value) in pairs.sorted(by: { $0.key == .dialect && $1.key != .dialect }) {
            switch key {
            case .dialect: readDialect(value)
            case .fallback: settings.fallback = fallback(value)
            case .limits:
                settings.limits = limits(value, SettingsLimit.all, in: settings.limits)
                if case .mapping(let limits) = value.content { settings.written.formUnion(limits.compactMap { $0.key.text }) }
            case .config: readConfig(value)
            case .routes: readRoutes(value)
            case .state: readState(value)
            case .access: settings.access = access(value)
            case .network:
                note(value, "this version does not have \"\(key.rawValue)\": remove it, because nothing would enforce it")
            }
        }
    }

    private mutating func readDialect(_ node: YAMLNode) {
        let known = Dialect.allCases.map(\.rawValue)
        if let text = node.text, let dialect = Dialect(rawValue: text) {
            settings.dialect = dialect
            settings.written.insert("dialect")
        } else if let text = node.text, !text.isEmpty {
            note(node, "unknown dialect \"\(text)\"\(Self.hint(for: text, among: known))")
        } else {
            note(node, "dialect has to be \(known.joined(separator: " or ")), not \(node.typeName)")
        }
    }

    private mutating func readState(_ node: YAMLNode) {
        let known = StateRules.allCases.map(\.rawValue)
        if let text = node.text, let rules = StateRules(rawValue: text) {
            settings.state = rules
            settings.written.insert("state")
        } else {
            let found = node.text.map { "\"\($0)\"" } ?? node.typeName
            note(node, "state has to be \(known.joined(separator: " or ")), not \(found)\(Self.hint(for: node.text ?? "", among: known))")
        }
    }

    private mutating func fallback(_ node: YAMLNode) -> Fallback? {
        guard let value = json(node) else { return nil }
        let fallback = Fallback(value)
        let check = settings.dialect.check(reply: fallback.bytes)
        for finding in check.findings where finding.severity == .error {
            note(node, "fallback is no instruction of the dialect \(settings.dialect.rawValue): \(finding)")
        }
        return fallback
    }

    private mutating func limits(
        _ node: YAMLNode, _ known: [SettingsLimit], in limits: SandboxLimits
    ) -> SandboxLimits {
        var limits = limits
        guard let pairs = pairs(of: node, called: "limits") else { return limits }
        let isWhole = known.count == SettingsLimit.all.count
        for (key, value) in pairs {
            let name = key.text ?? ""
            if let limit = known.first(where: { $0.key == name }) {
                if let number = number(value, of: limit) { limit.apply(number, to: &limits) }
            } else if isWhole, name == "rate" {
                limits.rate = rate(value, called: name)
            } else if isWhole, name == "callerRate" {
                limits.callerRate = rate(value, called: name)
            } else if SettingsLimit.all.contains(where: { $0.key == name }) || Self.rates.contains(name) {
                note(key, "\"\(name)\" is a limit of the whole sandbox: write it under the limits at the top")
            } else {
                note(key, "unknown limit \"\(name)\"\(Self.hint(for: name, among: known.map(\.key) + (isWhole ? Self.rates : [])))")
            }
        }
        return limits
    }

    private mutating func number(_ node: YAMLNode, of limit: SettingsLimit) -> Int? {
        let text = node.text ?? ""
        guard let value = limit.unit.value(of: text) else {
            let isBare = limit.unit != .count && SettingsUnit.count.value(of: text) != nil
            let problem = isBare ? "\(text) has no unit" : "not \(text.isEmpty ? node.typeName : "\"\(text)\"")"
            note(node, "\(limit.key) has to be written like \(limit.unit.example): \(problem)")
            return nil
        }
        guard limit.range.contains(value) else {
            let lower = limit.unit.text(for: limit.range.lowerBound)
            let upper = limit.unit.text(for: limit.range.upperBound)
            note(node, "\(limit.key) has to be from \(lower) to \(upper), not \(text)")
            return nil
        }
        return value
    }

    private mutating func readConfig(_ node: YAMLNode) {
        guard !node.isNull, let value = json(node) else { return }
        if case .object(let config) = value {
            settings.config = config
        } else {
            note(node, "config has to be a mapping, not \(node.typeName)")
        }
    }

    private mutating func readRoutes(_ node: YAMLNode) {
        guard let pairs = pairs(of: node, called: "routes") else { return }
        for (key, value) in pairs {
            guard let template = key.text, template.hasPrefix("/") else {
                note(key, "a route has to begin with \"/\", such as /crm_integration")
                continue
            }
            guard let keys = self.pairs(of: value, called: template, keys: RouteKey.self) else { continue }
            var route = RouteSettings(line: key.line, column: key.column)
            for (key, value) in keys {
                switch key {
                case .fallback: route.fallback = fallback(value)
                case .limits: readTimes(value, into: &route)
                }
            }
            settings.routes[template] = route
        }
    }

    private mutating func readTimes(_ node: YAMLNode, into route: inout RouteSettings) {
        guard let pairs = pairs(of: node, called: "limits") else { return }
        let times = SettingsLimit.all.filter { ["wall", "cpu"].contains($0.key) }
        let limits = limits(node, times, in: SandboxLimits())
        for (key, _) in pairs {
            if key.text == "wall" { route.wall = limits.wall }
            if key.text == "cpu" { route.cpu = limits.cpu }
        }
    }
}

extension SettingsReader {
    mutating func note(_ node: YAMLNode, _ message: String) {
        slips.append(SettingsSlip(file: file, line: node.line, column: node.column, message: message))
    }

    private mutating func json(_ node: YAMLNode) -> JSONValue? {
        do throws(SettingsSlip) {
            return try node.json(file: file)
        } catch {
            slips.append(error)
            return nil
        }
    }

    /// The pairs of a mapping; notes when it is none. Nothing at all counts as an empty one.
    private mutating func pairs(
        of node: YAMLNode, called name: String
    ) -> [(key: YAMLNode, value: YAMLNode)]? {
        if node.isNull { return [] }
        if case .mapping(let pairs) = node.content { return pairs }
        note(node, "\(name) has to be a mapping, not \(node.typeName)")
        return nil
    }

    /// The pairs of a mapping with the keys of `Keys`; notes the others.
    mutating func pairs<Keys: RawRepresentable<String> & CaseIterable>(
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

    private static func hint(for word: String, among known: [String]) -> String {
        let nearest = Spelling.nearest(to: word, among: known, limit: 1)
        guard let best = nearest.first else { return " (known: \(known.joined(separator: ", ")))" }
        return " (did you mean \"\(best)\"?)"
    }
}
