/// The files of a sandbox that are not for handlers, such as `scenario.yaml`; read in the way of bundles: nothing outside the
/// handlers folder is ever opened. Blocks.
package struct SandboxSideFiles: Sendable {
    /// Such as `uis_test`, or `hello.js`, which has no files but itself.
    package let entry: SandboxEntry
    private let folder: String

    /// - Parameter folder: The path of the handlers folder.
    package init(of entry: SandboxEntry, in folder: String) {
        self.entry = entry
        self.folder = folder
    }

    /// A path for people: relative to the handlers folder.
    package func place(_ path: String) -> String { "\(entry.entry)/\(path)" }

    /// The bytes of a file; nil when there is none.
    ///
    /// - Parameters:
    ///   - path: Relative to the sandbox.
    ///   - limit: The most bytes that it may have.
    /// - Throws: ``BundleError`` for what is no file, leads out of the handlers folder, is too long or cannot be read.
    package func read(_ path: String, limit: Int) throws(BundleError) -> [UInt8]? {
        guard let (handlers, found) = try look(at: path) else { return nil }
        guard found.kind == .file else { throw .notAFile(path: place(path)) }
        do throws(HandlersFolder.Failure) {
            return try handlers.read(found, limit: limit)
        } catch {
            throw BundleError(error, at: place(path))
        }
    }

    /// The names of the files in a folder of the sandbox, sorted; none when there is no such folder.
    ///
    /// - Throws: ``BundleError`` for a folder that leads out of the handlers folder or cannot be read.
    package func names(in path: String) throws(BundleError) -> [String] {
        guard let (handlers, found) = try look(at: path), found.kind == .folder else { return [] }
        do throws(HandlersFolder.Failure) {
            return try handlers.names(in: found.realPath)
        } catch {
            throw BundleError(error, at: place(path))
        }
    }

    private func look(at path: String) throws(BundleError) -> (HandlersFolder, FolderEntry)? {
        guard entry.kind == .folder else { return nil }
        do throws(HandlersFolder.Failure) {
            let handlers = try HandlersFolder(path: folder)
            return (handlers, try handlers.look(at: place(path)))
        } catch {
            if error == .vanished { return nil }
            throw BundleError(error, at: place(path))
        }
    }
}
