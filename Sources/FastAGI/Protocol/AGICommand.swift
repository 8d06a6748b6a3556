/// One line of what a PBX is told.
package struct AGICommand: Equatable, Sendable {
    /// The longest line that Asterisk reads, without its end, in bytes.
    static let longestLine = 2_000

    /// The words that say what is to be done, such as `STREAM FILE`.
    package let name: String
    /// The line, without its end.
    package let line: String

    /// - Parameters:
    ///   - name: Of the source only, never of something that came from outside.
    ///   - arguments: Any text. Each reaches the command as one argument.
    /// - Throws: ``AGIFault/unsendable(_:)`` for control characters, with which a line would end, and for lines that are too long.
    package init(_ name: String, _ arguments: [String] = []) throws(AGIFault) {
        self.name = name
        var line = name
        for argument in arguments {
            guard !argument.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
                throw .unsendable("an argument of \(name) with control characters")
            }
            line += " " + AGICommand.quoted(argument)
        }
        guard line.utf8.count <= AGICommand.longestLine else { throw .unsendable("a line of \(line.utf8.count) bytes for \(name)") }
        self.line = line
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}

extension AGICommand {
    static func setVariable(_ name: String, _ value: String) throws(AGIFault) -> AGICommand {
        try AGICommand("SET VARIABLE", [name, value])
    }

    static func getVariable(_ name: String) throws(AGIFault) -> AGICommand { try AGICommand("GET VARIABLE", [name]) }

    /// - Parameter keys: Those that end it.
    static func streamFile(_ path: String, keys: String) throws(AGIFault) -> AGICommand { try AGICommand("STREAM FILE", [path, keys]) }

    /// - Parameter limit: 1 ms at least, and at most what fits into a number of 32 bits.
    static func waitForDigit(_ limit: Duration) throws(AGIFault) -> AGICommand {
        try AGICommand("WAIT FOR DIGIT", [String(min(max(limit.milliseconds, 1), Int64(Int32.max)))])
    }

    /// Records until `#`, a silence of that many seconds, or the limit.
    static func recordFile(_ path: String, limit: Duration, silence: Int) throws(AGIFault) -> AGICommand {
        try AGICommand("RECORD FILE", [path, "wav", "#", String(limit.milliseconds), "s=\(silence)"])
    }

    /// Runs an application of the dialplan; its arguments are joined by commas, so that none may have one.
    static func execute(_ application: String, _ arguments: [String]) throws(AGIFault) -> AGICommand {
        for argument in arguments where argument.contains(",") || argument.contains("|") {
            throw .unsendable("an argument of \(application) with a comma or a bar")
        }
        return try AGICommand("EXEC", [application, arguments.joined(separator: ",")])
    }
}

extension Duration {
    /// Rounded up.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds.multipliedReportingOverflow(by: 1_000).partialValue &+ (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
