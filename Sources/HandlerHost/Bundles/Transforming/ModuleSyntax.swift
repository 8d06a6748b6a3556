import HTTPText

/// Tells ES modules from plain scripts, by their looks.
enum ModuleSyntax {
    /// Whether a file has to be transformed before a worker can load it: TypeScript, `.mjs`, and `.js` that is an ES
    /// module or calls `import()`.
    static func needsTransforming(_ file: SandboxFile) -> Bool {
        guard case .script(let ending) = file.role else { return false }
        return switch ending {
        case .ts, .mts, .cts, .mjs: true
        case .cjs: false
        case .js: mentionsModules(file.bytes) && usesModules(file.bytes)
        }
    }

    /// Whether the code has `import` or `export` statements or `import.meta`, as a module has and a script cannot have.
    static func isModule(_ code: [UInt8]) -> Bool {
        guard mentionsModules(code) else { return false }
        var scanner = ScriptScanner(code)
        while let word = scanner.nextWord() {
            if use(of: word, in: scanner) == .statement { return true }
        }
        return false
    }

    private enum Use { case none, call, statement }

    private static func usesModules(_ code: [UInt8]) -> Bool {
        var scanner = ScriptScanner(code)
        while let word = scanner.nextWord() {
            if use(of: word, in: scanner) != .none { return true }
        }
        return false
    }

    private static func use(of word: ScriptScanner.Word, in scanner: ScriptScanner) -> Use {
        guard word.text == .import || word.text == .export, !word.followsDot else { return .none }
        switch scanner.nextSignificant {
        case ASCII.colon, ASCII.equals, ASCII.comma, UInt8(ascii: ")"), UInt8(ascii: ";"), UInt8(ascii: "?"), nil: return .none
        case UInt8(ascii: "(") where word.text == .import: return .call
        case ASCII.dot where word.text == .import: return .statement
        case UInt8(ascii: "("), ASCII.dot: return .none
        default: return word.isTopLevel ? .statement : .none
        }
    }

    /// A quick look that most scripts do not get past.
    private static func mentionsModules(_ code: [UInt8]) -> Bool {
        // Both words have "port" in them.
        let port = Array("port".utf8)
        var index = code.startIndex
        while let start = code[index...].firstIndex(of: port[0]) {
            if code[start...].starts(with: port) { return true }
            index = start + 1
        }
        return false
    }
}
