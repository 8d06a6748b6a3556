import HandlerHost
import JSONText

/// How late a host's event loops come to their work, as people read it.
struct ShownLoops {
    private let loops: [JSONValue]

    /// - Parameter json: The loops as the admin server sends them.
    init(_ json: JSONValue) { loops = json.array ?? [] }

    /// Empty without a loop.
    func rendered(_ style: Style) -> String {
        guard !loops.isEmpty else { return "" }
        let usual = longest("recentDelay", "permille999Microseconds")
        let most = longest("delay", "longestMicroseconds")
        let stalls = loops.reduce(0) { $0 + ($1["stalls"]?.int ?? 0) }
        let starvations = loops.reduce(0) { $0 + ($1["starvations"]?.int ?? 0) }
        var line = "\(loops.count) event loops: 99.9 % of the delays up to \(usual), the longest \(most); "
        line += stalls == 0 ? "none over 50 ms" : "\(stalls) over 50 ms, \(starvations) of them for want of a processor"
        let own = stalls > starvations
        var text = (own ? style.yellow(line) : style.dim(line)) + "\n"
        if let last = loops.lazy.compactMap({ $0["lastStall"]?.string }).first { text += ShownText.line(last) + "\n" }
        return text
    }

    private func longest(_ kind: String, _ figure: String) -> String {
        Duration.microseconds(loops.compactMap { $0[kind]?[figure]?.int }.max() ?? 0).text
    }
}
