extension FileRoute {
    /// The route of a script; `nil` for one that is only loaded by others: its name or a folder's begins with `_`, it is
    /// a test (`x.test.js`), or it is in `node_modules` or in one of the folders that have another purpose.
    ///
    /// - Parameter path: Relative to the sandbox.
    /// - Throws: The reason for a name that looks like a parameter and is none.
    init?(naming path: String) throws(RouteTemplateRejection) {
        var parts = path.split(separator: "/")
        guard let name = parts.popLast(), let script = ScriptExtension.split(name) else { return nil }
        guard !script.stem.hasSuffix(".test"), !script.stem.hasPrefix("_") else { return nil }
        guard !parts.contains(where: { $0.hasPrefix("_") || $0 == "node_modules" }) else { return nil }
        if let first = parts.first, Self.otherFolders.contains(String(first)) { return nil }
        if script.stem != "index" { parts.append(script.stem) }
        var template = ""
        for part in parts { template += "/" + (try Self.segment(part)) }
        self.init(template: template.isEmpty ? "/" : template, path: path)
    }

    private static let otherFolders: Set<String> = ["lib", "calls", "templates", "schemas", "sounds"]

    /// `[id]` becomes `{id}`, and `[...rest]` becomes `{...rest}`.
    private static func segment(_ part: Substring) throws(RouteTemplateRejection) -> String {
        if part.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) {
            throw RouteTemplateRejection(reason: .partOfSegment(String(part)))
        }
        guard part.utf8.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }) else {
            return String(part)
        }
        let inner = part.dropFirst().dropLast()
        guard part.hasPrefix("["), part.hasSuffix("]"), !inner.contains("["), !inner.contains("]") else {
            throw RouteTemplateRejection(reason: .partOfSegment(String(part)))
        }
        let name = inner.hasPrefix("...") ? inner.dropFirst(3) : inner
        guard RouteParameter.isName(name) else { throw RouteTemplateRejection(reason: .parameterName(String(name))) }
        return "{\(inner)}"
    }
}
