import JSONText

/// The settings of a sandbox, as people read them.
struct ShownSettings {
    private let json: JSONValue

    /// Takes what the admin server says; nil for what are no settings.
    init?(_ json: JSONValue) {
        guard json["sandbox"]?.string != nil, json["limits"]?.object != nil else { return nil }
        self.json = json
    }

    /// Several lines, with a line end.
    func rendered(_ style: Style) -> String {
        var text = "\(style.bold(line("sandbox"))) \(style.dim("version \(line("bundle"))"))\n"
        text += row("dialect", json["dialect"], style)
        if let fallback = json["fallback"] { text += "fallback \(ShownText.line(Self.compact(fallback)))\n" }
        text += "limits\n"
        for (key, value) in json["limits"]?.object ?? [:] { text += "  " + row(key, value, style) }
        if let config = json["config"]?.object, !config.isEmpty {
            text += "config\n"
            for (key, value) in config { text += "  \(ShownText.line(key)) \(ShownText.line(Self.compact(value)))\n" }
        }
        if let access = json["access"] { text += "access \(ShownText.line(Self.compact(access)))\n" }
        text += "routes\n"
        for route in json["routes"]?.array ?? [] { text += "  \(Self.route(route))\n" }
        let secrets = (json["secrets"]?.array ?? []).compactMap(\.string)
        if !secrets.isEmpty { text += "secrets \(secrets.map { ShownText.line($0) }.joined(separator: ", "))\n" }
        return text
    }

    private func line(_ member: String) -> String { ShownText.line(json[member]?.string ?? "") }

    /// `wall 3s (default)`
    private func row(_ key: String, _ entry: JSONValue?, _ style: Style) -> String {
        let value = ShownText.line(entry?["value"]?.string ?? "")
        return "\(ShownText.line(key)) \(value) \(style.dim("(\(ShownText.line(entry?["from"]?.string ?? "")))"))\n"
    }

    private static func route(_ route: JSONValue) -> String {
        var text = "\(ShownText.line(route["method"]?.string ?? "*")) \(ShownText.line(route["template"]?.string ?? ""))"
        for (key, value) in route["limits"]?.object ?? [:] {
            text += ", \(ShownText.line(key)) \(ShownText.line(value["value"]?.string ?? ""))"
        }
        if let fallback = route["fallback"] { text += ", fallback \(ShownText.line(compact(fallback)))" }
        return text
    }

    private static func compact(_ value: JSONValue) -> String { String(decoding: value.bytes(), as: UTF8.self) }
}
