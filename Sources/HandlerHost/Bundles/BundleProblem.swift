/// One thing that keeps a sandbox from being served, and where it is.
package struct BundleProblem: Sendable, Equatable, CustomStringConvertible {
    /// Relative to the handlers folder.
    package var file: String
    /// From 1; `nil` when it is the whole file.
    package var line: Int?
    /// From 1, in characters.
    package var column: Int?
    /// What is wrong and what to do about it.
    package var message: String
    /// The line of the file, when it helps.
    package var sourceLine: String?

    package init(
        file: String, line: Int? = nil, column: Int? = nil, message: String, sourceLine: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.sourceLine = sourceLine
    }

    /// `uis_test/orders.ts:3:5: Expected ";" but found "x"`
    package var description: String {
        let place = [line, column].compactMap { $0 }.map { ":\($0)" }.joined()
        return "\(file)\(place): \(message)"
    }
}
