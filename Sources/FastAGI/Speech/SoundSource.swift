import ChildPrograms
import Glibc

/// A file of a sandbox's folder of sounds.
struct SoundSource: Sendable {
    static let longest = 16 << 20

    var bytes: [UInt8]
    var format: String

    /// Reads a file; blocks.
    ///
    /// - Parameter name: As a handler wrote it.
    init(_ name: String, in folder: String) throws(SoundFault) {
        guard !name.isEmpty, name.utf8.count <= 255, !name.hasPrefix("."), !name.contains("/"), !name.utf8.contains(0) else {
            throw .badName(String(name.prefix(100)))
        }
        guard let dot = name.lastIndex(of: ".") else { throw .unknownFormat(name) }
        format = name[name.index(after: dot)...].lowercased()
        guard SoundConverter.formats.contains(format) else { throw .unknownFormat(name) }
        // Links may lead from file to file, as where a cluster mounts the folder, but not out of it.
        guard let top = SoundSource.realPath(folder), let path = SoundSource.realPath("\(folder)/\(name)"), path.hasPrefix(top + "/")
        else { throw .noFile(name) }
        do throws(RegularFile.Failure) {
            bytes = try RegularFile.read(path, limit: Self.longest, followsLink: false)
        } catch {
            if case .tooLarge(let limit) = error { throw .fileTooLarge(name, limit: limit) }
            throw .noFile(name)
        }
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
