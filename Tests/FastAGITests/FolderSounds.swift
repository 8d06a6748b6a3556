import FastAGI
import Foundation

/// The files of a folder that only a test writes to.
struct FolderSounds: SoundFiles {
    let path: String

    func read(_ name: String, limit: Int) throws(SoundFault) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else { throw .noFile(name) }
        guard data.count <= limit else { throw .fileTooLarge(name, limit: limit) }
        return Array(data)
    }
}
