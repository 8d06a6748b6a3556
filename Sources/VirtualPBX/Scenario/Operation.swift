/// One step of a scenario.
package struct Operation: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case interactive(InteractiveOperation)
        case menu(MenuOperation)
        case message(MessageOperation)
        case transfer(TransferOperation)
        case voicemail(VoicemailOperation)
        case hours(HoursOperation)
        case goto(Link)
        case hangup
    }

    /// Letters, digits, `_` and `-`; of any alphabet.
    package var name: String
    package var kind: Kind
    /// Where it is written, from 1.
    package var line: Int
    package var column: Int

    package init(_ name: String, _ kind: Kind, line: Int = 1, column: Int = 1) {
        self.name = name
        self.kind = kind
        self.line = line
        self.column = column
    }
}
