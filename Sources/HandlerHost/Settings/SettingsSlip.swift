/// One thing that is wrong in a settings file, and where.
package struct SettingsSlip: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file, relative to the handlers folder.
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int
    package var message: String

    /// `uis_test/sandbox.yaml:3:5: unknown key "wal" (did you mean "wall"?)`
    package var description: String { "\(file):\(line):\(column): \(message)" }
}
