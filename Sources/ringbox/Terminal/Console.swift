import Dispatch
import Glibc

/// Standard output, written by a thread that may wait for a slow reader.
final class Console: Sendable {
    let usesColor = isColorful
    private let queue = DispatchQueue(label: "ringbox.console")

    init() {}

    /// Whether standard output is a terminal whose user has nothing against colours.
    static var isColorful: Bool { isatty(STDOUT_FILENO) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) }

    /// Writes the text and returns when it is written. A reader that has gone away misses it.
    func write(_ text: String) async {
        guard !text.isEmpty else { return }
        await withCheckedContinuation { continuation in
            queue.async {
                Self.writeNow(text)
                continuation.resume()
            }
        }
    }

    /// Writes the text on this thread. A reader that has gone away misses it.
    static func writeNow(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        var text = text
        text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
