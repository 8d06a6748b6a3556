import Glibc
import StateStore

/// A data folder that this process alone works on, until the value goes out of scope.
///
/// The lock is the kernel's (`flock`), so it goes with the process however that ends; the file's content only tells
/// who has it.
struct DataFolder: ~Copyable {
    static let lockName = "ringbox.lock"

    /// The path as it was given, without a slash at the end.
    let path: String
    private let lock: CInt

    /// Makes the folder, readable for its owner only, if it does not exist, and locks it.
    ///
    /// - Parameter pause: Made between two of ten attempts to lock a folder that is locked.
    /// - Throws: ``StateStoreError/cannotMakeFolder(folder:reason:)``, ``StateStoreError/inUse(processID:)``, or
    ///   ``StateStoreError/file(_:_:)`` when the lock file or the folder cannot be written.
    init(locking path: String, pause: () -> Void = Self.shortPause) throws(StateStoreError) {
        let path = DataFolder.trimmed(path)
        try DataFolder.make(path)
        lock = try DataFolder.lock(path, pause: pause)
        self.path = path
    }

    deinit {
        ftruncate(lock, 0)
        // Closing would leave the lock with a child process that has been forked and not started its program yet.
        flock(lock, LOCK_UN)
        close(lock)
    }

    /// Makes the file at `path`, for its owner only, when it does not exist, and checks that it can be written.
    static func makeFile(_ path: String) throws(StateStoreError) {
        close(try openFile(path))
    }

    /// Opens the file at `path` for reading and writing, and makes it, for its owner only, when it does not exist.
    ///
    /// The descriptor is not inherited by child processes, which would keep a lock on it alive.
    private static func openFile(_ path: String) throws(StateStoreError) -> CInt {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor < 0 else { return descriptor }
        let code = errno
        let fault: StateStoreError.Fault =
            switch code {
            case EACCES, EROFS, EPERM: .readOnly
            case ENOSPC, EDQUOT: .diskFull
            case EISDIR: .notADatabase
            default: .cannotOpen(reason: String(cString: strerror(code)))
            }
        throw .file(lastName(of: path), fault)
    }

    private static func lock(_ folder: String, pause: () -> Void) throws(StateStoreError) -> CInt {
        let path = folder + "/" + lockName
        let isReadOnly = isReadOnly(folder)
        // The kernel locks a file that is there, on a read-only disk as well.
        let known = isReadOnly ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1
        let lock = known >= 0 ? known : try openFile(path)
        guard isReadOnly || access(folder, W_OK | X_OK) == 0 else {
            close(lock)
            throw .file(lockName, .readOnly)
        }
        guard isTaken(lock, pause) else {
            let holder = processID(in: lock)
            close(lock)
            throw .inUse(processID: holder)
        }
        // On a full disk the file stays empty, and whoever finds the folder locked is not told by whom.
        ftruncate(lock, 0)
        _ = "\(getpid())\n".withCString { pwrite(lock, $0, strlen($0), 0) }
        return lock
    }

    /// Locks the file; false when somebody else has it. A command that asks whether it is locked holds it for a moment.
    private static func isTaken(_ lock: CInt, _ pause: () -> Void) -> Bool {
        for attempt in 0..<10 {
            if attempt > 0 { pause() }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return true }
        }
        return false
    }

    /// A command that only asks has the lock for microseconds.
    private static let shortPause: @Sendable () -> Void = { usleep(5_000) }

    /// Whether the disk can be read only, whatever the rights.
    private static func isReadOnly(_ folder: String) -> Bool { access(folder, W_OK) != 0 && errno == EROFS }

    private static func lastName(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func trimmed(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        return path.isEmpty ? "." : String(path)
    }

    /// Makes the folder and those above it that do not exist.
    private static func make(_ path: String) throws(StateStoreError) {
        var end = path.startIndex
        while end < path.endIndex {
            end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
            let folder = String(path[..<end])
            guard mkdir(folder, 0o700) != 0 else {
                keepEntry(of: folder)
                continue
            }
            let code = errno
            // Every existing folder on the way is fine; on a read-only disk the system names that before existence.
            if isFolder(folder) { continue }
            let reason = code == EEXIST ? "there is a file of that name" : String(cString: strerror(code))
            throw .cannotMakeFolder(folder: folder, reason: reason)
        }
    }

    /// Has a new folder's name on the disk: what is stored in the folder is gone without it when the power goes.
    private static func keepEntry(of folder: String) {
        var parent = folder[...]
        while parent.last != "/", !parent.isEmpty { parent.removeLast() }
        let descriptor = open(parent.isEmpty ? "." : String(parent), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // A folder that cannot be read cannot be synchronised, and that is no reason not to use it.
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func processID(in lock: CInt) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(lock, &bytes, bytes.count, 0)
        return Int32(String(decoding: bytes.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
