import Glibc

/// What people are told when something goes wrong.
enum StandardError {
    /// Writes a line.
    static func print(_ line: String) {
        Console.writeNow(line + "\n", to: STDERR_FILENO)
    }
}
