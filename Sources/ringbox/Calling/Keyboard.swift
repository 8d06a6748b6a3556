import Dispatch
import Glibc

/// A terminal whose keys come one by one, and are not shown.
///
/// It is as it was before when the value goes.
final class Keyboard {
    private var before = termios()
    private let source: any DispatchSourceRead

    /// Nil when standard input is no terminal.
    ///
    /// - Parameter pressed: Called for each key; a Ctrl-C, a Ctrl-D and the end of the input are `\u{3}`.
    init?(_ pressed: @escaping @Sendable (Character) -> Void) {
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var raw = before
        // Ctrl-C hangs up, so that it is a key like others.
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0 else { return nil }
        source = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: DispatchQueue(label: "ringbox.keyboard"))
        source.setEventHandler {
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            guard count > 0 else { return pressed("\u{3}") }
            for key in String(decoding: bytes.prefix(count), as: UTF8.self) { pressed(key == "\u{4}" ? "\u{3}" : key) }
        }
        source.resume()
    }

    deinit {
        source.cancel()
        tcsetattr(STDIN_FILENO, TCSANOW, &before)
    }
}
