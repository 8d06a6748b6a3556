import PBXInstructions
import YAMLText

extension ScenarioReader {
    private enum SettingKey: String, CaseIterable { case order, ring, callerID, whisper, noAnswer }
    private enum TransferKey: String, CaseIterable { case phones, prompt, order, ring, callerID, whisper, noAnswer }

    mutating func transfer(_ node: YAMLNode) -> TransferOperation? {
        guard let pairs = yaml.pairs(of: node, called: "transfer", keys: TransferKey.self) else { return nil }
        var destinations: DestinationList?
        var messages: [Prompt] = []
        var settings = TransferSettings()
        for (key, value) in pairs {
            switch key {
            case .phones: destinations = DestinationList(items(value, called: "phones").compactMap { destination($0) })
            case .prompt: messages = prompt(value)
            case .order, .ring, .callerID, .whisper, .noAnswer:
                if let key = SettingKey(rawValue: key.rawValue) { set(key, value, in: &settings) }
            }
        }
        if !pairs.contains(where: { $0.key == .phones }) {
            yaml.note(node, "transfer has to have phones, such as \"phones: [\"74951234567\"]\"")
        }
        return destinations.map { TransferOperation(destinations: $0, prompt: messages, settings: settings) }
    }

    mutating func transferSettings(_ node: YAMLNode) -> TransferSettings {
        var settings = TransferSettings()
        for (key, value) in yaml.pairs(of: node, called: "transfer", keys: SettingKey.self) ?? [] { set(key, value, in: &settings) }
        return settings
    }

    private mutating func set(_ key: SettingKey, _ value: YAMLNode, in settings: inout TransferSettings) {
        switch key {
        case .order: settings.order = word(value, called: "order") ?? settings.order
        case .ring: settings.ringTime = duration(value, called: "ring", TransferSettings.ringTimeRange) ?? settings.ringTime
        case .callerID: settings.callerID = word(value, called: "callerID") ?? settings.callerID
        case .whisper: settings.whisper = message(value, called: "whisper")
        case .noAnswer: settings.noAnswer = link(value, called: "noAnswer")
        }
    }

    private mutating func destination(_ node: YAMLNode) -> Destination? {
        if let text = node.text, let destination = Destination(text) { return destination }
        yaml.note(
            node,
            "a phone has to be a number of 7 to 15 digits with the country code, an extension of 2 to 6 digits or a SIP login, not \(node.shown)"
        )
        return nil
    }
}
