import Glibc

/// What people are told when something goes wrong.
enum StandardError {
    /// Writes a line.
    static func print(_ line: String) {
        Console.print(line, to: STDERR_FILENO)
    }

    /// Writes a line unless nobody takes it: for those who may not wait.
    static func printIfRead(_ line: String) {
        var output = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        // With room for one byte a pipe has room for PIPE_BUF, which is more than a line.
        guard poll(&output, 1, 100) > 0 else { return }
        print(line)
    }
}
