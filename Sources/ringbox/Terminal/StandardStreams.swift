import Glibc

/// Standard input, standard output and standard error.
enum StandardStreams {
    /// Takes the numbers of those that are closed: the next file that is opened would get one of them, and then what is printed.
    static func takeNumbers() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // Open for the other direction: whoever uses it is told that it is closed.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY | O_NONBLOCK)
        }
    }
}
