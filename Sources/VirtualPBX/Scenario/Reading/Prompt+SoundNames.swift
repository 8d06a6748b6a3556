import PBXInstructions

extension Prompt {
    /// Whether a file of a `sounds/` folder can have that name: no path, not hidden, no control characters.
    static func isSoundName(_ text: String) -> Bool {
        guard (1...255).contains(text.utf8.count), !text.hasPrefix("."), Prompt(.media, text) != nil else { return false }
        return text.unicodeScalars.allSatisfy { $0 != "/" && $0 != "\\" && $0.properties.generalCategory != .control }
    }
}
