import ChildPrograms
import Glibc
import HTTPText
import Synchronization

/// The files of kept bundles: one for each sandbox, for their owner only, bounded in size. Everything blocks.
final class ShelfFolder: Sendable {
    private struct File {
        var size: Int
        /// When it was written or read last, in nanoseconds since 1970.
        var use: Int
    }

    private struct Listing {
        private var files: [SandboxName: File] = [:]
        private var size = 0

        var names: [SandboxName] { Array(files.keys) }

        subscript(name: SandboxName) -> File? {
            get { files[name] }
            set {
                size += (newValue?.size ?? 0) - (files[name]?.size ?? 0)
                files[name] = newValue
            }
        }

        mutating func noteUse(of name: SandboxName, at time: Int) { files[name]?.use = time }

        /// Takes out the files that were not used for longest until the rest is no larger than `limit`.
        mutating func overflow(_ limit: Int, but newest: SandboxName) -> [SandboxName] {
            guard size > limit else { return [] }
            var old: [SandboxName] = []
            for name in files.sorted(by: { $0.value.use < $1.value.use }).map(\.key) where size > limit && name != newest {
                self[name] = nil
                old.append(name)
            }
            return old
        }
    }

    private static let ending = ".bundle"
    /// The longest file that is read or written, in bytes.
    private static let longest = 128 << 20

    let path: String
    private let limit: Int
    /// Nil before the folder has been listed.
    private let listing = Mutex<Listing?>(nil)

    init(path: String, limit: Int) {
        self.path = path
        self.limit = limit
    }

    func path(of name: SandboxName) -> String { "\(path)/\(name.text)\(Self.ending)" }

    /// The sandboxes of which something is kept.
    var names: [SandboxName] { listing.withLock { listed(&$0) { $0.names } } }

    /// The bytes of a file; nil when there is none that can be read.
    func read(_ name: SandboxName) -> [UInt8]? {
        let file = open(path(of: name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.longest else { return nil }
        // The time of the last use, for the next start. Where it cannot be set the file goes earlier.
        futimens(file, nil)
        listing.withLock { $0?.noteUse(of: name, at: Self.now) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress.map { $0 + count }, $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }

    /// Makes or replaces a file in one step.
    ///
    /// - Returns: 0, or the error number of the system.
    func write(_ bytes: [UInt8], of name: SandboxName) -> Int32 {
        guard bytes.count <= Self.longest else { return remove(name) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { return errno }
        let draft = "\(path)/.\(name.text).new"
        let code = Self.write(bytes, to: draft)
        guard code == 0 else {
            unlink(draft)
            return code
        }
        guard rename(draft, path(of: name)) == 0 else { return errno }
        note(name, File(size: bytes.count, use: Self.now))
        return 0
    }

    /// - Returns: 0, or the error number of the system.
    func remove(_ name: SandboxName) -> Int32 {
        guard unlink(path(of: name)) == 0 || errno == ENOENT || errno == ENOTDIR else { return errno }
        note(name, nil)
        return 0
    }

    static func text(of code: Int32) -> String { String(cString: strerror(code)) }

    private static func write(_ bytes: [UInt8], to draft: String) -> Int32 {
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { return errno }
        defer { close(file) }
        return RegularFile.write(bytes, to: file)
    }

    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return nanoseconds(time)
    }

    /// A file may have any time.
    private static func nanoseconds(_ time: timespec) -> Int {
        let (seconds, overflow) = time.tv_sec.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (time.tv_sec < 0 ? .min : .max) : seconds.addingReportingOverflow(time.tv_nsec).partialValue
    }

    /// Counts a file, and removes the ones that were not used for longest when there is too much.
    private func note(_ name: SandboxName, _ file: File?) {
        let old = listing.withLock { listing in
            listed(&listing) { files in
                files[name] = file
                return files.overflow(limit, but: name)
            }
        }
        for name in old { unlink(path(of: name)) }
    }

    private func listed<Value>(_ listing: inout Listing?, _ body: (inout Listing) -> Value) -> Value {
        // Taken out, so that the change is made in place.
        var files = listing ?? list()
        listing = nil
        defer { listing = files }
        return body(&files)
    }

    private func list() -> Listing {
        var found = Listing()
        guard let folder = opendir(path) else { return found }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard name.hasSuffix(Self.ending), let sandbox = SandboxName(name.dropLast(Self.ending.count)),
                fstatat(dirfd(folder), name, &status, AT_SYMLINK_NOFOLLOW) == 0
            else { continue }
            // A file with holes may be as long as a number can say, and sizes are added up.
            found[sandbox] = File(size: min(Int(status.st_size), Self.longest + 1), use: Self.nanoseconds(status.st_mtim))
        }
        return found
    }
}
