import PBXInstructions
import YAMLText

extension ScenarioReader {
    private enum MenuKey: String, CaseIterable { case prompt, keys, timeout, attempts, otherwise }
    private enum MessageKey: String, CaseIterable { case prompt, next }
    private enum VoicemailKey: String, CaseIterable { case prompt, limit, next }
    private enum HoursKey: String, CaseIterable { case times, open, closed }

    mutating func menu(_ node: YAMLNode) -> MenuOperation? {
        guard let pairs = yaml.pairs(of: node, called: "menu", keys: MenuKey.self) else { return nil }
        if !pairs.contains(where: { $0.key == .keys }) {
            yaml.note(node, "menu has to have keys, such as \"keys: { 1: sales }\"")
        }
        var menu = MenuOperation(prompt: [], keys: [])
        for (key, value) in pairs {
            switch key {
            case .prompt: menu.prompt = prompt(value)
            case .keys: menu.keys = keys(value)
            case .timeout: menu.timeout = duration(value, called: "timeout", InputSettings.pauseRange) ?? menu.timeout
            case .attempts:
                menu.attempts = yaml.number(value, called: "attempts", unit: .count, range: InputSettings.attemptsRange) ?? menu.attempts
            case .otherwise: menu.otherwise = link(value, called: "otherwise")
            }
        }
        return menu
    }

    private mutating func keys(_ node: YAMLNode) -> [Branch<Character>] {
        guard let pairs = yaml.pairs(of: node, called: "keys") else { return [] }
        if pairs.isEmpty { yaml.note(node, "keys has to have at least one key, such as \"1: sales\"") }
        var branches: [Branch<Character>] = []
        for (key, value) in pairs {
            let link = link(value, called: "key \(key.text ?? "")")
            guard let text = key.text, text.count == 1, let character = text.first, "0123456789*#".contains(character) else {
                yaml.note(key, "a key has to be one of 0 to 9, \"*\" and \"#\" (the last two in quotes), not \(key.shown)")
                continue
            }
            if let link { branches.append(Branch(character, link)) }
        }
        return branches
    }

    mutating func message(_ node: YAMLNode) -> MessageOperation? {
        guard let pairs = yaml.pairs(of: node, called: "message", keys: MessageKey.self) else { return nil }
        if !pairs.contains(where: { $0.key == .prompt }) {
            yaml.note(node, "message has to have a prompt: what the caller hears")
        }
        var message = MessageOperation(prompt: [])
        for (key, value) in pairs {
            switch key {
            case .prompt: message.prompt = prompt(value)
            case .next: message.next = link(value, called: "next")
            }
        }
        return message
    }

    mutating func voicemail(_ node: YAMLNode) -> VoicemailOperation? {
        guard let pairs = yaml.pairs(of: node, called: "voicemail", keys: VoicemailKey.self) else { return nil }
        var voicemail = VoicemailOperation(prompt: [])
        for (key, value) in pairs {
            switch key {
            case .prompt: voicemail.prompt = prompt(value)
            case .limit: voicemail.limit = duration(value, called: "limit", VoicemailOperation.limitRange) ?? voicemail.limit
            case .next: voicemail.next = link(value, called: "next")
            }
        }
        return voicemail
    }

    mutating func hours(_ node: YAMLNode) -> HoursOperation? {
        guard let pairs = yaml.pairs(of: node, called: "hours", keys: HoursKey.self) else { return nil }
        if !pairs.contains(where: { $0.key == .times }) {
            yaml.note(node, "hours has to have times, such as \"times: [Mo-Fr 09:00-18:00]\"")
        }
        if !pairs.contains(where: { $0.key != .times }) {
            yaml.note(node, "hours has to say where it leads: \"open\" in these times, \"closed\" outside them")
        }
        var operation = HoursOperation(hours: WorkingHours(spans: [], utcOffset: utcOffset))
        for (key, value) in pairs {
            switch key {
            case .times: operation.hours.spans = items(value, called: "times").flatMap { spans($0) }
            case .open: operation.open = link(value, called: "open")
            case .closed: operation.closed = link(value, called: "closed")
            }
        }
        return operation
    }

    private mutating func spans(_ node: YAMLNode) -> [WorkingHours.Span] {
        if let text = node.text, let spans = WorkingHours.spans(text) { return spans }
        yaml.note(
            node, "times have to be written like \"Mo-Fr 09:00-18:00\", \"Sa,Su 10:00-14:00\" or \"22:00-06:00\", not \(node.shown)")
        return []
    }
}
