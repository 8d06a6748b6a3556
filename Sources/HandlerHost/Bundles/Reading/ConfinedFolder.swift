import CLinux
import Glibc

/// A folder that nothing opened through it leaves, whatever is renamed or exchanged meanwhile.
///
/// Everything is opened relative to the folder's descriptor. Links in it may lead to its own files and to the folders that are
/// named for it, and nowhere else. Everything blocks.
struct ConfinedFolder: Sendable {
    enum Purpose {
        /// To ask what it is, and to list it.
        case look
        /// To read its bytes.
        case read

        fileprivate var flags: Int32 {
            switch self {
            case .look: linux_open_path | O_CLOEXEC
            // Without waiting for the other end of a pipe, and without becoming the process's terminal.
            case .read: O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
            }
        }
    }
    /// What a path of the form `../name` stands for at the top of the folder, and at the top of those that it leads to; nil for
    /// what it may not lead to.
    typealias Beside = @Sendable (_ name: String) throws(ReadingFailure) -> Descriptor?

    let descriptor: Descriptor
    private let beside: Beside
    private let asksKernel: Bool

    /// How many links a path may have; the kernel's own number.
    private static let mostLinks = 40
    /// How deep a path may lead: each folder on the way is open meanwhile, and a sandbox has no folders so deep.
    private static let mostFolders = 64

    /// - Parameter asksKernel: False where paths are resolved here only, as on a kernel without `openat2`.
    init(_ descriptor: Descriptor, asksKernel: Bool = true, beside: @escaping Beside = { _ in nil }) {
        self.descriptor = descriptor
        self.asksKernel = asksKernel
        self.beside = beside
    }

    /// Opens the folder itself by a path that the operator named.
    init(path: String, asksKernel: Bool = true) throws(ReadingFailure) {
        let number = Glibc.open(path, linux_open_path | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw .system(code: errno) }
        self.init(Descriptor(adopting: number), asksKernel: asksKernel)
    }

    /// Opens what is at a path relative to the folder; the empty path is the folder itself.
    func open(_ path: String, to purpose: Purpose) throws(ReadingFailure) -> OpenFile {
        if asksKernel, !path.isEmpty {
            let number = linux_open_beneath(descriptor.number, path, UInt64(purpose.flags))
            if number >= 0 { return try OpenFile(Descriptor(adopting: number)) }
        }
        // What the kernel does not open may lead to a folder that is named for this one; and there is a kernel that cannot say
        // (ENOSYS), one that may not (EPERM), and one that saw a name change (EAGAIN).
        return try resolve(path, to: purpose)
    }

    /// Opens each part of a path by itself, following no link but by what it says, and no `..` but to the folder that it came from.
    private func resolve(_ path: String, to purpose: Purpose) throws(ReadingFailure) -> OpenFile {
        var parts = Self.parts(of: path)
        // From the folder, or from one that it led to, down.
        var way = [descriptor]
        var links = 0
        while let part = parts.popLast() {
            if part == ".." {
                if way.count > 1 {
                    way.removeLast()
                    continue
                }
                guard let name = parts.popLast(), name != "..", let other = try neighbour(name) else { throw .leadsOut }
                way = [other]
                continue
            }
            let folder = way[way.count - 1]
            let found = try Self.open(part, in: folder, linux_open_path | O_CLOEXEC, hasFollowed: links > 0)
            if found.status.st_mode & S_IFMT == S_IFLNK {
                links += 1
                guard links <= Self.mostLinks else { throw .brokenLink }
                let target = try Self.target(of: found.descriptor)
                guard !target.hasPrefix("/") else { throw .leadsOut }
                parts += Self.parts(of: target)
                continue
            }
            if found.kind == .folder {
                guard way.count <= Self.mostFolders else { throw links > 0 ? .brokenLink : .system(code: ENAMETOOLONG) }
                way.append(found.descriptor)
                continue
            }
            guard parts.isEmpty else { throw links > 0 ? .brokenLink : .vanished }
            // It is known already that a pipe or a device is no file: it need not be opened for that.
            guard purpose == .read, found.kind == .file else { return found }
            // Another link may be there by now.
            return try Self.open(part, in: folder, purpose.flags, hasFollowed: links > 0)
        }
        return try Self.open(".", in: way[way.count - 1], purpose.flags, hasFollowed: links > 0)
    }

    private func neighbour(_ name: String) throws(ReadingFailure) -> Descriptor? {
        do throws(ReadingFailure) {
            return try beside(name)
        } catch {
            throw error == .vanished ? .brokenLink : error
        }
    }

    /// The parts of a path, the first one last.
    private static func parts(of path: String) -> [String] {
        path.split(separator: "/").filter { $0 != "." }.reversed().map(String.init)
    }

    private static func open(
        _ name: String, in folder: Descriptor, _ flags: Int32, hasFollowed: Bool
    ) throws(ReadingFailure) -> OpenFile {
        let number = openat(folder.number, name, flags | O_NOFOLLOW)
        if number >= 0 { return try OpenFile(Descriptor(adopting: number)) }
        switch errno {
        case ENOENT, ENOTDIR: throw hasFollowed ? .brokenLink : .vanished
        // A link has come between two looks.
        case ELOOP: throw .vanished
        default: throw .system(code: errno)
        }
    }

    /// Where a link that is open leads to.
    private static func target(of link: Descriptor) throws(ReadingFailure) -> String {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            let length = readlinkat(link.number, "", start, buffer.count)
            code = length < 0 ? errno : 0
            count = max(length, 0)
        }
        guard code == 0 else { throw .system(code: code) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
