package import PBXInstructions
import PlainText
import TextFilters
package import YAMLText

extension SandboxSettings {
    /// Reads a settings file. An empty one has all defaults.
    ///
    /// - Parameters:
    ///   - bytes: YAML, at most 64 KiB, without anchors and tags.
    ///   - file: The name shown in errors, relative to the handlers folder.
    ///   - dialect: Holds when the file says none.
    ///   - secrets: What `${NAME}` stands for.
    /// - Throws: ``SettingsError`` with everything that is wrong: unknown keys, values of the wrong type or out of
    ///   range, fallbacks that are no instruction of the dialect; or with the first thing that is no YAML.
    package init(
        parsing bytes: [UInt8], file: String, dialect: Dialect, secrets: SecretSource = .none
    ) throws(SettingsError) {
        var reader = SettingsReader(file: file, dialect: dialect)
        var expansion = SecretExpansion(secrets, file: file)
        do throws(YAMLSlip) {
            if let root = try YAMLNode.parse(bytes, file: file) { reader.read(expansion.expanded(root)) }
        } catch {
            throw SettingsError(yaml: YAMLError(slips: [error]))
        }
        let known = SandboxSecrets(expansion.values, tokens: reader.settings.access.tokens)
        // What is wrong with a value that has no secret may only follow from that.
        let slips = expansion.slips.isEmpty ? reader.yaml.slips : expansion.slips
        guard slips.isEmpty else {
            let shown = slips.map { slip in
                var slip = slip
                slip.message = known.redaction.text(slip.message)
                return slip
            }
            let sorted = shown.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
            throw SettingsError(yaml: YAMLError(slips: sorted), isLack: expansion.isLack)
        }
        self = reader.settings
        self.secrets = known
    }

    /// The slips of routes that `sandbox.yaml` has settings for and the sandbox does not have.
    ///
    /// - Parameters:
    ///   - templates: All routes of the sandbox, as they are defined.
    ///   - file: The name of the settings file, relative to the handlers folder.
    package func slips(ofRoutesNotAmong templates: some Sequence<String>, file: String) -> [YAMLSlip] {
        let known = Set(templates)
        return routes.filter { !known.contains($0.key) }.sorted { $0.value.line < $1.value.line }.map { template, route in
            let nearest = Spelling.nearest(to: template, among: known, limit: 1, within: .max).first
            let hint = nearest.map { " (did you mean \"\($0)\"?)" } ?? ""
            return YAMLSlip(
                file: file, line: route.line, column: route.column, message: "the sandbox has no route \(template)\(hint)")
        }
    }
}
