import Glibc

/// The folder that prepared sounds are in: a folder for each sandbox with files named after hashes.
struct SoundFolder: Sendable {
    let path: String

    struct File: Sendable {
        /// Relative to the folder.
        var name: String
        var bytes: Int
        /// Seconds since 1970.
        var used: Int
    }

    /// Makes the folder, with the rights for others to read that another user's Asterisk needs; blocks.
    func make(_ name: String? = nil) throws(SoundFault) {
        let whole = name.map { path + "/" + $0 } ?? path
        guard mkdir(whole, 0o755) == 0 || errno == EEXIST else { throw .unwritable(whole, code: errno) }
    }

    /// What is there already, the least recently used first; removes what a killed host has left half-written. Blocks.
    func files() -> [File] {
        var files: [File] = []
        for sandbox in entries(of: path) {
            for name in entries(of: path + "/" + sandbox) {
                let whole = "\(path)/\(sandbox)/\(name)"
                guard name.hasSuffix(".wav"), !name.hasSuffix(".part.wav") else {
                    if name.hasSuffix(".part.wav") { unlink(whole) }
                    continue
                }
                var status = stat()
                guard lstat(whole, &status) == 0 else { continue }
                files.append(File(name: "\(sandbox)/\(name)", bytes: Int(status.st_size), used: status.st_mtim.tv_sec))
            }
        }
        return files.sorted { $0.used < $1.used }
    }

    /// The size of a file, nil when there is none.
    func size(of name: String) -> Int? {
        var status = stat()
        return lstat(path + "/" + name, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Notes for the next start that a file was used.
    func touch(_ name: String) { utimes(path + "/" + name, nil) }

    func remove(_ name: String) { unlink(path + "/" + name) }

    /// Puts a finished file in its place.
    func place(_ draft: String, as name: String) throws(SoundFault) {
        chmod(draft, 0o644)
        guard rename(draft, path + "/" + name) == 0 else { throw .unwritable(path + "/" + name, code: errno) }
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
