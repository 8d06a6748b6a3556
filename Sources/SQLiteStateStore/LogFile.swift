import Glibc

/// A file of the database, opened for reading.
struct LogFile: ~Copyable {
    private let descriptor: CInt

    /// nil when there is no file that can be read.
    init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// The bytes at a place; nil when not so many are there.
    func bytes(_ count: Int, at place: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(place)) == count ? bytes : nil
    }

    /// In bytes, as a database says it.
    var pageLength: Int? {
        guard let bytes = bytes(18, at: 0) else { return nil }
        let length = Int(bytes[16]) << 8 | Int(bytes[17])
        return length == 1 ? 65_536 : length >= 512 ? length : nil
    }

    /// Copies at most `limit` bytes.
    ///
    /// - Returns: Whether all were written.
    func copy(to copy: CInt, limit: Int) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var place = 0
        while place < limit {
            let count = pread(descriptor, &chunk, chunk.count, off_t(place))
            guard count > 0 else { return count == 0 }
            guard write(copy, chunk, count) == count else { return false }
            place += count
        }
        return true
    }
}
