/// The name of the operation that a branch leads to, and where in the file it is written.
package struct Link: Sendable, Equatable {
    package var name: String
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int

    package init(_ name: String, line: Int = 1, column: Int = 1) {
        self.name = name
        self.line = line
        self.column = column
    }
}
