import Glibc

/// Says on a terminal how far a long export has come.
struct ExportProgress {
    /// So many lines go by between two reports.
    private static let step = 1_000

    private let isShown = isatty(STDERR_FILENO) == 1
    private var lines = 0
    private var shownLines = 0

    mutating func note(_ part: ArraySlice<UInt8>) {
        guard isShown else { return }
        lines += part.count { $0 == UInt8(ascii: "\n") }
        guard lines >= shownLines + Self.step else { return }
        shownLines = lines
        Console.clearLine(of: STDERR_FILENO)
        Console.writeNow("\(lines) lines", to: STDERR_FILENO)
    }

    /// Removes the report.
    func end() {
        if shownLines > 0 { Console.clearLine(of: STDERR_FILENO) }
    }
}
