/// A program that speaks a text into a WAV file.
package struct SpeechCommand: Sendable, Equatable, CustomStringConvertible {
    package static let standardText = "espeak-ng -b 1 -v {voice} -w {file} --stdin"
    package static let standard = SpeechCommand(words: standardText.split(separator: " ").map(String.init))

    private let words: [String]

    private init(words: [String]) { self.words = words }

    /// Reads a program and its arguments, separated by spaces. `{file}` stands for the file to write, `{voice}` for `ru` or `en`, and
    /// `{text}` for the text; without `{text}` the program gets it on its input, and without `{file}` the sound is what it prints.
    ///
    /// No shell is involved: quotes and variables mean nothing.
    ///
    /// - Returns: Nil for a text without a program.
    package init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard let program = words.first, !program.hasPrefix("{"), !program.hasPrefix("-") else { return nil }
        self.init(words: words)
    }

    package var description: String { words.joined(separator: " ") }
    var program: String { words.first ?? "" }
    var writesFile: Bool { words.contains { $0.contains("{file}") } }
    var readsInput: Bool { !words.contains { $0.contains("{text}") } }

    /// What the program is called with.
    func arguments(text: String, voice: Voice, file: String) -> [String] {
        words.dropFirst().map { word in
            // A text that begins like an option is none.
            let spoken = word == "{text}" && text.hasPrefix("-") ? " " + text : text
            return word.replacing("{voice}", with: voice.rawValue).replacing("{file}", with: file).replacing("{text}", with: spoken)
        }
    }
}
