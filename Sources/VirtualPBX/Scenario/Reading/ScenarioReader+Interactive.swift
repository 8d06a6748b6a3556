import PBXInstructions
import YAMLText

extension ScenarioReader {
    private enum InteractiveKey: String, CaseIterable {
        case route, url, method, parameters, prompt, answer, input, timeout, codes, next, backup, transfer
    }
    private enum InputKey: String, CaseIterable { case length, first, interval, total, attempts }

    mutating func interactive(_ node: YAMLNode) -> InteractiveOperation? {
        guard let pairs = yaml.pairs(of: node, called: "interactive", keys: InteractiveKey.self) else { return nil }
        let target = target(pairs.filter { $0.key == .route || $0.key == .url }, in: node)
        // What else is wrong is found, too, when it is not known whom to ask.
        var operation = InteractiveOperation(target: target ?? .route("/"))
        for (key, value) in pairs {
            switch key {
            case .route, .url: break
            case .method: operation.method = word(value, called: "method") ?? operation.method
            case .parameters: operation.parameters = parameters(value)
            case .prompt: operation.prompt = prompt(value)
            case .answer: operation.answersFirst = flag(value, called: "answer") ?? operation.answersFirst
            case .input: operation.input = input(value)
            case .timeout:
                operation.replyTimeout =
                    duration(value, called: "timeout", InteractiveOperation.replyTimeoutRange) ?? operation.replyTimeout
            case .codes: operation.codes = codes(value)
            case .next: operation.next = link(value, called: "next")
            case .backup: operation.backup = link(value, called: "backup")
            case .transfer: operation.transfer = transferSettings(value)
            }
        }
        return target == nil ? nil : operation
    }

    private mutating func target(
        _ pairs: [(key: InteractiveKey, value: YAMLNode)], in node: YAMLNode
    ) -> InteractiveOperation.Target? {
        guard let (key, value) = pairs.first else {
            yaml.note(node, "interactive has to say whom to ask: \"route: /path\" of the sandbox, or \"url: https://…\"")
            return nil
        }
        if pairs.count > 1 { yaml.note(pairs[1].value, "interactive asks one: leave out route or url") }
        return key == .route ? route(value) : url(value)
    }

    private mutating func route(_ node: YAMLNode) -> InteractiveOperation.Target? {
        do throws(RoutePath.Refusal) {
            return .route(try RoutePath(parsing: node.text ?? ""))
        } catch .leavesTheSandbox {
            yaml.note(node, "route has to stay in the sandbox: leave \".\", \"..\" and a \"/@\" at the beginning out of \(node.shown)")
        } catch {
            yaml.note(
                node,
                "route has to begin with \"/\", such as /crm_integration, and have no space, \"#\" or letter outside ASCII (percent-encode it), not \(node.shown)"
            )
        }
        return nil
    }

    private mutating func url(_ node: YAMLNode) -> InteractiveOperation.Target? {
        let text = node.text ?? ""
        let scheme = (["https://", "http://"] as [String]).first { text.lowercased().hasPrefix($0) }
        let rest = text.dropFirst(scheme?.count ?? 0)
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        guard scheme != nil, !host.isEmpty, RoutePath.isTarget(rest) else {
            yaml.note(
                node,
                "url has to begin with https:// or http:// and a host, and have no space, \"#\" or letter outside ASCII (percent-encode it), not \(node.shown)"
            )
            return nil
        }
        guard !host.contains("@") else {
            yaml.note(node, "url may not have a name and a password before the host: leave them out")
            return nil
        }
        return .url(text)
    }

    private mutating func parameters(_ node: YAMLNode) -> [InteractiveOperation.Parameter] {
        var parameters: [InteractiveOperation.Parameter] = []
        for item in items(node, called: "parameters", mayBeEmpty: true) {
            guard let parameter: InteractiveOperation.Parameter = word(item, called: "a parameter") else { continue }
            if parameters.contains(parameter) {
                yaml.note(item, "parameter \"\(parameter.rawValue)\" is given more than once")
            } else {
                parameters.append(parameter)
            }
        }
        return parameters
    }

    private mutating func input(_ node: YAMLNode) -> InputSettings? {
        guard let pairs = yaml.pairs(of: node, called: "input", keys: InputKey.self) else { return nil }
        if !pairs.contains(where: { $0.key == .length }) {
            yaml.note(node, "input has to have a length: the most digits that are taken, 1 to 32")
        }
        var settings = InputSettings(length: 1)
        for (key, value) in pairs {
            switch key {
            case .length:
                settings.length = yaml.number(value, called: "length", unit: .count, range: InputSettings.lengthRange) ?? settings.length
            case .first: settings.firstDigit = duration(value, called: "first", InputSettings.pauseRange) ?? settings.firstDigit
            case .interval: settings.interval = duration(value, called: "interval", InputSettings.pauseRange) ?? settings.interval
            case .total: settings.total = duration(value, called: "total", InputSettings.totalRange)
            case .attempts:
                settings.attempts =
                    yaml.number(value, called: "attempts", unit: .count, range: InputSettings.attemptsRange) ?? settings.attempts
            }
        }
        return settings
    }

    private mutating func codes(_ node: YAMLNode) -> [Branch<Int>] {
        var branches: [Branch<Int>] = []
        for (key, value) in yaml.pairs(of: node, called: "codes") ?? [] {
            // Not "+1" and "01", so that a code is written in one way.
            guard let text = key.text, let code = Int(text), String(code) == text, ReturnedCode(code) != nil else {
                yaml.note(key, "a code has to be a whole number from 0 to \(ReturnedCode.range.upperBound), not \(key.shown)")
                _ = link(value, called: "codes")
                continue
            }
            if let link = link(value, called: "code \(code)") { branches.append(Branch(code, link)) }
        }
        return branches
    }
}
