/// What a file of a sandbox is for.
enum FileRole: Equatable {
    case settings
    case seed
    case script(ScriptExtension)
    case json
    case text
    /// A file under a name that is not looked for, and the name that is.
    case misnamed(shouldBe: String)
    /// Not for handlers: sounds, the scenario and the call tests of the virtual PBX, notes.
    case ignored

    /// - Parameter path: Relative to the sandbox.
    init(path: String) {
        let parts = path.split(separator: "/")
        let name = parts.last ?? ""
        if path == "sandbox.yaml" {
            self = .settings
        } else if path == "sandbox.yml" || path == "scenario.yml" {
            self = .misnamed(shouldBe: "\(path.dropLast(3))yaml")
        } else if path == "state.json" {
            self = .seed
        } else if let script = ScriptExtension.split(name) {
            self = .script(script.ending)
        } else if name.hasSuffix(".d.ts") || name.hasSuffix(".d.mts") || name.hasSuffix(".d.cts") {
            self = .ignored
        } else if name.hasSuffix(".json") {
            self = .json
        } else if Self.hasTextExtension(name) || parts.count > 1 && Self.textFolders.contains(String(parts[0])) {
            self = .text
        } else {
            self = .ignored
        }
    }

    private static let textFolders: Set<String> = ["templates", "schemas"]
    private static let textExtensions: Set<String> = [
        "csv", "ejs", "hbs", "htm", "html", "liquid", "mustache", "svg", "tpl", "txt", "xml", "xsd",
    ]

    private static func hasTextExtension(_ name: Substring) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return textExtensions.contains(String(name[name.index(after: dot)...]))
    }
}
