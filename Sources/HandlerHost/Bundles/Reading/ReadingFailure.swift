/// Why something in a folder cannot be read.
enum ReadingFailure: Error, Equatable {
    /// A symbolic link that leads to a place that it may not lead to, or an absolute one.
    case leadsOut
    /// A symbolic link to nothing, or to itself.
    case brokenLink
    case vanished
    case system(code: Int32)
    /// A file is longer than the caller wants to read, or a folder has more entries.
    case tooLong
}
