import ChildPrograms
package import HTTPText

/// Lists the sandboxes of a handlers folder.
package struct SandboxScanner: Sendable {
    /// The path of the handlers folder.
    package let folder: String
    private let looking: FolderWatcher.Looking?
    private let steps: StepThreads?

    /// - Parameter looking: How long an entry is waited for, which is refused when it has not come back by then; nil for as long as it
    ///   takes.
    package init(folder: String, looking: FolderWatcher.Looking? = nil) {
        self.folder = folder
        self.looking = looking
        steps = looking.map { StepThreads(patience: $0.patience) }
    }

    /// How long an entry is waited for.
    var patience: Duration { steps?.patience ?? .zero }

    /// The entry of one sandbox; nil when there is none, or more than one. No other entry is touched.
    package func entry(of name: SandboxName) -> SandboxEntry? {
        let names = [name.text] + ScriptExtension.allCases.map { "\(name).\($0.rawValue)" }
        guard Self.isEntry(name.text), let handlers = try? HandlersFolder(path: folder) else { return nil }
        let found = names.compactMap { try? Self.entry(named: $0, in: handlers) }
        return found.count == 1 ? found.first : nil
    }

    /// Looks through the folder; reads no file, and blocks while it reads the folder.
    ///
    /// Every folder and every script is a sandbox, except those whose names begin with `.` or `_`, `node_modules`,
    /// declarations of types and tests; other files are nobody's business. A folder that cannot be read to its end, or that does not
    /// answer, is told apart from an empty one.
    package func scan() -> SandboxScan {
        let look = { @Sendable (name: String, handlers: HandlersFolder) throws(BundleError) -> SandboxEntry? in
            looking?.begins(name)
            return try Self.entry(named: name, in: handlers)
        }
        let list = { @Sendable () -> Result<(HandlersFolder, [String]), ReadingFailure> in
            looking?.begins("")
            return Result { () throws(ReadingFailure) in
                let handlers = try HandlersFolder(path: folder)
                return (handlers, try handlers.names())
            }
        }
        guard let steps else { return scan(list(), by: look) }
        // All at once as long as everything comes back.
        if case .done(let scan) = steps.run(for: "", { scan(list(), by: look) }) { return scan }
        // The folder has been waited for.
        guard case .done(let listed) = steps.run(for: "/", within: min(steps.patience, Self.listPatience), list) else {
            return SandboxScan(isComplete: false)
        }
        var isComplete = true
        // They share the time that is waited: a server that is gone takes all its mounts with it.
        var left = steps.patience
        var found = scan(listed) { (name, handlers) throws(BundleError) in
            let start = ContinuousClock.now
            defer { left = max(left - start.duration(to: .now), Self.leastPatience) }
            switch steps.run(for: name, within: left, { Result { () throws(BundleError) in try look(name, handlers) } }) {
            case .done(let entry): return try entry.get()
            case .hangs:
                guard let sandbox = Self.sandbox(ofEntry: name) else { return nil }
                // Not with the time that was left: another one at each scan would be told as another problem.
                throw .hangs(sandbox: sandbox, limit: steps.patience)
            case .noThread:
                isComplete = false
                return nil
            }
        }
        found.isComplete = found.isComplete && isComplete
        return found
    }

    /// How long an entry is waited for however many others have not come back.
    private static let leastPatience = Duration.milliseconds(100)
    /// How long the names of the folder are waited for behind that.
    private static let listPatience = Duration.seconds(1)

    private func scan(
        _ listed: Result<(HandlersFolder, [String]), ReadingFailure>,
        by look: (_ name: String, HandlersFolder) throws(BundleError) -> SandboxEntry?
    ) -> SandboxScan {
        var scan = SandboxScan()
        var entries: [SandboxName: [SandboxEntry]] = [:]
        do throws(ReadingFailure) {
            let (handlers, names) = try listed.get()
            for name in names where Self.isEntry(name) {
                do throws(BundleError) {
                    guard let entry = try look(name, handlers) else { continue }
                    entries[entry.name, default: []].append(entry)
                } catch {
                    switch error {
                    case .invalidName, .folderNamedLikeScript: scan.problems.append(error)
                    default:
                        guard let sandbox = Self.sandbox(ofEntry: name) else { continue }
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

    private static func isEntry(_ name: String) -> Bool { !name.hasPrefix("_") && name != "node_modules" }

    private static func sandbox(ofEntry name: String) -> SandboxName? {
        SandboxName(ScriptExtension.split(name[...])?.stem ?? name[...])
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
