import HTTPText
import JSONText
import PBXInstructions

extension BundleBuilder {
    /// Makes the bundle again that was kept of a sandbox; nil when there is none. Blocks.
    ///
    /// - Throws: ``BundleError`` when today's secrets or routes do not allow it.
    func restore(_ name: SandboxName, from shelf: BundleShelf) throws(BundleError) -> BuiltBundle? {
        guard let kept = shelf.read(name) else { return nil }
        let entry = kept.entry(of: name)
        var files = SandboxFiles(settings: try settings(kept, entry))
        files.warnings = files.settings.lower(to: ceilings).map { "\(entry.entry)/sandbox.yaml: \($0)" }
        if let text = kept.settingsText { files.files.append(SandboxFile(path: "sandbox.yaml", role: .settings, bytes: text)) }
        for module in kept.modules {
            files.files.append(SandboxFile(path: module.path, role: FileRole(path: module.path), bytes: module.code))
        }
        if let seed = kept.seed { files.files.append(SandboxFile(path: "state.json", role: .seed, bytes: seed)) }
        return BuiltBundle(
            bundle: try BundleDraft(entry, files).bundle(of: kept), routes: kept.runtime == shelf.runtime ? kept.routes : nil)
    }

    private func settings(_ kept: KeptBundle, _ entry: SandboxEntry) throws(BundleError) -> SandboxSettings {
        let isMain = entry.kind == .folder && !SandboxFiles.main(among: kept.modules.map(\.path)).isEmpty
        let dialect: Dialect = isMain ? .none : .uis
        guard let text = kept.settingsText else { return SandboxSettings(dialect: dialect) }
        do throws(SettingsError) {
            return try SandboxSettings(parsing: text, file: "\(entry.entry)/sandbox.yaml", dialect: dialect, secrets: secrets)
        } catch {
            throw .settings(error)
        }
    }
}
