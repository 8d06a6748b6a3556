import Glibc

/// A group in the kernel's tree: a folder with small files that are written and read whole.
struct CgroupFolder: Sendable, Equatable {
    let path: String

    init(path: String) { self.path = path }

    func child(_ name: String) -> CgroupFolder { CgroupFolder(path: path + "/" + name) }

    var exists: Bool { access(path, F_OK) == 0 }

    func has(_ file: String) -> Bool { access(path + "/" + file, F_OK) == 0 }

    func make() throws(CgroupGap) {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw .system(step: "making a group", code: errno) }
    }

    /// Removes the group, which must be empty; false when it is not, or not there.
    func remove() -> Bool { rmdir(path) == 0 }

    func write(_ text: String, to file: String) throws(CgroupGap) {
        let descriptor = open(path + "/" + file, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(step: file, code: errno) }
        defer { close(descriptor) }
        var text = text
        let count = text.withUTF8 { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw .system(step: file, code: errno) }
    }

    /// The words of a file; empty when it cannot be read.
    func words(of file: String) -> [Substring] {
        let descriptor = open(path + "/" + file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        let bytes = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
            count = max(read(descriptor, buffer.baseAddress, buffer.count), 0)
        }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    }
}
