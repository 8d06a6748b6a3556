import HandlerHost
import JSONText

/// What a host's sandboxes do at the moment, as people read it.
struct ShownStatus {
    private let sandboxes: [JSONValue]

    /// Reads the sandboxes as the admin server sends them; nil for what is no list.
    init?(_ json: JSONValue) {
        guard let sandboxes = json.array else { return nil }
        self.sandboxes = sandboxes
    }

    func rendered(_ style: Style) -> String {
        var table = TextTable(heading: ["sandbox", "process", "memory", "waiting", "unanswered", "state", "stored", "deaths", ""])
        for sandbox in sandboxes { table.rows.append(row(sandbox, style)) }
        return table.lines(style).map { $0 + "\n" }.joined()
    }

    private func row(_ sandbox: JSONValue, _ style: Style) -> [TextTable.Cell] {
        let deaths = sandbox["deaths"]?.int ?? 0
        return [
            TextTable.Cell(text: ShownText.line(sandbox["name"]?.string ?? ""), paint: style.bold),
            TextTable.Cell(text: sandbox["processID"]?.int.map { "\($0)" } ?? "-"),
            TextTable.Cell(text: sandbox["memoryBytes"]?.int.map { "\(max($0 >> 20, 1)) MiB" } ?? "-"),
            TextTable.Cell(text: "\(sandbox["waiting"]?.int ?? 0)"),
            TextTable.Cell(text: "\(sandbox["unanswered"]?.int ?? 0)"),
            TextTable.Cell(text: "\(sandbox["stateVersion"]?.int ?? 0)"),
            TextTable.Cell(text: sandbox["stateBytes"]?.int.map { "\(max($0 >> 10, 1)) KiB" } ?? "-"),
            TextTable.Cell(text: "\(deaths)", paint: { deaths == 0 ? $0 : style.yellow($0) }),
            condition(of: sandbox, style),
        ]
    }

    private func condition(of sandbox: JSONValue, _ style: Style) -> TextTable.Cell {
        let problem = sandbox["problem"]?.string.map { ShownText.lines($0).first ?? "" }
        guard let bundle = sandbox["bundle"]?.string else {
            return TextTable.Cell(text: "does not serve: \(problem ?? "it has not loaded yet")", paint: style.red)
        }
        if let milliseconds = sandbox["pauseMilliseconds"]?.int {
            let left = Duration.milliseconds(milliseconds).text
            return TextTable.Cell(text: "paused: its process keeps ending; the next one starts in \(left)", paint: style.red)
        }
        if let problem { return TextTable.Cell(text: "serves \(bundle); the newest files do not load: \(problem)", paint: style.yellow) }
        return TextTable.Cell(text: "serves \(bundle)", paint: style.green)
    }
}
