/// One thing that is wrong in a YAML file, and where.
package struct YAMLSlip: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file, relative to the handlers folder.
    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int
    package var message: String

    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `uis_test/sandbox.yaml:3:5: unknown key "wal" (did you mean "wall"?)`
    package var description: String { "\(file):\(line):\(column): \(message)" }
}
