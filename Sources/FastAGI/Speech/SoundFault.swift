/// Why there is no sound to play.
package enum SoundFault: Error, Sendable, Equatable {
    case programMissing(String)
    /// A program cannot be started.
    case programFailed(String, code: Int32)
    /// A program ended with another status than 0; the first line of what it said.
    case rejected(String, status: Int32, String)
    case timedOut(String, Duration)
    /// A program printed or wrote more than it may; in bytes.
    case tooMuch(String, limit: Int)
    /// A sound, or a spoken text, plays longer than the limit.
    case soundTooLong(String, Duration)
    /// It ended well and left no file.
    case noResult(String)
    case textTooLong(Int, limit: Int)
    /// No name of a file of the folder of sounds: one with a path, or beginning with a dot.
    case badName(String)
    case noFile(String)
    case unknownFormat(String)
    case fileTooLarge(String, limit: Int)
    /// Too many others of the sandbox wait for their speech.
    case busy(Int)
    /// The folder of sounds cannot be written to.
    case unwritable(String, code: Int32)
}

extension SoundFault: CustomStringConvertible {
    /// One sentence with a remedy, for the operator.
    package var description: String {
        switch self {
        case .programMissing(let program): "there is no \(program): apt-get install espeak-ng sox, or give another --speech-command"
        case .programFailed(let program, let code): "\(program) cannot be started (error \(code)): reinstall it"
        case .rejected(let program, let status, let text): "\(program) ended with status \(status): \(text)"
        case .timedOut(let program, let limit): "\(program) took longer than \(limit.milliseconds / 1_000) s"
        case .tooMuch(let program, let limit):
            "\(program) wrote more than \(limit) bytes and was ended: see that --speech-command speaks once"
        case .soundTooLong(let name, let limit):
            "\(name) plays longer than \(limit.milliseconds / 60_000) minutes, which is the most: make it shorter"
        case .noResult(let program): "\(program) made no sound: see that --speech-command writes to {file} or to its output"
        case .textTooLong(let count, let limit): "a text to speak has \(count) characters, and \(limit) are the most: make it shorter"
        case .badName(let name):
            "\"\(name)\" is no name of a sound: put the file into the sandbox's sounds folder, and name it without a path"
        case .noFile(let name): "there is no sound \"\(name)\" in the sandbox's sounds folder"
        case .unknownFormat(let name):
            "\"\(name)\" is no sound that can be converted: use \(SoundConverter.formats.joined(separator: ", "))"
        case .fileTooLarge(let name, let limit): "the sound \"\(name)\" has more than \(limit) bytes"
        case .busy(let count): "\(count) texts wait to be spoken: the machine is too slow for them, or --speech-command is"
        case .unwritable(let path, let code): "\(path) cannot be written (error \(code)): see the rights of the folder"
        }
    }
}
