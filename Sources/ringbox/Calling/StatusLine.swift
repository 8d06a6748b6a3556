import Glibc

/// The last line of a terminal, which says what a call waits for and is written over again and again.
struct StatusLine {
    private let isShown: Bool
    private let style: Style
    private var isThere = false

    /// - Parameter isShown: Whether standard output is a terminal.
    init(style: Style, isShown: Bool) {
        self.style = style
        self.isShown = isShown
    }

    /// Shows the text instead of what was there.
    mutating func show(_ text: String) {
        guard isShown else { return }
        Console.clearLine()
        Console.writeNow(style.yellow(String(text.prefix(width - 1))))
        isThere = true
    }

    /// Takes the line away, so that others can be written.
    mutating func clear() {
        guard isThere else { return }
        Console.clearLine()
        isThere = false
    }

    private var width: Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 8 ? Int(size.ws_col) : 80
    }
}
