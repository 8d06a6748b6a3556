import Glibc
import PlainText

/// One text to be spoken.
struct SpeechJob: Sendable {
    let command: SpeechCommand
    let text: String
    let voice: Voice
    let converter: SoundConverter
    let limit: Duration

    /// The same for the same text, voice and program.
    var name: String {
        var hash = ContentHash()
        for part in ["speech", command.description, voice.rawValue, text] {
            hash.combine(part.utf8)
            hash.combine([0])
        }
        return hash.description
    }

    /// Speaks into a file, as Asterisk plays it; blocks.
    func run(_ file: String) throws(SoundFault) {
        let raw = file.hasSuffix(".part.wav") ? file.dropLast(9) + ".raw.part.wav" : file + ".raw"
        defer { unlink(raw) }
        let printed = try ProgramRun(program: command.program, limit: limit).run(
            command.arguments(text: text, voice: voice, file: raw), input: command.readsInput ? Array((text + "\n").utf8) : [])
        let sound = command.writesFile ? SpeechJob.contents(of: raw) : printed
        guard let sound, !sound.isEmpty else { throw .noResult(command.program) }
        try converter.convert(sound, format: "wav", to: file)
    }

    /// What a program has written, up to a limit that no text's sound comes near to.
    private static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count < 64 << 20 {
            let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = max(read(descriptor, buffer.baseAddress, buffer.count), 0)
            }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return bytes
    }
}
