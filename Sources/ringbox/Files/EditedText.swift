import Glibc

/// A text in a file of its own, for an editor.
struct EditedText {
    let path: String

    private let text: String

    init(_ text: String) {
        self.text = text
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        path = "\(folder)/ringbox-state-\(getpid()).json"
    }

    /// Opens the text in the editor that VISUAL or EDITOR names, or in vi, and returns when that has ended.
    func edit() throws(CommandFailure) {
        // Readable for nobody else: it is what callers have said.
        try TextFile.create(path, text, mode: 0o600)
        let names = (["VISUAL", "EDITOR"] as [String]).compactMap { name in getenv(name).map { String(cString: $0) } }
        let editor = names.first { !$0.isEmpty } ?? "vi"
        var processID: pid_t = 0
        let arguments = ["/bin/sh", "-c", "\(editor) \"$0\"", path]
        let pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var status: Int32 = 0
        guard posix_spawn(&processID, "/bin/sh", nil, nil, pointers, environ) == 0 else {
            remove()
            throw CommandFailure(.failure, "the editor \(editor) cannot be started")
        }
        while waitpid(processID, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            remove()
            throw CommandFailure(.failure, "the editor \(editor) failed: nothing was changed")
        }
    }

    func read(limit: Int) throws(CommandFailure) -> [UInt8] { try TextFile.read(path, limit: limit) }

    func remove() { unlink(path) }
}
