/// How sounds are made, and where they are.
package struct SoundSettings: Sendable {
    /// The folder that they are kept in; made when it is not there.
    package var folder: String
    /// The same folder as Asterisk sees it, absolute, without a `/` at the end.
    package var asteriskFolder: String
    package var speech = SpeechCommand.standard
    package var converter = "sox"
    /// How many bytes may be kept.
    package var limit = 256 << 20
    /// How many bytes one sound may have as a file that Asterisk plays: 35 minutes.
    package var longestSound = 32 << 20
    /// How long a program may take.
    package var programLimit = Duration.seconds(10)
    /// The longest text, in characters.
    package var longestText = 2_000
    /// How many programs may run at the same time.
    package var runs = 2
    /// How many sounds of one sandbox may wait for that.
    package var waiting = 100
    /// How long nothing is spoken behind a program that cannot be started, and nothing of a sandbox whose sound took too long:
    /// callers do not wait for it each time.
    package var pause = Duration.seconds(30)

    package init(folder: String, asteriskFolder: String) {
        self.folder = folder
        self.asteriskFolder = asteriskFolder
    }

    /// Whether a folder can be named in the options of `Dial`: absolute, of letters of English, digits and `/ . _ -`.
    package static func isPlain(_ folder: String) -> Bool {
        folder.hasPrefix("/") && folder.utf8.count <= 1_000
            && folder.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "/._-".unicodeScalars.contains(scalar))
            }
    }
}
