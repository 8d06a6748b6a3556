/// The place where a file stops being UTF-8.
struct TextEncodingError: Error, Equatable, CustomStringConvertible {
    /// In bytes, from 0.
    var offset: Int
    /// From 1.
    var line: Int
    /// From 1, in characters.
    var column: Int

    var description: String { "not UTF-8 at byte \(offset): save the file as UTF-8" }
}
