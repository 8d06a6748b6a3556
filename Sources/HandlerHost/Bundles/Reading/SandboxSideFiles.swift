/// The files of a sandbox that are not for handlers, such as `scenario.yaml`; read in the way of bundles: nothing outside the
/// sandbox and the shared folder is ever opened. Blocks.
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
    /// - Throws: ``BundleError`` for what is no file, leads out of the sandbox, is too long or cannot be read.
    package func read(_ path: String, limit: Int) throws(BundleError) -> [UInt8]? {
        guard let found = try open(path, to: .read) else { return nil }
        guard found.kind == .file else { throw .notAFile(path: place(path)) }
        do throws(ReadingFailure) {
            return try found.read(limit: limit)
        } catch {
            throw BundleError(error, at: place(path))
        }
    }

    /// The names of the files in a folder of the sandbox, sorted; none when there is no such folder.
    ///
    /// - Throws: ``BundleError`` for a folder that leads out of the sandbox, has too many files or cannot be read.
    package func names(in path: String) throws(BundleError) -> [String] {
        guard let found = try open(path, to: .look), found.kind == .folder else { return [] }
        do throws(ReadingFailure) {
            return try found.names(limit: SandboxTree.Limits().entries).filter { !$0.hasPrefix(".") }
        } catch {
            throw BundleError(error, at: place(path))
        }
    }

    private func open(_ path: String, to purpose: ConfinedFolder.Purpose) throws(BundleError) -> OpenFile? {
        guard entry.kind == .folder else { return nil }
        do throws(ReadingFailure) {
            let handlers = try HandlersFolder(path: folder)
            let top = try handlers.open(entry.entry, to: .look)
            guard top.kind == .folder else { return nil }
            return try handlers.sandbox(top, named: entry.entry).open(path, to: purpose)
        } catch {
            if error == .vanished { return nil }
            throw BundleError(error, at: place(path))
        }
    }
}
