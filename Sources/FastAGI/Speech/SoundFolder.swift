import ChildPrograms
import Glibc

/// The folder that prepared sounds are in: a folder for each sandbox. Everything blocks.
///
/// The folder may have files of others, such as Asterisk's own sounds. Only files whose names say that they were made here are
/// listed, counted, replaced or removed.
struct SoundFolder: Sendable {
    private static let prefix = "ringbox-"
    private static let ending = ".wav"
    private static let draftEnding = ".draft.wav"

    let path: String

    struct File: Sendable {
        /// Relative to the folder.
        var name: String
        var bytes: Int
        /// Seconds since 1970.
        var used: Int
    }

    /// The name of a sandbox's sound.
    ///
    /// - Parameter hash: Hexadecimal digits.
    static func name(of hash: String, sandbox: String) -> String { "\(sandbox)/\(prefix)\(hash)\(ending)" }

    /// A path in the folder that nothing else has, for what is not finished.
    func draft(of name: String) -> String { "\(path)/\(name.dropLast(Self.ending.count))\(Self.draftEnding)" }

    /// Makes the folder, with the rights for others to read that another user's Asterisk needs.
    func make(_ name: String? = nil) throws(SoundFault) {
        let whole = name.map { path + "/" + $0 } ?? path
        guard mkdir(whole, 0o755) == 0 || errno == EEXIST else { throw .unwritable(whole, code: errno) }
    }

    /// What is there already, the least recently used first; removes what a killed host has left half-written.
    func files() -> [File] {
        var files: [File] = []
        for sandbox in entries(of: path) {
            for name in entries(of: path + "/" + sandbox) where Self.isOwn(name) {
                let whole = "\(path)/\(sandbox)/\(name)"
                guard !name.hasSuffix(Self.draftEnding) else {
                    unlink(whole)
                    continue
                }
                var status = stat()
                guard lstat(whole, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
                files.append(File(name: "\(sandbox)/\(name)", bytes: Int(status.st_size), used: status.st_mtim.tv_sec))
            }
        }
        return files.sorted { $0.used < $1.used }
    }

    /// Whether a file is there with this size; notes for the next start that it was used.
    func use(_ name: String, bytes: Int) -> Bool {
        var status = stat()
        guard lstat(path + "/" + name, &status) == 0, Int(status.st_size) == bytes else { return false }
        utimes(path + "/" + name, nil)
        return true
    }

    func remove(_ name: String) { unlink(path + "/" + name) }

    /// Writes a file, which others see when it is whole.
    ///
    /// - Returns: Its size in bytes.
    func write(_ samples: Samples, as name: String) throws(SoundFault) -> Int {
        let draft = draft(of: name)
        unlink(draft)
        defer { unlink(draft) }
        let file = samples.file
        var code = Self.write(file, to: draft)
        if code == 0, rename(draft, path + "/" + name) != 0 { code = errno }
        guard code == 0 else { throw .unwritable(path + "/" + name, code: code) }
        return file.count
    }

    /// - Returns: 0, or the error number of the system.
    private static func write(_ bytes: [UInt8], to draft: String) -> Int32 {
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        let code = RegularFile.write(bytes, to: descriptor)
        // Whatever the host's own mask says: Asterisk has to be able to read it.
        return code == 0 && fchmod(descriptor, 0o644) != 0 ? errno : code
    }

    /// Whether a name is one of a file, finished or not, that was made here.
    private static func isOwn(_ name: String) -> Bool {
        guard name.hasPrefix(prefix) else { return false }
        let rest = name.dropFirst(prefix.count)
        let hash = rest.prefix { $0.isASCII && $0.isHexDigit }
        let end = rest.dropFirst(hash.count)
        return !hash.isEmpty && (end == ending || end == draftEnding)
    }

    private func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
