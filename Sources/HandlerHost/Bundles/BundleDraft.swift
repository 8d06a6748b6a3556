import JSONText
import PlainText
import YAMLText

/// A bundle before its modules are transformed: layout, routes, seed and settings are known to be right.
struct BundleDraft: Sendable {
    private let entry: SandboxEntry
    private let files: SandboxFiles
    private let layout: Bundle.Layout
    private let seed: StateSeed?
    private var warnings: [String]
    /// The files that have to become CommonJS first.
    let filesToTransform: [SandboxFile]

    init(_ entry: SandboxEntry, _ files: SandboxFiles) throws(BundleError) {
        self.entry = entry
        self.files = files
        warnings = files.warnings
        filesToTransform = files.files.filter { ModuleSyntax.needsTransforming($0) }
        let mains = SandboxFiles.main(among: files.files.map(\.path))
        if entry.kind == .file {
            layout = .single(path: entry.entry)
        } else if let main = mains.first {
            layout = .main(entry: main)
            for other in mains.dropFirst() {
                warnings.append("\(entry.entry)/\(other): \(main) counts instead: remove one of the two")
            }
        } else {
            layout = .files(routes: try FileRouteList(files.files.map(\.path), in: entry).routes)
        }
        seed = try Self.seed(of: files, in: entry)
        try checkRouteSettings()
    }

    /// A path for people: relative to the handlers folder.
    func place(_ path: String) -> String { entry.kind == .file ? entry.entry : entry.entry + "/" + path }

    /// Puts the bundle together.
    ///
    /// - Parameter transformed: What became of ``filesToTransform``, by path.
    func bundle(with transformed: [String: TransformedModule]) -> Bundle {
        let modules = files.files.compactMap { file in
            kind(of: file).map { ModuleSource(path: file.path, code: transformed[file.path]?.code ?? file.bytes, kind: $0) }
        }
        return Bundle(
            sandbox: entry.name, hash: hash, layout: layout, modules: modules,
            sourceMaps: transformed.compactMapValues(\.map), settings: files.settings, settingsText: settingsText, seed: seed,
            warnings: warnings)
    }

    /// Puts the bundle together from modules that were transformed before.
    func bundle(of kept: KeptBundle) -> Bundle {
        Bundle(
            sandbox: entry.name, hash: kept.hash, layout: layout, modules: kept.modules, sourceMaps: kept.sourceMaps,
            settings: files.settings, settingsText: settingsText, seed: seed, warnings: warnings)
    }

    private var settingsText: [UInt8]? { files.files.first { $0.role == .settings }?.bytes }

    var hash: ContentHash {
        var hash = ContentHash()
        for file in files.files {
            // With lengths, so that bytes cannot move from one file or name to the next unnoticed.
            hash.combine("\(file.path.utf8.count) \(file.path) \(file.bytes.count) ".utf8)
            hash.combine(file.bytes)
        }
        return hash
    }

    private func kind(of file: SandboxFile) -> ModuleSource.Kind? {
        switch file.role {
        case .script(let ending):
            guard case .main(file.path) = layout, ending == .js || ending == .ts else { return .commonJS }
            return ModuleSyntax.isModule(file.bytes) ? .commonJS : .script
        case .json: return .json
        case .text: return .text
        case .settings, .seed, .misnamed, .ignored: return nil
        }
    }

    private func checkRouteSettings() throws(BundleError) {
        let templates: [String]
        switch layout {
        case .files(let routes): templates = routes.map(\.template)
        case .single: templates = ["/"]
        // These routes are known when a worker has loaded the bundle.
        case .main: return
        }
        let slips = files.settings.slips(ofRoutesNotAmong: templates, file: place("sandbox.yaml"))
        guard slips.isEmpty else { throw .settings(SettingsError(yaml: YAMLError(slips: slips))) }
    }

    private static func seed(of files: SandboxFiles, in entry: SandboxEntry) throws(BundleError) -> StateSeed? {
        guard let file = files.files.first(where: { $0.role == .seed }) else { return nil }
        let path = entry.entry + "/" + file.path
        let seed: JSONValue
        do throws(JSONSyntaxError) {
            seed = try JSONValue(parsing: file.bytes, surrogates: .refused)
        } catch {
            throw .seedSyntax(path: path, error)
        }
        guard seed.object != nil else { throw .seedNotObject(path: path, type: seed.typeName) }
        return StateSeed(seed)
    }
}
