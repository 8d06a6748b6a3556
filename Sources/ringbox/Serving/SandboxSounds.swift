import FastAGI
import Glibc
import HandlerHost

/// The files in a sandbox's folder `sounds/`.
///
/// Links may lead from file to file, as where a cluster mounts the folder, within the sandbox and to the shared folder.
struct SandboxSounds: SoundFiles {
    let files: SandboxSideFiles

    func read(_ name: String, limit: Int) throws(SoundFault) -> [UInt8] {
        let bytes: [UInt8]?
        do throws(BundleError) {
            bytes = try files.read("sounds/\(name)", limit: limit)
        } catch {
            if case .unreadable(_, EFBIG) = error { throw .fileTooLarge(name, limit: limit) }
            throw .noFile(name)
        }
        guard let bytes else { throw .noFile(name) }
        return bytes
    }
}
