/// The place where a file stops being UTF-8.
package struct TextEncodingError: Error, Equatable, CustomStringConvertible {
    /// In bytes, from 0.
    package var offset: Int
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int

    package var description: String { "not UTF-8 at byte \(offset): save the file as UTF-8" }
}
