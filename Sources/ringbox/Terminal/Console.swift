import Dispatch
import Glibc
import JSONText

/// Standard output and standard error: everything that the program writes there goes through here. Nothing that came from
/// outside can steer the terminal, and no secret of ``CommandSecrets`` comes out.
final class Console: Sendable {
    let usesColor = isColorful
    private let queue = DispatchQueue(label: "ringbox.console")

    init() {}

    /// Whether standard output is a terminal whose user has nothing against colours.
    static var isColorful: Bool { isatty(STDOUT_FILENO) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) }

    /// Writes the text on a thread that may wait for a slow reader, and returns when it is written. A reader that has gone away misses it.
    func write(_ text: String) async {
        guard !text.isEmpty else { return }
        await withCheckedContinuation { continuation in
            queue.async {
                Self.writeNow(text)
                continuation.resume()
            }
        }
    }

    /// Writes a text for people on this thread. A reader that has gone away misses it.
    static func writeNow(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        _ = send(TerminalText.plain(CommandSecrets.shown(text)), to: descriptor)
    }

    /// Writes a line for people on this thread.
    static func print(_ line: String, to descriptor: Int32 = STDOUT_FILENO) { writeNow(line + "\n", to: descriptor) }

    /// Writes a document and a line end on this thread.
    static func writeNow(json value: JSONValue, pretty: Bool = false) {
        writeNow(json: String(decoding: value.bytes(pretty: pretty), as: UTF8.self) + "\n")
    }

    /// Writes the text of JSON documents on this thread.
    ///
    /// - Returns: 0, or why it could not be written.
    @discardableResult
    static func writeNow(json text: String) -> Int32 { send(TerminalText.json(CommandSecrets.shownJSON(text)), to: STDOUT_FILENO) }

    /// Puts the cursor to the start of its line, which becomes empty.
    static func clearLine(of descriptor: Int32 = STDOUT_FILENO) { _ = send("\r\u{1b}[K", to: descriptor) }

    private static func send(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return errno }
                rest = rest.dropFirst(count)
            }
            return 0
        }
    }
}
