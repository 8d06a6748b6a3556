import JSONText
import PBXInstructions
import PlainText
import YAMLText

/// Turns the nodes of a settings file into settings, and goes on after a slip so that all are found at once.
struct SettingsReader {
    private(set) var settings: SandboxSettings
    var yaml: YAMLReader

    private enum Key: String, CaseIterable {
        case dialect, fallback, limits, config, routes, state
        case access, network

        /// Without the one that is only known to be refused.
        static var allCases: [Key] { [.dialect, .fallback, .limits, .config, .routes, .state, .access] }
    }
    private static let rates = ["rate", "callerRate"]
    private enum RouteKey: String, CaseIterable { case fallback, limits }

    init(file: String, dialect: Dialect) {
        yaml = YAMLReader(file: file)
        settings = SandboxSettings(dialect: dialect)
    }

    mutating func read(_ root: YAMLNode) {
        guard !root.isNull, let pairs = yaml.pairs(of: root, called: "the settings", keys: Key.self) else { return }
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
                yaml.note(value, "this version does not have \"\(key.rawValue)\": remove it, because nothing would enforce it")
            }
        }
    }

    private mutating func readDialect(_ node: YAMLNode) {
        let known = Dialect.allCases.map(\.rawValue)
        if let text = node.text, let dialect = Dialect(rawValue: text) {
            settings.dialect = dialect
            settings.written.insert("dialect")
        } else if let text = node.text, !text.isEmpty {
            yaml.note(node, "unknown dialect \"\(text)\"\(YAMLReader.hint(for: text, among: known))")
        } else {
            yaml.note(node, "dialect has to be \(known.joined(separator: " or ")), not \(node.typeName)")
        }
    }

    private mutating func readState(_ node: YAMLNode) {
        let known = StateRules.allCases.map(\.rawValue)
        if let text = node.text, let rules = StateRules(rawValue: text) {
            settings.state = rules
            settings.written.insert("state")
        } else {
            let found = node.text.map { "\"\($0)\"" } ?? node.typeName
            yaml.note(
                node,
                "state has to be \(known.joined(separator: " or ")), not \(found)\(YAMLReader.hint(for: node.text ?? "", among: known))")
        }
    }

    private mutating func fallback(_ node: YAMLNode) -> Fallback? {
        guard let value = yaml.json(node) else { return nil }
        let fallback = Fallback(value)
        let check = settings.dialect.check(reply: fallback.bytes)
        for finding in check.findings where finding.severity == .error {
            yaml.note(node, "fallback is no instruction of the dialect \(settings.dialect.rawValue): \(finding)")
        }
        if check.repaired != nil { yaml.note(node, "fallback has NUL in it, which a PBX cannot take: leave it out") }
        return fallback
    }

    private mutating func limits(
        _ node: YAMLNode, _ known: [SettingsLimit], in limits: SandboxLimits
    ) -> SandboxLimits {
        var limits = limits
        guard let pairs = yaml.pairs(of: node, called: "limits") else { return limits }
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
                yaml.note(key, "\"\(name)\" is a limit of the whole sandbox: write it under the limits at the top")
            } else {
                yaml.note(
                    key, "unknown limit \"\(name)\"\(YAMLReader.hint(for: name, among: known.map(\.key) + (isWhole ? Self.rates : [])))")
            }
        }
        return limits
    }

    private mutating func number(_ node: YAMLNode, of limit: SettingsLimit) -> Int? {
        yaml.number(node, called: limit.key, unit: limit.unit, range: limit.range)
    }

    private mutating func readConfig(_ node: YAMLNode) {
        guard !node.isNull, let value = yaml.json(node) else { return }
        if case .object(let config) = value {
            settings.config = config
        } else {
            yaml.note(node, "config has to be a mapping, not \(node.typeName)")
        }
    }

    private mutating func readRoutes(_ node: YAMLNode) {
        guard let pairs = yaml.pairs(of: node, called: "routes") else { return }
        for (key, value) in pairs {
            guard let template = key.text, template.hasPrefix("/") else {
                yaml.note(key, "a route has to begin with \"/\", such as /crm_integration")
                continue
            }
            guard let keys = yaml.pairs(of: value, called: template, keys: RouteKey.self) else { continue }
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
        guard let pairs = yaml.pairs(of: node, called: "limits") else { return }
        let times = SettingsLimit.all.filter { ["wall", "cpu"].contains($0.key) }
        let limits = limits(node, times, in: SandboxLimits())
        for (key, _) in pairs {
            if key.text == "wall" { route.wall = limits.wall }
            if key.text == "cpu" { route.cpu = limits.cpu }
        }
    }
}
