import JSONText
import PBXInstructions
import VirtualPBX

/// The steps of a call, as lines for people.
struct CallTranscript {
    let style: Style
    /// Whether requests and replies are shown whole.
    let isUnfolded: Bool

    /// `  1.5s  hears    "Здравствуйте"`, and more lines where a step is shown whole; with its line end.
    func text(of step: TimedNote) -> String {
        let note = step.note
        let tenths = step.time.milliseconds / 100
        let time = Self.padded("\(tenths / 10).\(tenths % 10)s", to: 7, atStart: true)
        let role = Self.padded(Self.word(for: note), to: 8)
        var line = note.summary
        if isUnfolded, case .asked = note { line = note.line }
        var text = "\(style.dim(time))  \(painted(role, note))  \(painted(ShownText.line(line), note))\n"
        guard isUnfolded, case .replied(let reply, let check) = note else { return text }
        if case .answer(_, let body, _) = reply, let json = try? JSONValue(parsing: body) {
            for line in ShownText.lines(String(decoding: json.bytes(pretty: true), as: UTF8.self)) { text += indented(style.dim(line)) }
        }
        for finding in check?.findings ?? [] { text += indented(style.yellow(ShownText.line("\(finding)"))) }
        return text
    }

    private func indented(_ line: String) -> String { String(repeating: " ", count: 19) + line + "\n" }

    private static func word(for note: CallNote) -> String {
        switch note.role {
        case .hears: "hears"
        case .presses: "presses"
        case .pbx: "pbx"
        case .request: "asks"
        case .reply: "reply"
        case .end: "end"
        }
    }

    private func painted(_ text: String, _ note: CallNote) -> String {
        switch note {
        case .hears: style.bold(text)
        case .typed: style.green(text)
        case .ended(let finish, _): finish.isGood ? style.green(text) : style.red(text)
        case .replyTimedOut, .replied(.failure, _), .replied(_, nil): style.red(text)
        case .replied(_, let check?): check.isAccepted ? text : style.red(text)
        case .entered, .branch, .asked: style.dim(text)
        default: text
        }
    }

    private static func padded(_ text: String, to width: Int, atStart: Bool = false) -> String {
        let room = String(repeating: " ", count: max(0, width - text.count))
        return atStart ? room + text : text + room
    }
}
