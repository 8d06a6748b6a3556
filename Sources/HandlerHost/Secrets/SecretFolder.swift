import Glibc

/// A folder with one file for each secret, as Docker and Kubernetes mount them. Everything blocks, for a moment.
struct SecretFolder: Sendable {
    let path: String

    /// The value in a file, without one line end; nil when there is no such file.
    ///
    /// Links are followed as long as they stay in the folder.
    func value(of name: String) throws(SecretFault) -> SecretText? {
        let bytes: [UInt8]?
        do throws(ReadingFailure) {
            bytes = try read(name)
        } catch {
            switch error {
            case .vanished: return nil
            case .leadsOut: throw .linkLeadsOut
            case .brokenLink: throw .brokenLink
            case .tooLong: throw .tooLong
            case .system(let code): throw .unreadable(code: code)
            }
        }
        guard let bytes else { throw .notAFile }
        return try SecretText(Self.withoutLineEnd(bytes))
    }

    /// The names of the files.
    var names: [String] {
        guard let folder = try? ConfinedFolder(path: path), let names = try? folder.open("", to: .look).names(limit: 10_000) else {
            return []
        }
        return names.filter { !$0.hasPrefix(".") }
    }

    /// Whether users beside the file's owner and group can read a secret's file.
    func isOpenToOthers(_ name: String) -> Bool {
        guard let folder = try? ConfinedFolder(path: path), let top = try? folder.open("", to: .look),
            let file = try? folder.open(name, to: .look)
        else { return false }
        return top.status.st_mode & S_IXOTH != 0 && file.status.st_mode & S_IROTH != 0
    }

    /// The bytes of a file; nil for what is no file.
    private func read(_ name: String) throws(ReadingFailure) -> [UInt8]? {
        let file = try ConfinedFolder(path: path).open(name, to: .read)
        // With room for the line end.
        return file.kind == .file ? try file.read(limit: SecretText.longest + 2) : nil
    }

    private static func withoutLineEnd(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        guard bytes.last == ASCII.newline else { return bytes[...] }
        let line = bytes.dropLast()
        return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
}
