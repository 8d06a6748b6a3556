/// The extensions of files that are scripts.
enum ScriptExtension: String, CaseIterable {
    // In the order in which an entry file is looked for: `main.mjs` is preferred to `main.js`.
    case mjs, js, cjs, mts, ts, cts

    var isTypeScript: Bool { self == .ts || self == .mts || self == .cts }

    /// The extension of a file name, and the name before it; `nil` for names of other files and for declarations of
    /// types (`x.d.ts`), which have nothing to run.
    static func split(_ name: Substring) -> (stem: Substring, ending: ScriptExtension)? {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
            let ending = ScriptExtension(rawValue: String(name[name.index(after: dot)...]))
        else { return nil }
        let stem = name[..<dot]
        if ending.isTypeScript, stem.hasSuffix(".d") { return nil }
        return (stem, ending)
    }
}
