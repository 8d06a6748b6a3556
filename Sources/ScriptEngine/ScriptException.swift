/// What a script threw, copied out of the engine.
///
/// Everything in it was chosen by the script: names, texts and positions may be missing, wrong or invented. Texts are cut to
/// ``textLimit`` UTF-16 units, so that throwing a huge string costs the host nothing.
package struct ScriptException: Error, Equatable, Sendable {
    /// The most UTF-16 units of ``message``, ``name``, ``file`` and ``stack`` that are kept; a cut text ends in "…".
    package static let textLimit = 16_384

    /// The error's name, such as "TypeError"; empty if what was thrown is no error.
    package var name: String
    /// The error's message; for what is no error its text, or its JSON if it is an object that has one.
    package var message: String
    /// The file name that the script was evaluated with, if it is known. A thrown string or `null` carries no place.
    package var file: String?
    /// Counted from 1.
    package var line: Int?
    /// Counted from 1, in UTF-16 units.
    package var column: Int?
    /// The engine's text of the stack: a line `function@file:line:column` for each frame, the innermost first.
    package var stack: String
    /// ``stack``, taken apart.
    package var frames: [Frame]
    /// What was thrown if it is no error, such as "a string" or "null"; `nil` for errors.
    package var thrownType: String?

    package init(
        name: String, message: String, file: String? = nil, line: Int? = nil, column: Int? = nil, stack: String = "",
        thrownType: String? = nil
    ) {
        self.name = name
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.stack = stack
        self.frames = Frame.parse(stack: stack)
        self.thrownType = thrownType
    }
}

extension ScriptException: CustomStringConvertible {
    /// Such as "orders.js:3:14: TypeError: undefined is not an object", or "a string was thrown: no such order".
    package var description: String {
        var place = file ?? ""
        if let line { place += place.isEmpty ? "line \(line)" : ":\(line)" }
        if let column, line != nil { place += ":\(column)" }
        if !place.isEmpty { place += ": " }
        if let thrownType { return place + "\(thrownType) was thrown" + (message.isEmpty ? "" : ": \(message)") }
        return place + (name.isEmpty ? "Error" : name) + (message.isEmpty ? "" : ": \(message)")
    }
}
