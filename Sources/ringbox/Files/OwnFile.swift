import ChildPrograms
import Glibc

/// Reads the small files that Ringbox itself keeps in a data folder.
enum OwnFile {
    /// In bytes.
    private static let longest = 1 << 20

    /// The file's bytes.
    ///
    /// - Throws: ``CommandFailure`` with the reason.
    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do throws(RegularFile.Failure) {
            return try RegularFile.read(path, limit: longest)
        } catch {
            throw CommandFailure(error == .system(code: ENOENT) ? .noInput : .inputOutput, "\(path) cannot be read: \(error)")
        }
    }
}
