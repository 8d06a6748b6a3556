import PBXInstructions

extension Operation {
    /// The word by which a file says what the operation does.
    var kindWord: String {
        switch kind {
        case .interactive: "interactive"
        case .menu: "menu"
        case .message: "message"
        case .transfer: "transfer"
        case .voicemail: "voicemail"
        case .hours: "hours"
        case .goto: "goto"
        case .hangup: "hangup"
        }
    }

    /// What is special about it, a thing for each line.
    var details: [String] {
        switch kind {
        case .interactive(let operation):
            ["\(operation.method.rawValue) \(operation.target.text)"] + operation.prompt.prefix(1).map(\.line)
                + [operation.input.map { "\($0.length) \($0.length == 1 ? "digit" : "digits")" }].compactMap { $0 }
        case .menu(let operation): operation.prompt.prefix(1).map(\.line)
        case .message(let operation): operation.prompt.prefix(1).map(\.line)
        case .transfer(let operation):
            [operation.destinations.all.map(\.text).joined(separator: ", ")] + operation.prompt.prefix(1).map(\.line)
        case .voicemail(let operation): operation.prompt.prefix(1).map(\.line) + ["at most \(operation.limit.seconds)"]
        case .hours(let operation): operation.hours.spans.prefix(3).map(\.text)
        case .goto, .hangup: []
        }
    }
}

extension InteractiveOperation.Target {
    /// The path or the URL, without its query, in which people keep tokens.
    fileprivate var text: String {
        switch self {
        case .route(let path): String(path.text.prefix { $0 != "?" })
        case .url(let url): String(url.prefix { $0 != "?" })
        }
    }
}
