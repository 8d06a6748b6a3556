import ChildPrograms
import Glibc

/// Reads and writes small files. No secret of ``CommandSecrets`` is written.
enum TextFile {
    /// The file's bytes. `-` reads standard input to its end.
    ///
    /// - Parameter limit: The most bytes that it may have. No more are read, whether it is a file, a pipe or a device.
    /// - Throws: ``CommandFailure`` with the system's reason, or with the limit.
    static func read(_ path: String, limit: Int) throws(CommandFailure) -> [UInt8] {
        let tooLong = CommandFailure(
            .failure, "\(path == "-" ? "standard input" : path) has more than \(limit) bytes, which is the most that is read of it")
        var status = stat()
        // What is no regular file shows its length when it is read.
        guard path == "-" || stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFREG || status.st_size <= limit else {
            throw tooLong
        }
        var bytes: [UInt8] = []
        do {
            try read(path) { part in
                guard bytes.count + part.count <= limit else { throw tooLong }
                bytes += part
            }
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.failure, "\(error)")
        }
        return bytes
    }

    /// Reads a file in parts, of which one is in memory. `-` reads standard input to its end.
    ///
    /// - Throws: ``CommandFailure`` with the system's reason, and what `body` throws.
    static func read(_ path: String, _ body: (ArraySlice<UInt8>) throws -> Void) throws {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure(errno == ENOENT ? .noInput : .inputOutput, "\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { if path != "-" { close(descriptor) } }
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw CommandFailure(.inputOutput, "\(path) cannot be read: \(String(cString: strerror(errno)))") }
            if count == 0 { return }
            try body(chunk[..<count])
        }
    }

    /// Makes a file that does not exist yet.
    ///
    /// - Throws: ``CommandFailure`` with the system's reason, also when there is such a file.
    static func create(_ path: String, _ text: String, mode: mode_t = 0o644) throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw CommandFailure(.cannotCreate, "\(path) cannot be made: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        let code = RegularFile.write(Array(CommandSecrets.shown(text).utf8), to: descriptor)
        guard code == 0 else {
            // Half a file would be taken for a whole one.
            unlink(path)
            throw CommandFailure(.inputOutput, "\(path) cannot be written: \(String(cString: strerror(code)))")
        }
    }

    /// Makes a file or replaces it in one step: whoever reads it sees the whole old or the whole new text.
    static func replace(_ path: String, _ text: String, mode: mode_t = 0o644) throws(CommandFailure) {
        let draft = "\(path).\(getpid())"
        unlink(draft)
        try create(draft, text, mode: mode)
        guard rename(draft, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(draft)
            throw CommandFailure(.inputOutput, "\(path) cannot be written: \(reason)")
        }
    }
}
