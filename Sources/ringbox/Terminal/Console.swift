import Dispatch
import Glibc
import JSONText
import Synchronization

/// Standard output and standard error: everything that the program writes there goes through here. Nothing that came from
/// outside can steer the terminal, and no secret of ``CommandSecrets`` comes out.
final class Console: Sendable {
    let usesColor = isColorful
    private let queue = DispatchQueue(label: "ringbox.console")
    /// Why something that a command printed was lost, as the system's code of the first failure; 0 while nothing was.
    private static let loss = Atomic<Int32>(0)

    init() {}

    /// Whether standard output is a terminal whose user has nothing against colours.
    static var isColorful: Bool { isatty(STDOUT_FILENO) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) }

    /// Whether everything that was printed has arrived. Whoever prints on and on ends when it has not.
    static var arrives: Bool { loss.load(ordering: .relaxed) == 0 }

    /// To be called behind the last output of a command.
    ///
    /// - Throws: ``CommandFailure`` when a part of the output is lost. A reader that has gone away wanted no more of it.
    static func finish() throws(CommandFailure) {
        // A disk behind a network may tell only at the end that it had no room.
        let copy = dup(STDOUT_FILENO)
        if copy >= 0, close(copy) != 0 { note(errno) }
        let code = loss.load(ordering: .relaxed)
        guard code != 0, code != EPIPE else { return }
        throw CommandFailure(
            .inputOutput, "standard output cannot be written, what was printed is not whole: \(String(cString: strerror(code)))")
    }

    /// Writes the text on a thread that may wait for a slow reader, and returns when it is written. What cannot be written is lost: the host
    /// does not end for its output.
    func write(_ text: String) async {
        guard !text.isEmpty else { return }
        await withCheckedContinuation { continuation in
            queue.async {
                _ = Self.send(TerminalText.plain(CommandSecrets.shown(text)), to: STDOUT_FILENO)
                continuation.resume()
            }
        }
    }

    /// Writes a text for people on this thread.
    static func writeNow(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        let code = send(TerminalText.plain(CommandSecrets.shown(text)), to: descriptor)
        if descriptor == STDOUT_FILENO { note(code) }
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
    static func writeNow(json text: String) -> Int32 {
        let code = send(TerminalText.json(CommandSecrets.shownJSON(text)), to: STDOUT_FILENO)
        note(code)
        return code
    }

    /// Puts the cursor to the start of its line, which becomes empty.
    static func clearLine(of descriptor: Int32 = STDOUT_FILENO) { _ = send("\r\u{1b}[K", to: descriptor) }

    private static func note(_ code: Int32) {
        guard code != 0 else { return }
        _ = loss.compareExchange(expected: 0, desired: code, ordering: .relaxed)
    }

    private static func send(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                // Another program has made it one that does not block.
                if count < 0 && errno == EAGAIN {
                    var output = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&output, 1, -1)
                    continue
                }
                guard count > 0 else { return errno }
                rest = rest.dropFirst(count)
            }
            return 0
        }
    }
}
