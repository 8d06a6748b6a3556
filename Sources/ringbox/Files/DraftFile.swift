import ChildPrograms
import Glibc

/// A file of JSON lines that is written part by part and gets its name when it is whole: until then, and if it does not come to that, what has
/// the name stays as it is.
struct DraftFile: ~Copyable {
    private let path: String
    private let draft: String
    private let descriptor: CInt
    /// In place of a file.
    private let output: JSONOutput?

    /// - Parameter path: `-` is standard output.
    init(_ path: String) throws(CommandFailure) {
        self.path = path
        draft = "\(path).\(getpid())"
        guard path != "-" else {
            descriptor = STDOUT_FILENO
            output = JSONOutput()
            return
        }
        output = nil
        descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandFailure(.cannotCreate, "\(path) cannot be made: \(String(cString: strerror(errno)))") }
    }

    deinit {
        guard path != "-" else { return }
        close(descriptor)
        // Gone already when the file is whole.
        unlink(draft)
    }

    func write(_ bytes: some Collection<UInt8>) throws(CommandFailure) {
        if let output {
            let code = output.write(bytes)
            guard code == 0 else { throw failure(code) }
            return
        }
        let code = RegularFile.write(Array(bytes), to: descriptor)
        guard code == 0 else { throw failure(code) }
    }

    /// Gives the file its name.
    consuming func finish() throws(CommandFailure) {
        guard path != "-" else { return }
        guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
            throw failure()
        }
    }

    /// What the system has against writing.
    private func failure(_ code: Int32 = errno) -> CommandFailure {
        let reason = String(cString: strerror(code))
        return CommandFailure(.inputOutput, "\(path == "-" ? "standard output" : path) cannot be written: \(reason)")
    }
}
