/// Why a file is not a state that can be imported; nothing is changed then.
package enum StateArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    case notAnArchive
    /// The file has the format `format`, and this program knows those up to `known`.
    case newer(format: Int, known: Int)
    /// The file ends before it should, behind so many whole lines.
    case cutOff(lines: Int)
    /// The line, counted from 1, is not what has to be there.
    case badLine(Int)
    /// The state in the line has an escape for half of a character.
    case halfCharacter(line: Int, column: Int)
    /// The line has more bytes than are read of one.
    case lineTooLong(Int, limit: Int)
    /// The patches of the history do not lead to the state that the file has.
    case contradiction
    /// Nobody waits for it any longer.
    case abandoned

    package var description: String {
        switch self {
        case .notAnArchive: "this is no exported state: make one with \"ringbox state export\", or use \"put\" for a plain JSON document"
        case .newer(let format, let known):
            "the file was exported by a newer Ringbox (format \(format), this one knows \(known)): nothing was changed"
        case .cutOff(let lines): "the file is cut off after \(lines) whole lines: nothing was changed"
        case .badLine(let number): "line \(number) of the file is damaged: nothing was changed"
        case .halfCharacter(let line, let column):
            "line \(line) of the file, column \(column): this escape is half of a character, and texts are stored as they are: nothing was changed"
        case .lineTooLong(let number, let limit):
            "line \(number) of the file has more than \(limit) bytes, which is the most that is read of one: nothing was changed"
        case .contradiction: "the history in the file does not lead to the state in it: nothing was changed"
        case .abandoned: "the import took too long, or the host is stopping: nothing was changed"
        }
    }
}
