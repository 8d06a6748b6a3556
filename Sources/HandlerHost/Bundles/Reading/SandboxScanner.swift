/// Lists the sandboxes of a handlers folder.
package struct SandboxScanner: Sendable {
    /// The path of the handlers folder.
    package let folder: String

    package init(folder: String) { self.folder = folder }

    /// Looks through the folder; reads no file, and blocks while it reads the folder.
    ///
    /// Every folder and every script is a sandbox, except those whose names begin with `.` or `_`, `node_modules`,
    /// declarations of types and tests; other files are nobody's business. A folder that cannot be read to its end is told apart from
    /// an empty one.
    package func scan() -> SandboxScan {
        var scan = SandboxScan()
        var entries: [SandboxName: [SandboxEntry]] = [:]
        do throws(ReadingFailure) {
            let handlers = try HandlersFolder(path: folder)
            for name in try handlers.names() where !name.hasPrefix("_") && name != "node_modules" {
                do throws(BundleError) {
                    guard let entry = try Self.entry(named: name, in: handlers) else { continue }
                    entries[entry.name, default: []].append(entry)
                } catch {
                    switch error {
                    case .invalidName, .folderNamedLikeScript: scan.problems.append(error)
                    default:
                        guard let sandbox = SandboxName(ScriptExtension.split(name[...])?.stem ?? name[...]) else { continue }
                        scan.refused[sandbox] = error
                    }
                }
            }
        } catch {
            scan.problems.append(.handlersUnreadable(code: error.code))
            scan.isComplete = false
        }
        for (name, same) in entries.sorted(by: { $0.key < $1.key }) {
            if same.count > 1 {
                scan.refused[name] = .duplicateSandbox(name: name, entries: same.map(\.entry))
            } else if scan.refused[name] == nil {
                scan.entries += same
            }
        }
        return scan
    }

    private static func entry(named name: String, in handlers: HandlersFolder) throws(BundleError) -> SandboxEntry? {
        let found: OpenFile
        do throws(ReadingFailure) {
            found = try handlers.open(name, to: .look)
        } catch {
            // What vanishes while the folder is listed is not there.
            if error == .vanished { return nil }
            throw BundleError(error, at: name)
        }
        switch found.kind {
        case .folder:
            if ScriptExtension.split(name[...]) != nil { throw .folderNamedLikeScript(path: name) }
            guard let sandbox = SandboxName(name) else { throw .invalidName(entry: name) }
            return SandboxEntry(name: sandbox, entry: name, kind: .folder)
        case .file:
            guard let script = ScriptExtension.split(name[...]), !script.stem.hasSuffix(".test") else { return nil }
            guard let sandbox = SandboxName(script.stem) else { throw .invalidName(entry: name) }
            return SandboxEntry(name: sandbox, entry: name, kind: .file)
        case .other: return nil
        }
    }
}
